/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-lease.h"

#include "palco-boottime.h"

#define AWAIT(condition) \
  G_STMT_START { while (!(condition)) g_main_context_iteration (NULL, TRUE); } G_STMT_END

static void
expired_cb (HostLease *lease,
            guint     *n_expired)
{
  (*n_expired)++;
}

static void
test_counts (void)
{
  g_autoptr(HostLease) lease = host_lease_new ();

  g_assert_cmpint (host_lease_get_msecs_left (lease), ==, -1);
  g_assert_true (host_lease_set_msecs_left (lease, 60000, NULL));
  g_assert_cmpint (host_lease_get_msecs_left (lease), >, 50000);
  g_assert_cmpint (host_lease_get_msecs_left (lease), <=, 60000);
}

static void
test_expires_once (void)
{
  g_autoptr(HostLease) lease = host_lease_new ();
  gint64 start = palco_boottime_now ();
  guint n_expired = 0;

  g_signal_connect (lease, "expired", G_CALLBACK (expired_cb), &n_expired);
  g_assert_true (host_lease_set_msecs_left (lease, 20, NULL));
  AWAIT (n_expired > 0);

  g_assert_cmpint (palco_boottime_now () - start, >=, 20 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (host_lease_get_msecs_left (lease), ==, 0);
  g_assert_false (g_main_context_pending (NULL));
  g_assert_cmpuint (n_expired, ==, 1);
}

/* What is due together goes in order: a busy machine makes no difference. */
static gboolean
second_cb (gpointer user_data)
{
  guint *n_expired = user_data;

  g_assert_cmpuint (*n_expired, ==, 1);

  return G_SOURCE_CONTINUE;
}

/* The promise is one second; the service must have its chance to say stop before. */
static void
test_ends_within_a_second (void)
{
  g_autoptr(HostLease) lease = host_lease_new ();
  guint n_expired = 0;
  guint second_id;

  g_signal_connect (lease, "expired", G_CALLBACK (expired_cb), &n_expired);
  g_assert_true (host_lease_set_msecs_left (lease, 0, NULL));
  second_id = g_timeout_add (1000, second_cb, &n_expired);
  AWAIT (n_expired > 0);
  g_source_remove (second_id);
}

static void
test_moves (void)
{
  g_autoptr(HostLease) extended = host_lease_new ();
  g_autoptr(HostLease) shortened = host_lease_new ();
  guint n_extended = 0;
  guint n_shortened = 0;

  g_signal_connect (extended, "expired", G_CALLBACK (expired_cb), &n_extended);
  g_signal_connect (shortened, "expired", G_CALLBACK (expired_cb), &n_shortened);
  g_assert_true (host_lease_set_msecs_left (extended, 0, NULL));
  g_assert_true (host_lease_set_msecs_left (extended, 60000, NULL));
  g_assert_true (host_lease_set_msecs_left (shortened, 60000, NULL));
  g_assert_true (host_lease_set_msecs_left (shortened, 0, NULL));
  AWAIT (n_shortened > 0);

  g_assert_cmpuint (n_extended, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lease/counts", test_counts);
  g_test_add_func ("/lease/expires-once", test_expires_once);
  g_test_add_func ("/lease/ends-within-a-second", test_ends_within_a_second);
  g_test_add_func ("/lease/moves", test_moves);

  return g_test_run ();
}
