/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-exit.h"
#include "cli-lease.h"

static void
test_parses (void)
{
  static const struct {
    const char *text;
    guint       minutes;
  } leases[] = {
    { "90", 90 },
    { "90m", 90 },
    { "90 min", 90 },
    { "1h30", 90 },
    { "1h30m", 90 },
    { "1h 30 min", 90 },
    { "2 h", 120 },
    { "2H", 120 },
    { "  5  ", 5 },
    { "007", 7 },
    { "1h90", 150 },
    { "9999h", 599940 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (leases); i++)
    {
      g_autoptr(GError) error = NULL;
      guint minutes = 0;

      g_test_message ("%s", leases[i].text);
      g_assert_true (cli_lease_parse (leases[i].text, &minutes, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (minutes, ==, leases[i].minutes);
    }
}

static void
test_refuses (void)
{
  static const char * const texts[] = {
    "", " ", "+", "h", "m", "0", "0h0", "-5", "1.5h", "1d", "30 1h", "1h-30", "+5", "90x", "12345",
    "99999999999999999999", "1h30s", "9 0", "１０", "90\n90",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      guint minutes = 4711;

      g_test_message ("%s", texts[i]);
      g_assert_false (cli_lease_parse (texts[i], &minutes, &error));
      g_assert_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE);
      g_assert_cmpuint (minutes, ==, 4711);
    }
}

static void
test_formats (void)
{
  static const struct {
    guint       minutes;
    const char *text;
  } leases[] = {
    { 0, "0 min" }, { 59, "59 min" }, { 60, "1 h 00 min" }, { 61, "1 h 01 min" }, { 1440, "24 h 00 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (leases); i++)
    {
      g_autofree char *text = cli_lease_format (leases[i].minutes);

      g_assert_cmpstr (text, ==, leases[i].text);
    }
}

static void
test_formats_left (void)
{
  static const struct {
    gint64      seconds;
    const char *text;
  } leases[] = {
    { 0, "0 min 00 s" }, { 61, "1 min 01 s" }, { 599, "9 min 59 s" }, { 600, "10 min" }, { 3661, "1 h 01 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (leases); i++)
    {
      g_autofree char *text = cli_lease_format_left (leases[i].seconds);

      g_assert_cmpstr (text, ==, leases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lease/parses", test_parses);
  g_test_add_func ("/lease/refuses", test_refuses);
  g_test_add_func ("/lease/formats", test_formats);
  g_test_add_func ("/lease/formats-left", test_formats_left);

  return g_test_run ();
}
