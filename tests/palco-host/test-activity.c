/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-activity.h"

#define HALF_A_MINUTE_MSECS 30000

static void
count_cb (HostActivity *activity,
          guint        *n_reports)
{
  (*n_reports)++;
}

/* A pointer that moves is many notes and one message. */
static void
test_reports_once (void)
{
  g_autoptr(HostActivity) activity = host_activity_new ();
  guint n_reports = 0;

  g_signal_connect (activity, "report", G_CALLBACK (count_cb), &n_reports);
  g_assert_cmpuint (n_reports, ==, 0);
  for (guint i = 0; i < 100; i++)
    host_activity_note (activity);

  g_assert_cmpuint (n_reports, ==, 1);
}

static void
test_counts_from_now (void)
{
  g_autoptr(HostActivity) activity = host_activity_new ();

  g_assert_cmpint (host_activity_get_msecs_idle (activity), >=, 0);
  g_assert_cmpint (host_activity_get_msecs_idle (activity), <, HALF_A_MINUTE_MSECS);
  host_activity_note (activity);
  g_assert_cmpint (host_activity_get_msecs_idle (activity), <, HALF_A_MINUTE_MSECS);
  g_assert_finalize_object (g_steal_pointer (&activity));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activity/reports-once", test_reports_once);
  g_test_add_func ("/activity/counts-from-now", test_counts_from_now);

  return g_test_run ();
}
