/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include <glib/gi18n.h>

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

static void
print_to (FILE       *stream,
          const char *text)
{
  const char *charset;
  g_autofree char *target = NULL;
  g_autofree char *converted = NULL;

  if (!g_get_charset (&charset))
    {
      target = g_strconcat (charset, "//TRANSLIT", NULL);
      converted = g_convert (text, -1, target, "UTF-8", NULL, NULL, NULL);
    }

  fputs (converted != NULL ? converted : text, stream);
}

static void
print_cb (const char *text)
{
  print_to (stdout, text);
}

static void
printerr_cb (const char *text)
{
  print_to (stderr, text);
  fflush (stderr);
}

/* A descriptor that is closed at the start would become that of the first file or socket, and
 * that would be taken for the terminal. */
static void
open_standard_streams (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);

  if (fd >= 0)
    close (fd);
}

int
main (int    argc,
      char **argv)
{
  open_standard_streams ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PALCO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* GLib's own would print “?” for a quotation mark where the locale has no UTF-8. */
  g_set_print_handler (print_cb);
  g_set_printerr_handler (printerr_cb);

  return cli_command_main (argc, argv);
}
