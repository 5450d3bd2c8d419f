/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-log.h"

/* Each runs in a process of its own: the writer is for good. */

static void
test_line (void)
{
  if (g_test_subprocess ())
    {
      palco_log_init ("palcod", FALSE);
      palco_log (G_LOG_LEVEL_MESSAGE, "AAAAAAAAAAAAAAAAAAAAAA.0", "Served %u", 7);
      palco_log (G_LOG_LEVEL_WARNING, NULL, "Odd");
      g_message ("Through GLib");
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*palcod: Served 7 ?AAAAAAAAAAAAAAAAAAAAAA.0]\n*");
  g_test_trap_assert_stderr ("*palcod: warning: Odd\n*");
  g_test_trap_assert_stderr ("*palcod: Through GLib\n*");
}

/* What a request brings cannot look like a line of the log's own. */
static void
test_one_line (void)
{
  if (g_test_subprocess ())
    {
      palco_log_init ("palcod", FALSE);
      palco_log (G_LOG_LEVEL_MESSAGE, NULL, "GET /a\r\npalcod: forged\x1b[2J \xff");
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*palcod: GET /a  palcod: forged ?2J*");
  g_test_trap_assert_stderr_unmatched ("*\npalcod: forged*");
}

static void
log_debug (gboolean is_debug)
{
  palco_log_init ("palcod", is_debug);
  g_assert_cmpint (palco_log_is_debug (), ==, is_debug);
  palco_log (G_LOG_LEVEL_DEBUG, NULL, "ours");
  g_log_structured ("libsoup", G_LOG_LEVEL_DEBUG, "MESSAGE", "%s", "theirs");
}

static void
test_quiet (void)
{
  if (g_test_subprocess ())
    {
      log_debug (FALSE);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*ours*");
}

static void
test_debug (void)
{
  if (g_test_subprocess ())
    {
      log_debug (TRUE);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*palcod: ours\n*");
  g_test_trap_assert_stderr_unmatched ("*theirs*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log/line", test_line);
  g_test_add_func ("/log/one-line", test_one_line);
  g_test_add_func ("/log/quiet", test_quiet);
  g_test_add_func ("/log/debug", test_debug);

  return g_test_run ();
}
