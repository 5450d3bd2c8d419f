/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-sign-in-private.h"
#include "palco-test-await.h"
#include "palco-token-command-private.h"

#include <glib/gstdio.h>
#include <palco.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT_MSECS 10000

static void
assert_line (const char *entered,
             const char *shown)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSignIn) sign_in = palco_sign_in_new_command (entered, &error);
  g_autoptr(PalcoSignIn) again = NULL;
  g_autofree char *line = NULL;

  g_assert_no_error (error);
  line = palco_sign_in_dup_command_line (sign_in);
  g_assert_cmpstr (line, ==, shown);

  again = palco_sign_in_new_command (line, &error);
  g_assert_no_error (error);
  g_assert_true (palco_sign_in_equal (sign_in, again));
}

static void
test_command_line (void)
{
  static const char * const wrong[] = { "", "  ", "pass 'show", "pass \"show", "a\\", "\xff" };

  assert_line ("  pass show  studio/token ", "pass show studio/token");
  assert_line ("az account 'get token' -o tsv", "az account 'get token' -o tsv");
  assert_line ("echo '' \"it's\" $HOME", "echo '' 'it'\\''s' '$HOME'");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (palco_sign_in_new_command (wrong[i], &error));
      g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_token (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSignIn) opaque = palco_sign_in_new_token ("opaque", &error);
  g_autoptr(PalcoSignIn) dated = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (palco_sign_in_get_kind (opaque), ==, PALCO_SIGN_IN_TOKEN);
  g_assert_null (palco_sign_in_get_expiry (opaque));

  /* {"exp":8589934592} */
  dated = palco_sign_in_new_token ("e30.eyJleHAiOjg1ODk5MzQ1OTJ9.c2ln", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_to_unix (palco_sign_in_get_expiry (dated)), ==, G_GINT64_CONSTANT (8589934592));
  g_assert_false (palco_sign_in_equal (opaque, dated));

  /* {"exp":1000} */
  g_assert_null (palco_sign_in_new_token ("e30.eyJleHAiOjEwMDB9.c2ln", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN);
  g_clear_error (&error);

  g_assert_null (palco_sign_in_new_token ("two\nlines", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN);
  g_clear_error (&error);

  g_assert_null (palco_sign_in_new_token ("", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN);
}

static void
test_consent (void)
{
  const char * const one[] = { "pass", "show x", NULL };
  const char * const other[] = { "pass", "show", "x", NULL };
  g_autofree char *first = palco_sign_in_dup_consent (one);
  g_autofree char *again = palco_sign_in_dup_consent (one);
  g_autofree char *second = palco_sign_in_dup_consent (other);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, second);
}

static char *
run (const char    *command_line,
     guint          limit_msecs,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_auto(GStrv) command = NULL;

  g_assert_true (g_shell_parse_argv (command_line, NULL, &command, NULL));
  palco_token_command_run_async ((const char * const *) command, limit_msecs, cancellable,
                                 palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_token_command_run_finish (result, error);
}

static void
assert_fails (const char *command_line,
              guint       limit_msecs,
              const char *pattern)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (run (command_line, limit_msecs, NULL, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("“%s” is not like “%s”", error->message, pattern);
}

static void
test_prints (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *token = run ("echo ' tok-1 '", LIMIT_MSECS, NULL, &error);
  g_autofree char *unexpanded = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "tok-1");

  /* No shell looks at it. */
  unexpanded = run ("echo '$HOME;id'", LIMIT_MSECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (unexpanded, ==, "$HOME;id");
}

static void
test_fails (void)
{
  assert_fails ("/nonexistent/program", LIMIT_MSECS, "*could not be started*");
  assert_fails ("sh -c 'echo; echo Vault is sealed >&2; echo more >&2; exit 3'", LIMIT_MSECS,
                "*status 3: Vault is sealed");
  assert_fails ("false", LIMIT_MSECS, "*status 1: it says no reason");
  assert_fails ("sh -c 'kill -9 $$'", LIMIT_MSECS, "*was killed*");
  assert_fails ("cat /dev/zero", LIMIT_MSECS, "*printed more than a token");
  assert_fails ("sleep 600", 50, "*was stopped");
}

/* What is said besides may be as long as it likes. */
static void
test_talks_much (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *token = run ("sh -c 'head -c 300000 /dev/zero >&2; echo tok-2'", LIMIT_MSECS, NULL,
                                &error);

  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "tok-2");
}

static void
test_cancelled (void)
{
  const char * const command[] = { "sleep", "600", NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_token_command_run_async (command, LIMIT_MSECS * 60, cancellable, palco_test_await_cb, &result);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);
  g_assert_null (palco_token_command_run_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Some commands are scripts: what they started does not go on for ever. */
static void
test_ends_what_it_started (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "fifo", NULL);
  g_autofree char *command =
    g_strdup_printf ("sh -c 'exec 3>%s; sleep 600 & exec cat /dev/zero'", path);
  int terminal = g_open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  GPollFD held = { .events = G_IO_HUP };

  if (terminal >= 0)
    {
      close (terminal);
      g_test_skip ("at a terminal the command stays in the group of this program");
      return;
    }

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  held.fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  assert_fails (command, LIMIT_MSECS, "*printed more than a token");
  g_assert_cmpint (g_poll (&held, 1, LIMIT_MSECS), ==, 1);
  g_assert_cmpint (held.revents, ==, G_IO_HUP);

  close (held.fd);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/sign-in/command-line", test_command_line);
  g_test_add_func ("/sign-in/token", test_token);
  g_test_add_func ("/sign-in/consent", test_consent);
  g_test_add_func ("/token-command/prints", test_prints);
  g_test_add_func ("/token-command/fails", test_fails);
  g_test_add_func ("/token-command/talks-much", test_talks_much);
  g_test_add_func ("/token-command/cancelled", test_cancelled);
  g_test_add_func ("/token-command/ends-what-it-started", test_ends_what_it_started);

  return g_test_run ();
}
