/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-store-private.h"

#include <string.h>
#include <sys/stat.h>

#include "palcod-error.h"
#include "palcod-sqlite.h"
#include "palco-test-await.h"
#include "palcod-test-utils.h"

#define N_CONCURRENT 64

typedef struct
{
  char *dir;
  char *path;
} Fixture;

typedef struct
{
  guint   n_left;
  gint64  uid;
  GError *error;
} Writes;

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  fixture->dir = palco_test_make_dir ();
  fixture->path = g_build_filename (fixture->dir, "palcod.sqlite", NULL);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  palco_test_remove_dir (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->path);
}

static PalcodStore *
open_store (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  PalcodStore *store = palcod_store_open (fixture->path, &error);

  g_assert_no_error (error);

  return store;
}

static void
close_store (PalcodStore *store)
{
  g_assert_finalize_object (store);
}

static PalcodSessionRecord *
create_record (const char *id)
{
  PalcodSessionRecord *record = palcod_session_record_new ();

  record->account_id = g_strdup ("account");
  record->id = g_strdup (id);
  record->size = g_strdup ("Standard");
  record->lease_minutes = 10;
  record->created_lease_minutes = 10;
  record->creation_time = 1;
  record->boot_id = g_strdup ("boot");

  return record;
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Writes *writes = user_data;
  GError *error = NULL;
  gint64 uid = palcod_store_save_session_finish (PALCOD_STORE (source), result, &error);

  writes->n_left--;
  if (error == NULL)
    writes->uid = uid;
  else if (writes->error == NULL)
    writes->error = error;
  else
    g_error_free (error);
}

static gint64
save (PalcodStore                *store,
      const PalcodSessionRecord  *record,
      GError                    **error)
{
  Writes writes = { 1, -1, NULL };

  palcod_store_save_session_async (store, record, NULL, saved_cb, &writes);
  palco_test_await_that (writes.n_left == 0);

  if (writes.error != NULL)
    g_propagate_error (error, writes.error);

  return writes.uid;
}

static void
save_lease_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gboolean *is_done = user_data;

  g_assert_true (palcod_store_save_lease_finish (PALCOD_STORE (source), result, &error));
  g_assert_no_error (error);
  *is_done = TRUE;
}

static void
save_lease (PalcodStore *store,
            gint64       uid,
            guint        lease_minutes)
{
  gboolean is_done = FALSE;

  palcod_store_save_lease_async (store, uid, lease_minutes, NULL, save_lease_cb, &is_done);
  palco_test_await_that (is_done);
}

static void
prune_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gboolean *is_done = user_data;

  g_assert_true (palcod_store_prune_finish (PALCOD_STORE (source), result, &error));
  g_assert_no_error (error);
  *is_done = TRUE;
}

static GPtrArray *
load (PalcodStore *store)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *records = palcod_store_load_sessions (store, &error);

  g_assert_no_error (error);

  return records;
}

static void
execute (Fixture    *fixture,
         const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) db = palcod_sqlite_open (fixture->path, &error);

  g_assert_no_error (error);
  g_assert_true (palcod_sqlite_exec (db, sql, &error));
  g_assert_no_error (error);
}

static void
test_everything_comes_back (Fixture       *fixture,
                            gconstpointer  data)
{
  PalcodStore *store = open_store (fixture);
  g_autoptr(PalcodSessionRecord) record = create_record ("one");
  g_autoptr(GPtrArray) records = NULL;
  const PalcodSessionRecord *loaded;

  record->state = PALCO_STATE_ERROR;
  record->ready_time = 2;
  record->end_time = 3;
  record->ready_boottime = 4;
  record->ended_elapsed = 5;
  record->hostname = g_strdup ("host");
  record->handshake_port = 50000;
  record->inspector_port = 50001;
  record->teraflops = 8.1;
  record->error_code = g_strdup ("Code");
  record->error_message = g_strdup ("Message");
  record->allocation = g_strdup ("1:2:3");
  record->token_hash = g_strdup ("abc");
  record->previous_token_hash = g_strdup ("def");
  g_assert_cmpint (save (store, record, NULL), >, 0);
  close_store (store);

  store = open_store (fixture);
  records = load (store);
  g_assert_cmpuint (records->len, ==, 1);
  loaded = records->pdata[0];

  g_assert_cmpint (loaded->uid, >, 0);
  g_assert_cmpstr (loaded->account_id, ==, "account");
  g_assert_cmpstr (loaded->id, ==, "one");
  g_assert_cmpstr (loaded->size, ==, "Standard");
  g_assert_cmpuint (loaded->lease_minutes, ==, 10);
  g_assert_cmpuint (loaded->created_lease_minutes, ==, 10);
  g_assert_cmpint (loaded->state, ==, PALCO_STATE_ERROR);
  g_assert_cmpint (loaded->creation_time, ==, 1);
  g_assert_cmpint (loaded->ready_time, ==, 2);
  g_assert_cmpint (loaded->end_time, ==, 3);
  g_assert_cmpint (loaded->ready_boottime, ==, 4);
  g_assert_cmpint (loaded->ended_elapsed, ==, 5);
  g_assert_cmpstr (loaded->boot_id, ==, "boot");
  g_assert_cmpstr (loaded->hostname, ==, "host");
  g_assert_cmpuint (loaded->handshake_port, ==, 50000);
  g_assert_cmpuint (loaded->inspector_port, ==, 50001);
  g_assert_cmpfloat (loaded->teraflops, ==, 8.1);
  g_assert_cmpstr (loaded->error_code, ==, "Code");
  g_assert_cmpstr (loaded->error_message, ==, "Message");
  g_assert_cmpstr (loaded->allocation, ==, "1:2:3");
  g_assert_cmpstr (loaded->token_hash, ==, "abc");
  g_assert_cmpstr (loaded->previous_token_hash, ==, "def");
  close_store (store);
}

static void
test_is_private (Fixture       *fixture,
                 gconstpointer  data)
{
  PalcodStore *store = open_store (fixture);
  struct stat info;

  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  close_store (store);
}

static int
get_pragma (PalcodStore *store,
            const char  *name)
{
  g_autofree char *sql = g_strconcat ("PRAGMA ", name, NULL);
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (palcod_store_get_db (store), sql, NULL);

  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);

  return sqlite3_column_int (stmt, 0);
}

/* Below FULL a power cut takes back commits that were answered. */
static void
test_is_durable (Fixture       *fixture,
                 gconstpointer  data)
{
  PalcodStore *store = open_store (fixture);

  g_assert_cmpint (get_pragma (store, "synchronous"), >=, 2);
  g_assert_cmpint (get_pragma (store, "user_version"), ==, 1);
  close_store (store);
}

static void
test_lease_only_grows (Fixture       *fixture,
                       gconstpointer  data)
{
  PalcodStore *store = open_store (fixture);
  g_autoptr(PalcodSessionRecord) record = create_record ("one");
  g_autoptr(GPtrArray) live = NULL;
  g_autoptr(GPtrArray) ended = NULL;

  record->uid = save (store, record, NULL);
  save_lease (store, record->uid, 30);
  save_lease (store, record->uid, 20);
  g_assert_cmpint (save (store, record, NULL), ==, record->uid);

  live = load (store);
  g_assert_cmpuint (((PalcodSessionRecord *) live->pdata[0])->lease_minutes, ==, 30);

  /* The end overtook the update, which was refused. */
  record->end_time = 5;
  save (store, record, NULL);
  ended = load (store);
  g_assert_cmpuint (((PalcodSessionRecord *) ended->pdata[0])->lease_minutes, ==, 10);
  close_store (store);
}

static void
test_writes_are_grouped (Fixture       *fixture,
                         gconstpointer  data)
{
  PalcodStore *store = open_store (fixture);
  Writes writes = { N_CONCURRENT, -1, NULL };
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(sqlite3) other = palcod_sqlite_open (fixture->path, NULL);
  guint n_before = palcod_store_get_n_commits (store);

  /* Keeps the first commit under way until all writes are there. */
  g_assert_true (palcod_sqlite_exec (other, "BEGIN IMMEDIATE", NULL));

  for (guint i = 0; i < N_CONCURRENT; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%u", i);
      g_autoptr(PalcodSessionRecord) record = create_record (id);

      palcod_store_save_session_async (store, record, NULL, saved_cb, &writes);
    }

  g_assert_true (palcod_sqlite_exec (other, "ROLLBACK", NULL));
  palco_test_await_that (writes.n_left == 0);
  g_assert_no_error (writes.error);

  records = load (store);
  g_assert_cmpuint (records->len, ==, N_CONCURRENT);
  g_assert_cmpuint (palcod_store_get_n_commits (store) - n_before, <=, 2);
  close_store (store);
}

/* The second of the two breaks UNIQUE; its neighbours must not suffer. */
static void
test_bad_write_fails_alone (Fixture       *fixture,
                            gconstpointer  data)
{
  static const char * const ids[] = { "one", "two", "two", "three" };
  PalcodStore *store = open_store (fixture);
  Writes writes = { G_N_ELEMENTS (ids), -1, NULL };
  g_autoptr(GPtrArray) records = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(PalcodSessionRecord) record = create_record (ids[i]);

      palcod_store_save_session_async (store, record, NULL, saved_cb, &writes);
    }

  palco_test_await_that (writes.n_left == 0);
  g_assert_error (writes.error, PALCOD_ERROR, PALCOD_ERROR_STORAGE);
  g_clear_error (&writes.error);

  records = load (store);
  g_assert_cmpuint (records->len, ==, 3);
  close_store (store);
}

static void
test_number_is_never_used_again (Fixture       *fixture,
                                 gconstpointer  data)
{
  PalcodStore *store = open_store (fixture);
  g_autoptr(PalcodSessionRecord) old = create_record ("old");
  g_autoptr(PalcodSessionRecord) kept = create_record ("kept");
  g_autoptr(PalcodSessionRecord) new = create_record ("new");
  g_autoptr(GPtrArray) records = NULL;
  gboolean is_done = FALSE;

  kept->end_time = 100;
  kept->allocation = g_strdup ("still runs");
  save (store, kept, NULL);
  old->end_time = 100;
  old->uid = save (store, old, NULL);

  palcod_store_prune_async (store, 101, NULL, prune_cb, &is_done);
  palco_test_await_that (is_done);

  records = load (store);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpint (save (store, new, NULL), >, old->uid);
  close_store (store);
}

/* There is no second step: the first goes with it. */
static void
test_failed_migration_changes_nothing (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr(sqlite3) db = palcod_sqlite_open (fixture->path, NULL);
  g_autoptr(sqlite3_stmt) stmt = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (palcod_sqlite_migrate (db, "/io/github/palco/Palco/palcod/store", 2, &error));
  g_assert_nonnull (error);

  stmt = palcod_sqlite_prepare (db, "SELECT count (*) FROM sqlite_schema", NULL);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (stmt, 0), ==, 0);
}

static void
test_newer_version_is_refused (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  execute (fixture, "PRAGMA user_version = 1000;");
  g_assert_null (palcod_store_open (fixture->path, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "newer palcod"));
}

static void
test_damaged_file_is_refused (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "This is no database, is it? ********",
                                      -1, NULL));
  g_assert_null (palcod_store_open (fixture->path, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "damaged"));
}

static void
test_missing_folder (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "missing", "palcod.sqlite", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (palcod_store_open (path, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE);
}

static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  PalcodStore *store = open_store (fixture);
  g_autoptr(PalcodSessionRecord) record = create_record ("one");
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;

  palcod_test_set_disk_full (TRUE);
  g_assert_cmpint (save (store, record, &error), ==, -1);
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "space"));
  palcod_test_set_disk_full (FALSE);

  records = load (store);
  g_assert_cmpuint (records->len, ==, 0);
  g_assert_cmpint (save (store, record, NULL), >, 0);
  close_store (store);
}

static void
test_one_service_only (Fixture       *fixture,
                       gconstpointer  data)
{
  PalcodStore *one = open_store (fixture);
  PalcodStore *two = open_store (fixture);
  g_autoptr(GError) error = NULL;

  g_assert_true (palcod_store_claim (one, &error));
  g_assert_no_error (error);
  g_assert_false (palcod_store_claim (two, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE);
  close_store (two);
  close_store (one);

  one = open_store (fixture);
  g_clear_error (&error);
  g_assert_true (palcod_store_claim (one, &error));
  close_store (one);
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  data)
{
  PalcodStore *store = open_store (fixture);
  PalcodStore *command = open_store (fixture);
  char id[] = "me", one[] = "1", two[] = "2", three[] = "3";
  PalcodAccountRecord account = { id, { one, two }, 5 };
  g_autoptr(GPtrArray) accounts = NULL;
  g_autoptr(GPtrArray) none = NULL;
  const PalcodAccountRecord *loaded;

  g_assert_true (palcod_store_save_account (command, &account, NULL));
  account.key_hashes[0] = three;
  g_assert_true (palcod_store_save_account (command, &account, NULL));

  accounts = palcod_store_load_accounts (store, NULL);
  g_assert_cmpuint (accounts->len, ==, 1);
  loaded = accounts->pdata[0];
  g_assert_cmpstr (loaded->id, ==, "me");
  g_assert_cmpstr (loaded->key_hashes[0], ==, "3");
  g_assert_cmpstr (loaded->key_hashes[1], ==, "2");
  g_assert_cmpint (loaded->creation_time, ==, 5);

  g_assert_true (palcod_store_remove_account (command, "me", NULL));
  g_assert_true (palcod_store_remove_account (command, "me", NULL));
  none = palcod_store_load_accounts (store, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  close_store (command);
  close_store (store);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char  *path;
    void       (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/store/everything-comes-back", test_everything_comes_back },
    { "/store/is-private", test_is_private },
    { "/store/is-durable", test_is_durable },
    { "/store/lease-only-grows", test_lease_only_grows },
    { "/store/writes-are-grouped", test_writes_are_grouped },
    { "/store/bad-write-fails-alone", test_bad_write_fails_alone },
    { "/store/number-is-never-used-again", test_number_is_never_used_again },
    { "/store/failed-migration-changes-nothing", test_failed_migration_changes_nothing },
    { "/store/newer-version-is-refused", test_newer_version_is_refused },
    { "/store/damaged-file-is-refused", test_damaged_file_is_refused },
    { "/store/missing-folder", test_missing_folder },
    { "/store/full-disk", test_full_disk },
    { "/store/one-service-only", test_one_service_only },
    { "/store/accounts", test_accounts },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}
