/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "manager-fixture.h"

#include "palco-test-await.h"
#include "palcod-manager-private.h"

#define ACCOUNT "account"

typedef struct
{
  gboolean        is_done;
  PalcodSession  *session;
  gboolean       *created;
  GError        **error;
  gboolean        success;
} Call;

static PalcodConfig *
create_config (void)
{
  PalcodConfig *config = g_new0 (PalcodConfig, 1);
  PalcodSize *size = g_new0 (PalcodSize, 1);

  size->id = g_strdup ("Standard");
  size->teraflops = 8.1;
  size->capacity = 4;
  config->is_local = TRUE;
  config->host_name = g_strdup ("server.test");
  config->host_bind = g_strdup ("127.0.0.1");
  config->regions = g_ptr_array_new ();
  config->sizes = g_ptr_array_new ();
  g_ptr_array_add (config->sizes, size);

  return config;
}

static void
free_config (PalcodConfig *config)
{
  PalcodSize *size = config->sizes->pdata[0];

  g_free (size->id);
  g_free (size);
  g_free (config->host_name);
  g_free (config->host_bind);
  g_ptr_array_unref (config->regions);
  g_ptr_array_unref (config->sizes);
  g_free (config);
}

void
manager_fixture_open (ManagerFixture *self)
{
  g_autofree char *path = g_build_filename (self->dir, "palcod.sqlite", NULL);
  g_autoptr(GError) error = NULL;

  self->store = palcod_store_open (path, &error);
  g_assert_no_error (error);
  self->manager = palcod_manager_new (self->config, self->store,
                                      PALCOD_ALLOCATOR (self->allocator));
  self->manager->context.retry_msecs = 1;
  if (self->host_grace_msecs != 0)
    self->manager->context.host_grace_msecs = self->host_grace_msecs;
  palcod_manager_start (self->manager, "ws://127.0.0.1:1", NULL, &error);
  g_assert_no_error (error);
}

void
manager_fixture_shut (ManagerFixture *self)
{
  g_assert_finalize_object (g_steal_pointer (&self->manager));

  /* Writes under way hold it. */
  g_clear_pointer (&self->store, palco_test_await_finalize);
}

void
manager_fixture_setup (ManagerFixture *self,
                       gconstpointer   data)
{
  self->dir = palco_test_make_dir ();
  self->config = create_config ();
  self->allocator = fake_allocator_new ();
  manager_fixture_open (self);
}

void
manager_fixture_teardown (ManagerFixture *self,
                          gconstpointer   data)
{
  manager_fixture_shut (self);
  g_clear_object (&self->allocator);
  free_config (self->config);
  palco_test_remove_dir (self->dir);
  g_free (self->dir);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Call *call = user_data;

  call->session = palcod_manager_create_finish (PALCOD_MANAGER (source), result,
                                                call->created, call->error);
  call->is_done = TRUE;
}

/* Returns: (transfer none) */
PalcodSession *
manager_fixture_create (ManagerFixture  *self,
                        const char      *id,
                        guint            lease_minutes,
                        gboolean        *created,
                        GError         **error)
{
  gboolean ignored;
  Call call = { .created = created != NULL ? created : &ignored, .error = error };

  palcod_manager_create_async (self->manager, ACCOUNT, id, "Standard", lease_minutes,
                               NULL, created_cb, &call);
  palco_test_await_that (call.is_done);

  /* The manager holds another. */
  if (call.session != NULL)
    g_object_unref (call.session);

  return call.session;
}

static void
updated_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Call *call = user_data;

  call->success = palcod_manager_update_finish (PALCOD_MANAGER (source), result, call->error);
  call->is_done = TRUE;
}

gboolean
manager_fixture_update (ManagerFixture  *self,
                        PalcodSession   *session,
                        guint            lease_minutes,
                        GError         **error)
{
  Call call = { .error = error };

  palcod_manager_update_async (self->manager, session, lease_minutes, NULL, updated_cb, &call);
  palco_test_await_that (call.is_done);

  return call.success;
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr(GError) error = NULL;

  g_assert_true (palcod_manager_stop_finish (PALCOD_MANAGER (source), result, &error));
  g_assert_no_error (error);
  call->is_done = TRUE;
}

void
manager_fixture_stop (ManagerFixture *self,
                      PalcodSession  *session)
{
  Call call = { 0 };

  palcod_manager_stop_async (self->manager, session, NULL, stopped_cb, &call);
  palco_test_await_that (call.is_done);
}

PalcodSession *
manager_fixture_find (ManagerFixture *self,
                      const char     *id)
{
  return palcod_manager_lookup (self->manager, ACCOUNT, id);
}

/* Until all that ended is stored and nothing of it runs. */
void
manager_fixture_settle (ManagerFixture *self)
{
  palco_test_await_that (g_hash_table_size (self->manager->lives) == 0);
}

PalcodSession *
manager_fixture_dial (ManagerFixture  *self,
                      const char      *id,
                      guint            lease_minutes,
                      FakeHost       **host)
{
  PalcodSession *session = manager_fixture_create (self, id, lease_minutes, NULL, NULL);
  const PalcodSessionRecord *record = palcod_session_get_record (session);

  palco_test_await_that (record->allocation != NULL);
  *host = fake_host_dial (self->manager, record->uid, self->allocator->token);

  return session;
}

PalcodSession *
manager_fixture_ready (ManagerFixture  *self,
                       const char      *id,
                       guint            lease_minutes,
                       FakeHost       **host)
{
  PalcodSession *session = manager_fixture_dial (self, id, lease_minutes, host);

  fake_host_ready (*host);
  palco_test_await_that (palcod_session_get_record (session)->state != PALCO_STATE_STARTING);

  return session;
}

static sqlite3 *
open_beside (ManagerFixture *self)
{
  g_autofree char *path = g_build_filename (self->dir, "palcod.sqlite", NULL);
  g_autoptr(GError) error = NULL;
  sqlite3 *db = palcod_sqlite_open (path, &error);

  g_assert_no_error (error);

  return db;
}

sqlite3 *
manager_fixture_block_disk (ManagerFixture *self)
{
  sqlite3 *db = open_beside (self);
  g_autoptr(GError) error = NULL;

  g_assert_true (palcod_sqlite_exec (db, "BEGIN IMMEDIATE", &error));
  g_assert_no_error (error);

  return db;
}

void
manager_fixture_edit (ManagerFixture *self,
                      const char     *id,
                      const char     *assignment)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE session SET %s WHERE id = '%s'",
                                          assignment, id);
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = open_beside (self);

  g_assert_true (palcod_sqlite_exec (db, sql, &error));
  g_assert_no_error (error);
}

int
manager_fixture_run (int                argc,
                     char              *argv[],
                     const ManagerTest *tests,
                     guint              n_tests)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < n_tests; i++)
    g_test_add (tests[i].path, ManagerFixture, NULL,
                manager_fixture_setup, tests[i].test, manager_fixture_teardown);

  return g_test_run ();
}
