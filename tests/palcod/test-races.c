/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "manager-fixture.h"

#include "palco-test-await.h"
#include "palcod-error.h"
#include "palcod-life-private.h"
#include "palcod-manager-private.h"

#define N_SIMULTANEOUS 16

typedef struct
{
  guint n_left;
  guint n_created;
  guint n_conflicts;
} Simultaneous;

static void
simultaneous_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Simultaneous *calls = user_data;
  g_autoptr(PalcodSession) session = NULL;
  g_autoptr(GError) error = NULL;
  gboolean created;

  session = palcod_manager_create_finish (PALCOD_MANAGER (source), result, &created, &error);
  calls->n_left--;
  calls->n_created += session != NULL && created;
  calls->n_conflicts += g_error_matches (error, PALCOD_ERROR, PALCOD_ERROR_CONFLICT);
}

static void
test_simultaneous_puts (ManagerFixture *fixture,
                        gconstpointer   data)
{
  Simultaneous calls = { .n_left = N_SIMULTANEOUS + 1 };

  for (guint i = 0; i < N_SIMULTANEOUS; i++)
    palcod_manager_create_async (fixture->manager, "account", "one", "Standard", 10,
                                 NULL, simultaneous_cb, &calls);
  palcod_manager_create_async (fixture->manager, "account", "one", "Premium", 10,
                               NULL, simultaneous_cb, &calls);
  palco_test_await_that (calls.n_left == 0);

  g_assert_cmpuint (calls.n_created, ==, 1);
  g_assert_cmpuint (calls.n_conflicts, ==, 1);
  palco_test_await_that (fixture->allocator->n_starts > 0);
  g_assert_cmpuint (fixture->allocator->n_starts, ==, 1);
  g_assert_cmpuint (palcod_manager_get_n_live (fixture->manager), ==, 1);
}

static void
stop_created_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  PalcodSession **session = user_data;
  gboolean created;

  *session = palcod_manager_create_finish (PALCOD_MANAGER (source), result, &created, NULL);
  palcod_manager_stop_async (PALCOD_MANAGER (source), *session, NULL, NULL, NULL);
}

static void
test_stop_at_once (ManagerFixture *fixture,
                   gconstpointer   data)
{
  g_autoptr(PalcodSession) session = NULL;

  palcod_manager_create_async (fixture->manager, "account", "one", "Standard", 10, NULL,
                               stop_created_cb, &session);
  palco_test_await_that (session != NULL);
  manager_fixture_settle (fixture);

  assert_state (session, PALCO_STATE_STOPPED);
  g_assert_cmpuint (fixture->allocator->n_starts, ==, 0);
}

typedef struct
{
  guint n_left;
  guint n_done;
  guint n_refused;
} Updates;

static void
updated_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Updates *updates = user_data;
  g_autoptr(GError) error = NULL;

  updates->n_left--;
  updates->n_done += palcod_manager_update_finish (PALCOD_MANAGER (source), result, &error);
  updates->n_refused += g_error_matches (error, PALCOD_ERROR, PALCOD_ERROR_REFUSED);
}

static void
assert_lease_everywhere (ManagerFixture *fixture,
                         const char     *id,
                         guint           lease_minutes)
{
  PalcodSession *session = manager_fixture_find (fixture, id);

  g_assert_cmpuint (palcod_session_get_record (session)->lease_minutes, ==, lease_minutes);
  manager_fixture_shut (fixture);
  manager_fixture_open (fixture);
  session = manager_fixture_find (fixture, id);
  g_assert_cmpuint (palcod_session_get_record (session)->lease_minutes, ==, lease_minutes);
}

/* Each was longer when it was asked for. */
static void
test_updates_cross (ManagerFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  Updates updates = { .n_left = 2 };

  palcod_manager_update_async (fixture->manager, session, 30, NULL, updated_cb, &updates);
  palcod_manager_update_async (fixture->manager, session, 20, NULL, updated_cb, &updates);
  palco_test_await_that (updates.n_left == 0);

  g_assert_cmpuint (updates.n_done, ==, 2);
  assert_lease_everywhere (fixture, "one", 30);
}

/* The lease was on its way to the disk; a refused update changes nothing all the same. */
static void
test_end_overtakes_update (ManagerFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  Updates updates = { .n_left = 1 };

  palcod_manager_update_async (fixture->manager, session, 30, NULL, updated_cb, &updates);
  manager_fixture_stop (fixture, session);
  palco_test_await_that (updates.n_left == 0);
  manager_fixture_settle (fixture);

  g_assert_cmpuint (updates.n_refused, ==, 1);
  assert_lease_everywhere (fixture, "one", 10);
}

/* Ready arrives while the longer lease is being written; the later write knows the old one. */
static void
test_ready_overtakes_update (ManagerFixture *fixture,
                             gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_dial (fixture, "one", 10, &host);
  Updates updates = { .n_left = 1 };

  fake_host_ready (host);
  palcod_manager_update_async (fixture->manager, session, 30, NULL, updated_cb, &updates);
  await_state (session, PALCO_STATE_READY);
  palco_test_await_that (updates.n_left == 0);

  g_assert_cmpuint (updates.n_done, ==, 1);
  g_assert_cmpint (palcod_session_get_msecs_left (session), >, 29 * 60 * 1000);
  assert_lease_everywhere (fixture, "one", 30);
}

/* A session whose lease begins while nothing can be stored, until @db is closed. */
static PalcodSession *
begin_unstored_lease (ManagerFixture       *fixture,
                      guint                 lease_minutes,
                      FakeHost            **host,
                      PalcoControlMessage **welcome,
                      sqlite3             **db)
{
  PalcodSession *session = manager_fixture_dial (fixture, "one", lease_minutes, host);

  *welcome = fake_host_await (*host, PALCO_CONTROL_WELCOME);
  *db = manager_fixture_block_disk (fixture);
  fake_host_ready (*host);
  palco_test_await_that (palcod_session_has_lease (session));
  assert_state (session, PALCO_STATE_STARTING);

  return session;
}

/* What was told must be known to the next palcod, whenever this one is killed. */
static void
test_ready_waits_for_disk (ManagerFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) welcome = NULL;
  g_autoptr(sqlite3) db = NULL;
  PalcodSession *session = begin_unstored_lease (fixture, 10, &host, &welcome, &db);

  g_clear_pointer (&db, sqlite3_close);
  await_state (session, PALCO_STATE_READY);
}

/* The host is lost while its lease is being stored, and comes back. */
static void
test_host_redials_before_ready (ManagerFixture *fixture,
                                gconstpointer   data)
{
  g_autoptr(FakeHost) lost = NULL;
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) welcome = NULL;
  g_autoptr(sqlite3) db = NULL;
  PalcodSession *session = begin_unstored_lease (fixture, 10, &lost, &welcome, &db);
  const PalcodSessionRecord *record = palcod_session_get_record (session);
  PalcodLife *life = g_hash_table_lookup (fixture->manager->lives, session);
  gint64 ready_boottime = record->ready_boottime;

  g_clear_pointer (&lost, fake_host_free);
  palco_test_await_that (life->link == NULL);

  g_clear_pointer (&db, sqlite3_close);
  palco_test_await_that (palcod_saver_is_saved (life->saver));
  assert_state (session, PALCO_STATE_STARTING);
  host = fake_host_dial (fixture->manager, record->uid, welcome->token);
  fake_host_ready (host);
  await_state (session, PALCO_STATE_READY);
  g_assert_cmpint (record->ready_boottime, ==, ready_boottime);
}

/* A host whose lease is over ends by itself, and may be faster than the disk. */
static void
test_end_overtakes_ready (ManagerFixture *fixture,
                          gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) welcome = NULL;
  g_autoptr(sqlite3) db = NULL;
  PalcodSession *session = begin_unstored_lease (fixture, 0, &host, &welcome, &db);

  fake_host_say (host, "{\"type\":\"ending\",\"reason\":\"the lease has ended\"}");
  palco_test_await_that (palco_state_is_ended (palcod_session_get_record (session)->state));
  assert_state (session, PALCO_STATE_EXPIRED);

  g_clear_pointer (&db, sqlite3_close);
  g_clear_pointer (&host, fake_host_free);
  palco_test_await_that (g_hash_table_size (fixture->manager->lives) == 0);
  assert_state (session, PALCO_STATE_EXPIRED);
}

int
main (int   argc,
      char *argv[])
{
  static const ManagerTest tests[] = {
    { "/races/simultaneous-puts", test_simultaneous_puts },
    { "/races/stop-at-once", test_stop_at_once },
    { "/races/updates-cross", test_updates_cross },
    { "/races/end-overtakes-update", test_end_overtakes_update },
    { "/races/ready-overtakes-update", test_ready_overtakes_update },
    { "/races/ready-waits-for-disk", test_ready_waits_for_disk },
    { "/races/host-redials-before-ready", test_host_redials_before_ready },
    { "/races/end-overtakes-ready", test_end_overtakes_ready },
  };

  return manager_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
