/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-boottime.h"

#include <gio/gio.h>

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_fires_at_deadline (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;
  gint64 deadline = palco_boottime_now () + 20 * G_TIME_SPAN_MILLISECOND;

  g_assert_cmpuint (palco_boottime_add (deadline, quit_cb, loop, &error), !=, 0);
  g_assert_no_error (error);
  g_main_loop_run (loop);

  g_assert_cmpint (palco_boottime_now (), >=, deadline);
}

static void
test_past_deadline_fires_at_once (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (palco_boottime_add (0, quit_cb, loop, &error), !=, 0);
  g_assert_no_error (error);
  g_main_loop_run (loop);
}

static void
test_boot_id (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *boot_id = palco_boottime_dup_boot_id (&error);

  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (boot_id));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/boottime/fires-at-deadline", test_fires_at_deadline);
  g_test_add_func ("/boottime/past-deadline-fires-at-once", test_past_deadline_fires_at_once);
  g_test_add_func ("/boottime/boot-id", test_boot_id);

  return g_test_run ();
}
