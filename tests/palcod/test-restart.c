/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "manager-fixture.h"

#include "palco-boottime.h"
#include "palco-test-await.h"
#include "palcod-life.h"
#include "palcod-manager-private.h"

/* What a palcod finds that comes after one that was killed. Each test prepares the store and
 * the hosts as they were at that moment. */

static void
assert_lost (PalcodSession *session)
{
  assert_state (session, PALCO_STATE_ERROR);
  g_assert_cmpstr (palcod_session_get_record (session)->error_code, ==, PALCOD_REASON_HOST_LOST);
}

/* Killed after the PUT was stored, before a host was started or its reference stored. */
static void
test_start_never_happened (ManagerFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) stop = NULL;
  PalcodSession *session;

  fixture->allocator->is_slow = TRUE;
  manager_fixture_create (fixture, "one", 10, NULL, NULL);
  manager_fixture_shut (fixture);
  manager_fixture_open (fixture);

  session = manager_fixture_find (fixture, "one");
  assert_lost (session);
  manager_fixture_settle (fixture);

  /* Should a host run nevertheless it is sent away when it dials. */
  host = fake_host_dial (fixture->manager, palcod_session_get_record (session)->uid,
                         fixture->allocator->token);
  stop = fake_host_await (host, PALCO_CONTROL_STOP);
}

static void
test_starting_goes_on (ManagerFixture *fixture,
                       gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session;

  session = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  palco_test_await_that (palcod_session_get_record (session)->allocation != NULL);
  manager_fixture_shut (fixture);
  manager_fixture_edit (fixture, "one", "allocation = 'fake-1'");
  manager_fixture_open (fixture);

  session = manager_fixture_find (fixture, "one");
  assert_state (session, PALCO_STATE_STARTING);
  host = fake_host_dial (fixture->manager, palcod_session_get_record (session)->uid,
                         fixture->allocator->token);
  fake_host_ready (host);
  await_state (session, PALCO_STATE_READY);
  g_assert_cmpuint (fixture->allocator->n_starts, ==, 1);
}

static void
test_ready_goes_on (ManagerFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(FakeHost) again = NULL;
  g_autoptr(PalcoControlMessage) first = NULL;
  g_autoptr(PalcoControlMessage) second = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  gint64 deadline = palcod_session_get_deadline (session);

  first = fake_host_await (host, PALCO_CONTROL_WELCOME);
  manager_fixture_update (fixture, session, 20, NULL);
  manager_fixture_shut (fixture);
  manager_fixture_open (fixture);

  session = manager_fixture_find (fixture, "one");
  assert_state (session, PALCO_STATE_READY);
  g_assert_cmpint (palcod_session_get_deadline (session), ==,
                   deadline + 10 * G_TIME_SPAN_MINUTE);

  again = fake_host_dial (fixture->manager, palcod_session_get_record (session)->uid,
                          first->token);
  g_assert_nonnull (again);
  second = fake_host_await (again, PALCO_CONTROL_WELCOME);
  g_assert_cmpint (second->msecs_left, >, 19 * 60 * 1000);
  manager_fixture_stop (fixture, session);
  manager_fixture_settle (fixture);
}

/* Killed after the lease was stored, before anybody heard of Ready. */
static void
test_lease_goes_on (ManagerFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autofree char *assignment = g_strdup_printf ("state = %d", PALCO_STATE_STARTING);
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  gint64 deadline = palcod_session_get_deadline (session);

  manager_fixture_shut (fixture);
  manager_fixture_edit (fixture, "one", assignment);
  manager_fixture_open (fixture);

  session = manager_fixture_find (fixture, "one");
  assert_state (session, PALCO_STATE_READY);
  g_assert_cmpint (palcod_session_get_deadline (session), ==, deadline);
  g_assert_cmpstr (palcod_session_get_record (session)->hostname, ==, "server.test");
}

static void
test_host_is_gone (ManagerFixture *fixture,
                   gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;

  manager_fixture_ready (fixture, "one", 10, &host);
  manager_fixture_shut (fixture);
  g_hash_table_remove_all (fixture->allocator->running);
  manager_fixture_open (fixture);

  assert_lost (manager_fixture_find (fixture, "one"));
}

static void
test_host_never_dials (ManagerFixture *fixture,
                       gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session;

  manager_fixture_ready (fixture, "one", 10, &host);
  manager_fixture_shut (fixture);
  fixture->host_grace_msecs = 1;
  manager_fixture_open (fixture);

  session = manager_fixture_find (fixture, "one");
  assert_state (session, PALCO_STATE_READY);
  await_state (session, PALCO_STATE_ERROR);
  assert_lost (session);
  manager_fixture_settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);
}

/* Its host may have ended by itself or not: the lease is the reason either way. */
static void
test_expired_meanwhile (ManagerFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autofree char *assignment = NULL;
  const PalcodSessionRecord *record;
  gint64 end_time;

  manager_fixture_ready (fixture, "one", 10, &host);
  manager_fixture_shut (fixture);
  end_time = g_get_real_time () - 5 * G_TIME_SPAN_MINUTE;
  assignment = g_strdup_printf ("ready_boottime = %" G_GINT64_FORMAT,
                                palco_boottime_now () - 15 * G_TIME_SPAN_MINUTE);
  manager_fixture_edit (fixture, "one", assignment);
  manager_fixture_open (fixture);

  record = palcod_session_get_record (manager_fixture_find (fixture, "one"));
  g_assert_cmpint (record->state, ==, PALCO_STATE_EXPIRED);
  g_assert_cmpint (record->ended_elapsed, ==, 10 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (ABS (record->end_time - end_time), <, G_TIME_SPAN_MINUTE);
  manager_fixture_settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);
}

/* The host counts for itself, and was a little faster. */
static void
test_host_ended_with_lease (ManagerFixture *fixture,
                            gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autofree char *assignment = NULL;

  manager_fixture_ready (fixture, "one", 10, &host);
  manager_fixture_shut (fixture);
  g_hash_table_remove_all (fixture->allocator->running);
  assignment = g_strdup_printf ("ready_boottime = %" G_GINT64_FORMAT,
                                palco_boottime_now () - 10 * G_TIME_SPAN_MINUTE +
                                900 * G_TIME_SPAN_MILLISECOND);
  manager_fixture_edit (fixture, "one", assignment);
  manager_fixture_open (fixture);

  assert_state (manager_fixture_find (fixture, "one"), PALCO_STATE_EXPIRED);
}

static void
test_deadline_is_kept (ManagerFixture *fixture,
                       gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autofree char *assignment = NULL;
  gint64 deadline;

  manager_fixture_ready (fixture, "one", 10, &host);
  manager_fixture_shut (fixture);
  deadline = palco_boottime_now () + G_TIME_SPAN_SECOND;
  assignment = g_strdup_printf ("ready_boottime = %" G_GINT64_FORMAT,
                                deadline - 10 * G_TIME_SPAN_MINUTE);
  manager_fixture_edit (fixture, "one", assignment);
  manager_fixture_open (fixture);

  await_state (manager_fixture_find (fixture, "one"), PALCO_STATE_EXPIRED);
  g_assert_cmpint (palco_boottime_now (), >=, deadline);
  g_assert_cmpint (palco_boottime_now (), <, deadline + G_TIME_SPAN_MINUTE);
}

static void
test_after_reboot (ManagerFixture *fixture,
                   gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autofree char *assignment = NULL;
  const PalcodSessionRecord *record;
  gint64 ready_time = g_get_real_time () - 30 * G_TIME_SPAN_MINUTE;

  manager_fixture_ready (fixture, "one", 10, &host);
  manager_fixture_shut (fixture);
  g_hash_table_remove_all (fixture->allocator->running);
  assignment = g_strdup_printf ("boot_id = 'before', ready_time = %" G_GINT64_FORMAT, ready_time);
  manager_fixture_edit (fixture, "one", assignment);
  manager_fixture_open (fixture);

  record = palcod_session_get_record (manager_fixture_find (fixture, "one"));
  g_assert_cmpint (record->state, ==, PALCO_STATE_EXPIRED);
  g_assert_cmpint (ABS (record->end_time - ready_time - 10 * G_TIME_SPAN_MINUTE), <,
                   G_TIME_SPAN_MINUTE);
}

/* Killed after the end was stored, before the host had ended. */
static void
test_ended_but_host_runs (ManagerFixture *fixture,
                          gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;

  manager_fixture_ready (fixture, "one", 10, &host);
  manager_fixture_shut (fixture);
  manager_fixture_edit (fixture, "one", "state = 3, end_time = 1, ended_elapsed = 0");
  manager_fixture_open (fixture);

  manager_fixture_settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);
  assert_state (manager_fixture_find (fixture, "one"), PALCO_STATE_STOPPED);
}

static void
test_ended_are_kept_thirty_days (ManagerFixture *fixture,
                                 gconstpointer   data)
{
  gint64 now = g_get_real_time ();
  g_autofree char *kept = g_strdup_printf ("end_time = %" G_GINT64_FORMAT,
                                           now - 29 * G_TIME_SPAN_DAY);
  g_autofree char *old = g_strdup_printf ("end_time = %" G_GINT64_FORMAT,
                                          now - 31 * G_TIME_SPAN_DAY);
  gboolean created = FALSE;

  manager_fixture_stop (fixture, manager_fixture_create (fixture, "kept", 10, NULL, NULL));
  manager_fixture_stop (fixture, manager_fixture_create (fixture, "old", 10, NULL, NULL));
  manager_fixture_settle (fixture);
  manager_fixture_shut (fixture);
  manager_fixture_edit (fixture, "kept", kept);
  manager_fixture_edit (fixture, "old", old);
  manager_fixture_open (fixture);

  g_assert_nonnull (manager_fixture_find (fixture, "kept"));
  g_assert_null (manager_fixture_find (fixture, "old"));
  g_assert_nonnull (manager_fixture_create (fixture, "old", 10, &created, NULL));
  g_assert_true (created);
}

int
main (int   argc,
      char *argv[])
{
  static const ManagerTest tests[] = {
    { "/restart/start-never-happened", test_start_never_happened },
    { "/restart/starting-goes-on", test_starting_goes_on },
    { "/restart/ready-goes-on", test_ready_goes_on },
    { "/restart/lease-goes-on", test_lease_goes_on },
    { "/restart/host-is-gone", test_host_is_gone },
    { "/restart/host-never-dials", test_host_never_dials },
    { "/restart/expired-meanwhile", test_expired_meanwhile },
    { "/restart/host-ended-with-lease", test_host_ended_with_lease },
    { "/restart/deadline-is-kept", test_deadline_is_kept },
    { "/restart/after-reboot", test_after_reboot },
    { "/restart/ended-but-host-runs", test_ended_but_host_runs },
    { "/restart/ended-are-kept-thirty-days", test_ended_are_kept_thirty_days },
  };

  return manager_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
