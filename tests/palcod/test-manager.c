/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "manager-fixture.h"

#include "palco-test-await.h"
#include "palcod-error.h"
#include "palcod-manager-private.h"
#include "palcod-test-utils.h"

static void
test_becomes_ready (ManagerFixture *fixture,
                    gconstpointer   data)
{
  gboolean created = FALSE;
  PalcodSession *session = manager_fixture_create (fixture, "one", 10, &created, NULL);
  const PalcodSessionRecord *record = palcod_session_get_record (session);
  g_autofree char *control_url = NULL;
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) welcome = NULL;
  g_autoptr(PalcoControlMessage) lease = NULL;

  g_assert_true (created);
  assert_state (session, PALCO_STATE_STARTING);
  g_assert_cmpstr (palcod_session_get_stage (session), ==, "Waiting for a free server");
  palco_test_await_that (record->allocation != NULL);
  g_assert_cmpstr (palcod_session_get_stage (session), ==, "Starting the server");
  g_assert_cmpint (fixture->allocator->lease_msecs, ==, 600 * 1000);
  control_url = g_strdup_printf ("ws://127.0.0.1:1/palco/v1/hosts/%" G_GINT64_FORMAT "/control",
                                 record->uid);
  g_assert_cmpstr (fixture->allocator->control_url, ==, control_url);

  host = fake_host_dial (fixture->manager, record->uid, fixture->allocator->token);
  welcome = fake_host_await (host, PALCO_CONTROL_WELCOME);
  g_assert_cmpint (welcome->msecs_left, ==, -1);
  assert_state (session, PALCO_STATE_STARTING);

  fake_host_ready (host);
  await_state (session, PALCO_STATE_READY);
  g_assert_cmpstr (record->hostname, ==, "server.test");
  g_assert_cmpuint (record->handshake_port, ==, 50000);
  g_assert_cmpuint (record->inspector_port, ==, 50001);
  g_assert_cmpfloat (record->teraflops, ==, 8.1);
  lease = fake_host_await (host, PALCO_CONTROL_LEASE);
  g_assert_cmpint (lease->msecs_left, >, 9 * 60 * 1000);
}

static void
test_same_settings (ManagerFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  gboolean created = TRUE;
  PalcodSession *session = manager_fixture_create (fixture, "one", 10, NULL, NULL);

  g_assert_true (manager_fixture_create (fixture, "one", 10, &created, NULL) == session);
  g_assert_false (created);
  g_assert_null (manager_fixture_create (fixture, "one", 11, &created, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFLICT);

  g_assert_true (manager_fixture_update (fixture, session, 20, NULL));
  g_assert_true (manager_fixture_create (fixture, "one", 10, &created, NULL) == session);
  g_assert_true (manager_fixture_create (fixture, "one", 20, &created, NULL) == session);
  g_assert_false (created);
}

static void
test_ended_id_stays_taken (ManagerFixture *fixture,
                           gconstpointer   data)
{
  gboolean created = TRUE;
  PalcodSession *session = manager_fixture_create (fixture, "one", 10, NULL, NULL);

  manager_fixture_stop (fixture, session);
  g_assert_true (manager_fixture_create (fixture, "one", 10, &created, NULL) == session);
  g_assert_false (created);
  assert_state (session, PALCO_STATE_STOPPED);
}

static void
test_list (ManagerFixture *fixture,
           gconstpointer   data)
{
  PalcodSession *one = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  PalcodSession *two = manager_fixture_create (fixture, "two", 10, NULL, NULL);
  PalcodSession *three = manager_fixture_create (fixture, "three", 10, NULL, NULL);
  g_autoptr(GPtrArray) live = NULL;
  g_autoptr(GPtrArray) others = NULL;

  manager_fixture_stop (fixture, two);
  live = palcod_manager_list (fixture->manager, "account");
  g_assert_cmpuint (live->len, ==, 2);
  g_assert_true (live->pdata[0] == one);
  g_assert_true (live->pdata[1] == three);

  others = palcod_manager_list (fixture->manager, "another");
  g_assert_cmpuint (others->len, ==, 0);
  g_assert_null (palcod_manager_lookup (fixture->manager, "another", "one"));
}

/* Rule 34. */
static void
test_no_capacity (ManagerFixture *fixture,
                  gconstpointer   data)
{
  PalcodSession *session;
  gboolean created = FALSE;

  fixture->allocator->capacity = 0;
  session = manager_fixture_create (fixture, "one", 10, &created, NULL);
  g_assert_true (created);
  assert_state (session, PALCO_STATE_STARTING);

  await_state (session, PALCO_STATE_ERROR);
  g_assert_cmpstr (palcod_session_get_record (session)->error_code, ==,
                   PALCOD_REASON_NO_CAPACITY);
  g_assert_cmpstr (palcod_session_get_record (session)->error_message, ==, "Full");
  manager_fixture_settle (fixture);
}

static void
test_broken_start (ManagerFixture *fixture,
                   gconstpointer   data)
{
  PalcodSession *session;

  fixture->allocator->is_broken = TRUE;
  session = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  await_state (session, PALCO_STATE_ERROR);
  g_assert_cmpstr (palcod_session_get_record (session)->error_code, ==,
                   PALCOD_REASON_START_FAILED);
}

static void
test_start_timeout (ManagerFixture *fixture,
                    gconstpointer   data)
{
  PalcodSession *session;

  fixture->manager->context.start_timeout_msecs = 1;
  session = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  await_state (session, PALCO_STATE_ERROR);
  g_assert_cmpstr (palcod_session_get_record (session)->error_code, ==,
                   PALCOD_REASON_START_TIMEOUT);
  manager_fixture_settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);
}

static void
test_full_disk_refuses_create (ManagerFixture *fixture,
                               gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  gboolean created = FALSE;

  palcod_test_set_disk_full (TRUE);
  g_assert_null (manager_fixture_create (fixture, "one", 10, NULL, &error));
  palcod_test_set_disk_full (FALSE);

  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE);
  g_assert_cmpuint (fixture->allocator->n_starts, ==, 0);
  g_assert_null (manager_fixture_find (fixture, "one"));
  g_assert_nonnull (manager_fixture_create (fixture, "one", 10, &created, NULL));
  g_assert_true (created);
}

static void
test_full_disk_refuses_update (ManagerFixture *fixture,
                               gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(GError) error = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);

  palcod_test_set_disk_full (TRUE);
  g_assert_false (manager_fixture_update (fixture, session, 20, &error));
  palcod_test_set_disk_full (FALSE);

  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE);
  g_assert_cmpuint (palcod_session_get_record (session)->lease_minutes, ==, 10);
}

static void
test_full_disk_does_not_keep_host_alive (ManagerFixture *fixture,
                                         gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  PalcodLife *life;

  palcod_test_set_disk_full (TRUE);
  manager_fixture_stop (fixture, session);
  assert_state (session, PALCO_STATE_STOPPED);
  palco_test_await_that (g_hash_table_size (fixture->allocator->running) == 0);
  life = g_hash_table_lookup (fixture->manager->lives, session);
  g_assert_false (palcod_saver_is_saved (palcod_life_get_saver (life)));
  palcod_test_set_disk_full (FALSE);

  manager_fixture_settle (fixture);
  manager_fixture_shut (fixture);
  manager_fixture_open (fixture);
  assert_state (manager_fixture_find (fixture, "one"), PALCO_STATE_STOPPED);
}

/* Who waits for the server would else wait for whoever makes room. */
static void
test_full_disk_does_not_hold_ready_up (ManagerFixture *fixture,
                                       gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_dial (fixture, "one", 10, &host);
  PalcodLife *life = g_hash_table_lookup (fixture->manager->lives, session);

  palco_control_message_free (fake_host_await (host, PALCO_CONTROL_WELCOME));
  palcod_test_set_disk_full (TRUE);
  fake_host_ready (host);
  await_state (session, PALCO_STATE_READY);
  g_assert_false (palcod_saver_is_saved (palcod_life_get_saver (life)));
  palcod_test_set_disk_full (FALSE);

  palco_test_await_that (palcod_saver_is_saved (palcod_life_get_saver (life)));
  manager_fixture_shut (fixture);
  manager_fixture_open (fixture);
  assert_state (manager_fixture_find (fixture, "one"), PALCO_STATE_READY);
}

static void
test_stop_while_allocating (ManagerFixture *fixture,
                            gconstpointer   data)
{
  PalcodSession *session;

  fixture->allocator->is_slow = TRUE;
  session = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  manager_fixture_stop (fixture, session);
  assert_state (session, PALCO_STATE_STOPPED);

  fake_allocator_finish_starts (fixture->allocator);
  manager_fixture_settle (fixture);
  g_assert_cmpuint (fixture->allocator->n_starts, ==, 1);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);
  assert_state (session, PALCO_STATE_STOPPED);
}

static void
test_stop_before_ready (ManagerFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) stop = NULL;
  PalcodSession *session = manager_fixture_dial (fixture, "one", 10, &host);

  manager_fixture_stop (fixture, session);
  fake_host_ready (host);
  stop = fake_host_await (host, PALCO_CONTROL_STOP);
  g_assert_cmpstr (stop->reason, ==, "Stopped");

  manager_fixture_settle (fixture);
  assert_state (session, PALCO_STATE_STOPPED);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);
}

static void
test_stop_twice (ManagerFixture *fixture,
                 gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  gint64 end_time;

  manager_fixture_stop (fixture, session);
  end_time = palcod_session_get_record (session)->end_time;
  manager_fixture_settle (fixture);
  manager_fixture_stop (fixture, session);
  assert_state (session, PALCO_STATE_STOPPED);
  g_assert_cmpint (palcod_session_get_record (session)->end_time, ==, end_time);
}

static void
test_lease_runs_out (ManagerFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) stop = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 0, &host);

  await_state (session, PALCO_STATE_EXPIRED);
  stop = fake_host_await (host, PALCO_CONTROL_STOP);
  manager_fixture_settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);

  manager_fixture_stop (fixture, session);
  assert_state (session, PALCO_STATE_EXPIRED);
}

static void
test_update (ManagerFixture *fixture,
             gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) first = NULL;
  g_autoptr(PalcoControlMessage) second = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  const guint refused[] = { 20, 19, 0, 1441 };

  first = fake_host_await (host, PALCO_CONTROL_LEASE);
  g_assert_true (manager_fixture_update (fixture, session, 20, NULL));
  second = fake_host_await (host, PALCO_CONTROL_LEASE);
  g_assert_cmpint (second->msecs_left, >, 19 * 60 * 1000);
  g_assert_cmpint (palcod_session_get_msecs_left (session), >, 19 * 60 * 1000);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (manager_fixture_update (fixture, session, refused[i], &error));
      g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_REFUSED);
      g_assert_cmpuint (palcod_session_get_record (session)->lease_minutes, ==, 20);
    }

  g_assert_true (manager_fixture_update (fixture, session, 1440, NULL));
}

static void
test_update_after_end (ManagerFixture *fixture,
                       gconstpointer   data)
{
  PalcodSession *session = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  g_autoptr(GError) error = NULL;

  manager_fixture_stop (fixture, session);
  g_assert_false (manager_fixture_update (fixture, session, 20, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_REFUSED);
}

static void
stop_all_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (palcod_manager_stop_all_finish (PALCOD_MANAGER (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
test_stop_all (ManagerFixture *fixture,
               gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *starting = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  PalcodSession *ready = manager_fixture_ready (fixture, "two", 10, &host);
  gboolean is_done = FALSE;

  palcod_manager_stop_all_async (fixture->manager, NULL, stop_all_cb, &is_done);
  palco_test_await_that (is_done);
  assert_state (starting, PALCO_STATE_STOPPED);
  assert_state (ready, PALCO_STATE_STOPPED);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const ManagerTest tests[] = {
    { "/manager/becomes-ready", test_becomes_ready },
    { "/manager/same-settings", test_same_settings },
    { "/manager/ended-id-stays-taken", test_ended_id_stays_taken },
    { "/manager/list", test_list },
    { "/manager/no-capacity", test_no_capacity },
    { "/manager/broken-start", test_broken_start },
    { "/manager/start-timeout", test_start_timeout },
    { "/manager/full-disk/refuses-create", test_full_disk_refuses_create },
    { "/manager/full-disk/refuses-update", test_full_disk_refuses_update },
    { "/manager/full-disk/does-not-keep-host-alive", test_full_disk_does_not_keep_host_alive },
    { "/manager/full-disk/does-not-hold-ready-up", test_full_disk_does_not_hold_ready_up },
    { "/manager/stop/while-allocating", test_stop_while_allocating },
    { "/manager/stop/before-ready", test_stop_before_ready },
    { "/manager/stop/twice", test_stop_twice },
    { "/manager/stop/all", test_stop_all },
    { "/manager/lease-runs-out", test_lease_runs_out },
    { "/manager/update", test_update },
    { "/manager/update-after-end", test_update_after_end },
  };

  return manager_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
