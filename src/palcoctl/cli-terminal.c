/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-terminal.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-table.h"

#include <palco.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#include <langinfo.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define KEY_MAX_LENGTH (16 * 1024)   /* tokens can be long */

typedef struct
{
  gsize length;
  char  buffer[KEY_MAX_LENGTH + 1];
} KeyBuffer;

static struct termios saved_mode;
static gboolean       mode_is_saved;

static void
key_buffer_free (KeyBuffer *key)
{
  explicit_bzero (key, sizeof *key);
  g_free (key);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KeyBuffer, key_buffer_free)

/* Safe in every state of the program, also right before it ends. */
void
cli_terminal_restore (void)
{
  if (!mode_is_saved)
    return;

  tcsetattr (STDIN_FILENO, TCSANOW, &saved_mode);
  mode_is_saved = FALSE;
}

/* What was typed before the question is not part of the key. */
static void
hide_typing (void)
{
  struct termios mode;

  if (tcgetattr (STDIN_FILENO, &saved_mode) != 0)
    return;

  mode = saved_mode;
  mode.c_lflag &= ~(tcflag_t) ECHO;
  mode.c_lflag |= ICANON | ISIG | ECHONL;
  mode_is_saved = tcsetattr (STDIN_FILENO, TCSAFLUSH, &mode) == 0;
}

/* Up to the end of the line or of the input. The stream is read through the main loop, so
 * that a signal ends it. */
static gboolean
read_line (KeyBuffer     *key,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  while (key->length < sizeof key->buffer && memchr (key->buffer, '\n', key->length) == NULL)
    {
      g_autoptr(GAsyncResult) result = NULL;
      gssize n_read;

      g_input_stream_read_async (stream, key->buffer + key->length, sizeof key->buffer - key->length,
                                 G_PRIORITY_DEFAULT, cancellable, cli_await_cb, &result);
      cli_await (&result);
      n_read = g_input_stream_read_finish (stream, result, error);
      if (n_read < 0)
        return FALSE;
      if (n_read == 0)
        break;

      key->length += n_read;
    }

  return TRUE;
}

static char *
check_key (KeyBuffer  *key,
           GError    **error)
{
  const char *end = memchr (key->buffer, '\n', key->length);
  gsize length = end != NULL ? (gsize) (end - key->buffer) : key->length;

  if (length > 0 && key->buffer[length - 1] == '\r')
    length--;

  if (length == 0)
    {
      g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_CREDENTIALS,
                           _("Nothing was entered. Type it at the question, or send it to standard input."));
      return NULL;
    }

  for (gsize i = 0; i < length && length <= KEY_MAX_LENGTH; i++)
    {
      if (!g_ascii_isgraph (key->buffer[i]))
        length = KEY_MAX_LENGTH + 1;
    }

  if (length > KEY_MAX_LENGTH)
    {
      g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_CREDENTIALS,
                           _("What was entered is no key or token: it is too long, or has blanks in it."));
      return NULL;
    }

  return g_strndup (key->buffer, length);
}

/* From the terminal without an echo, else the first line of standard input. */
static char *
read_secret (const char    *question,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(KeyBuffer) key = g_new0 (KeyBuffer, 1);
  gboolean was_read;

  if (isatty (STDIN_FILENO))
    {
      hide_typing ();
      g_printerr ("%s", question);
    }

  was_read = read_line (key, cancellable, error);
  cli_terminal_restore ();

  return was_read ? check_key (key, error) : NULL;
}

/* Free the key with palco_key_free(). */
char *
cli_terminal_read_key (GCancellable  *cancellable,
                       GError       **error)
{
  /* Translators: a question on the terminal; what is typed stays invisible */
  return read_secret (_("Account key: "), cancellable, error);
}

/* Free the token with palco_key_free(). */
char *
cli_terminal_read_token (GCancellable  *cancellable,
                         GError       **error)
{
  /* Translators: a question on the terminal; what is typed stays invisible */
  return read_secret (_("Access token: "), cancellable, error);
}

/* Whether somebody is there to answer. */
gboolean
cli_terminal_can_ask (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* Yes as the locale writes it; all else is a no. What was typed before the question does not
 * count. */
gboolean
cli_terminal_confirm (const char   *question,
                      GCancellable *cancellable)
{
  g_autoptr(KeyBuffer) line = g_new0 (KeyBuffer, 1);
  g_autofree char *clean = cli_text_sanitize (question);
  g_autofree char *answer = NULL;

  tcflush (STDIN_FILENO, TCIFLUSH);
  g_printerr ("%s ", clean);
  if (!read_line (line, cancellable, NULL))
    {
      g_printerr ("\n");
      return FALSE;
    }

  answer = g_strndup (line->buffer, line->length);

  return g_regex_match_simple (nl_langinfo (YESEXPR), answer, 0, 0);
}
