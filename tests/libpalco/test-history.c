/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "palco-history-entry-private.h"
#include "palco-journal-db.h"
#include "palco-region-private.h"
#include "palco-session-private.h"

#define HOUR 3600

/* As version 1 of the journal wrote it. */
static const char version_1[] =
  "CREATE TABLE session (account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, "
  "endpoint TEXT NOT NULL DEFAULT '', size TEXT NOT NULL DEFAULT '', lease INTEGER NOT NULL DEFAULT 0, "
  "phase INTEGER NOT NULL, stop_pending INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '', "
  "state TEXT NOT NULL DEFAULT '', changed INTEGER NOT NULL, PRIMARY KEY (account, region, id)) WITHOUT ROWID;"
  "INSERT INTO session VALUES ('a', 'here', 'old', 'https://h', 'Premium', 60, 2, 0, '', 'Expired', 4000000000);"
  "INSERT INTO session VALUES ('a', 'here', 'live', 'https://h', 'Standard', 30, 1, 1, '', '', 4000000001);"
  "PRAGMA user_version = 1;";

typedef struct
{
  char         *dir;
  char         *path;
  sqlite3      *db;
  PalcoJournal *journal;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->dir = palco_test_make_dir ();
  self->path = g_build_filename (self->dir, "journal.sqlite", NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->db, sqlite3_close);
  g_clear_pointer (&self->journal, palco_test_await_finalize);
  palco_test_remove_dir (self->dir);
  g_free (self->dir);
  g_free (self->path);
}

static void
open_journal (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  self->journal = palco_test_open_journal (self->path, &error);
  g_assert_no_error (error);
  self->db = palco_journal_db_open (self->path, &error);
  g_assert_no_error (error);
}

static GPtrArray *
load (Fixture   *self,
      GDateTime *since)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *history;

  palco_journal_load_history_async (self->journal, NULL, since, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  history = palco_journal_load_history_finish (self->journal, result, &error);
  g_assert_no_error (error);

  return history;
}

static PalcoHistoryEntry *
find (GPtrArray  *history,
      const char *id)
{
  for (guint i = 0; i < history->len; i++)
    {
      PalcoHistoryEntry *entry = g_ptr_array_index (history, i);

      if (g_str_equal (palco_history_entry_get_session_id (entry), id))
        return entry;
    }

  return NULL;
}

static void
change (Fixture            *self,
        PalcoJournalChange  what,
        PalcoJournalEntry   entry)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  entry.account = entry.account != NULL ? entry.account : (char *) "a";
  entry.region = (char *) "here";
  entry.id = entry.id != NULL ? entry.id : (char *) "s1";
  g_ptr_array_add (entries, &entry);
  g_assert_true (palco_journal_db_write (self->db, what, entries, &error));
  g_assert_no_error (error);
}

static void
execute (sqlite3    *db,
         const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
write_version_1 (Fixture *self)
{
  g_autoptr(sqlite3) db = NULL;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  execute (db, version_1);
}

static void
test_migration (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) history = NULL;
  PalcoHistoryEntry *old, *live;

  write_version_1 (self);
  open_journal (self);
  history = load (self, NULL);
  g_assert_cmpuint (history->len, ==, 2);

  old = find (history, "old");
  g_assert_true (palco_history_entry_is_ended (old));
  g_assert_cmpint (palco_history_entry_get_state (old), ==, PALCO_SESSION_STATE_EXPIRED);
  g_assert_cmpint (g_date_time_to_unix (palco_history_entry_get_ended (old)), ==, 4000000000);
  g_assert_null (palco_history_entry_get_ready (old));
  g_assert_cmpint (palco_history_entry_get_seconds (old), ==, 0);
  g_assert_false (palco_history_entry_get_price (old, NULL, NULL, NULL));
  g_assert_true (palco_history_entry_is_started_here (old));

  live = find (history, "live");
  g_assert_false (palco_history_entry_is_ended (live));
  g_assert_null (palco_history_entry_get_ended (live));
  g_assert_cmpuint (palco_history_entry_get_lease_minutes (live), ==, 30);
}

/* The stop that version 1 could not deliver is still to be delivered. */
static void
test_migration_keeps_stops (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = NULL;
  const PalcoJournalEntry *first;

  write_version_1 (self);
  open_journal (self);
  entries = palco_journal_db_load (self->db, "a", 0, NULL);
  first = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (first->id, ==, "live");
  g_assert_cmpint (first->phase, ==, PALCO_JOURNAL_PHASE_ALIVE);
  g_assert_true (first->stop_pending);
}

/* All or nothing: what cannot be brought up to date is left as it was, and goes next time. */
static void
test_migration_fails (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr(sqlite3) blocker = NULL;
  g_autoptr(GError) error = NULL;

  write_version_1 (self);
  g_assert_cmpint (sqlite3_open (self->path, &blocker), ==, SQLITE_OK);
  execute (blocker, "ALTER TABLE session ADD COLUMN error_message TEXT");
  g_assert_null (palco_test_open_journal (self->path, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);

  execute (blocker, "ALTER TABLE session DROP COLUMN error_message");
  open_journal (self);
}

static void
test_life (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) pending = NULL;
  g_autoptr(GPtrArray) history = NULL;
  PalcoHistoryEntry *entry;
  double cost;
  const char *currency;
  gboolean is_estimate;

  open_journal (self);
  change (self, PALCO_JOURNAL_BEGIN,
          (PalcoJournalEntry) { .size = (char *) "Premium", .lease_minutes = 60, .title = (char *) "Film",
                                .cap_minutes = 480, .price_per_hour = 3.5, .currency = (char *) "EUR",
                                .price_is_estimate = TRUE, .created = 1000 });
  pending = load (self, NULL);
  g_assert_cmpuint (pending->len, ==, 0);

  change (self, PALCO_JOURNAL_CONFIRM, (PalcoJournalEntry) { .state = (char *) "Starting" });
  change (self, PALCO_JOURNAL_SEE,
          (PalcoJournalEntry) { .state = (char *) "Ready", .lease_minutes = 90, .ready = 1060 });
  change (self, PALCO_JOURNAL_END,
          (PalcoJournalEntry) { .state = (char *) "Error", .ready = 1, .ended = 1060 + 2 * HOUR,
                                .error_code = (char *) "HostLost", .error_message = (char *) "Gone" });

  history = load (self, NULL);
  g_assert_cmpuint (history->len, ==, 1);
  entry = g_ptr_array_index (history, 0);
  g_assert_cmpstr (palco_history_entry_get_account_uid (entry), ==, "a");
  g_assert_cmpstr (palco_history_entry_get_region_id (entry), ==, "here");
  g_assert_cmpstr (palco_history_entry_get_size_id (entry), ==, "Premium");
  g_assert_cmpstr (palco_history_entry_get_title (entry), ==, "Film");
  g_assert_cmpuint (palco_history_entry_get_lease_minutes (entry), ==, 90);
  g_assert_cmpuint (palco_history_entry_get_cap_minutes (entry), ==, 480);
  g_assert_cmpint (g_date_time_to_unix (palco_history_entry_get_created (entry)), ==, 1000);
  g_assert_cmpint (g_date_time_to_unix (palco_history_entry_get_ready (entry)), ==, 1060);
  g_assert_cmpint (palco_history_entry_get_state (entry), ==, PALCO_SESSION_STATE_ERROR);
  g_assert_cmpstr (palco_history_entry_get_error_code (entry), ==, "HostLost");
  g_assert_cmpstr (palco_history_entry_get_error_message (entry), ==, "Gone");
  g_assert_cmpint (palco_history_entry_get_seconds (entry), ==, 2 * HOUR);
  g_assert_true (palco_history_entry_get_cost (entry, &cost, &currency, &is_estimate));
  g_assert_cmpfloat_with_epsilon (cost, 7.0, 1e-9);
  g_assert_cmpstr (currency, ==, "EUR");
  g_assert_true (is_estimate);
}

/* Nobody saw the end: it is not billed beyond the lease. */
static void
test_unseen_end (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) history = NULL;

  open_journal (self);
  change (self, PALCO_JOURNAL_SEE,
          (PalcoJournalEntry) { .state = (char *) "Ready", .lease_minutes = 60, .ready = 5000 });
  change (self, PALCO_JOURNAL_END, (PalcoJournalEntry) { .state = (char *) "Stopped" });
  history = load (self, NULL);
  g_assert_cmpint (palco_history_entry_get_seconds (g_ptr_array_index (history, 0)), ==, HOUR);
  g_assert_false (palco_history_entry_is_started_here (g_ptr_array_index (history, 0)));
}

/* One that runs counts up to now, but not beyond the lease that is known. */
static void
test_running (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) history = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  open_journal (self);
  change (self, PALCO_JOURNAL_SEE,
          (PalcoJournalEntry) { .id = (char *) "new", .state = (char *) "Ready", .lease_minutes = 600,
                                .ready = now - HOUR });
  change (self, PALCO_JOURNAL_SEE,
          (PalcoJournalEntry) { .id = (char *) "lost", .state = (char *) "Ready", .lease_minutes = 10,
                                .ready = now - HOUR });
  history = load (self, NULL);
  g_assert_cmpint (palco_history_entry_get_seconds (find (history, "new")), >=, HOUR);
  g_assert_cmpint (palco_history_entry_get_seconds (find (history, "new")), <, 2 * HOUR);
  g_assert_cmpint (palco_history_entry_get_seconds (find (history, "lost")), ==, 600);
}

static void
test_since (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(GDateTime) since = g_date_time_new_from_unix_utc (100000);
  g_autoptr(GPtrArray) history = NULL;

  open_journal (self);
  for (guint i = 0; i < 3; i++)
    {
      static const char * const ids[] = { "before", "after", "open" };

      change (self, PALCO_JOURNAL_SEE, (PalcoJournalEntry) { .id = (char *) ids[i], .state = (char *) "Ready" });
    }
  change (self, PALCO_JOURNAL_END, (PalcoJournalEntry) { .id = (char *) "before", .ended = 99999 });
  change (self, PALCO_JOURNAL_END, (PalcoJournalEntry) { .id = (char *) "after", .ended = 100000 });

  history = load (self, since);
  g_assert_cmpuint (history->len, ==, 2);
  g_assert_null (find (history, "before"));
}

/* Nothing is written, nor told, when nothing is new. */
static void
test_changed (Fixture       *self,
              gconstpointer  data)
{
  const PalcoJournalEntry entry = { .account = (char *) "a", .region = (char *) "here", .id = (char *) "s1",
                                    .state = (char *) "Ready" };
  guint n_told = 0;

  open_journal (self);
  g_signal_connect_swapped (self->journal, "changed", G_CALLBACK (g_atomic_int_inc), &n_told);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      palco_journal_write_async (self->journal, PALCO_JOURNAL_SEE, &entry, palco_test_await_cb, &result);
      palco_test_await (&result);
      g_assert_true (palco_journal_write_finish (self->journal, result, NULL));
      palco_test_await_that (n_told == 1);
    }

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_told, ==, 1);
}

static void
set_cap (Fixture      *self,
         PalcoAccount *account,
         PalcoSession *session,
         guint         cap_minutes)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_journal_set_cap_async (self->journal, account, session, cap_minutes, palco_test_await_cb,
                               &result);
  palco_test_await (&result);
  palco_journal_set_cap_finish (self->journal, result, &error);
  g_assert_no_error (error);
}

static void
assert_cap (Fixture *self,
            guint    cap_minutes)
{
  g_autoptr(GPtrArray) history = load (self, NULL);

  g_assert_cmpuint (palco_history_entry_get_cap_minutes (find (history, "s1")), ==, cap_minutes);
}

/* It can be changed while the session lives; then it is history. */
static void
test_cap (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr(PalcoAccount) account =
    g_object_new (PALCO_TYPE_ACCOUNT, "uid", "a", "name", "A", "address", "http://127.0.0.1:1",
                  "account-id", "anna", NULL);
  const PalcoRegionInfo info = { .id = "here", .name = "Here", .endpoint = "http://127.0.0.1:1" };
  g_autoptr(PalcoRegion) region = palco_region_new (&info);
  g_autoptr(PalcoSession) session = palco_session_new ("s1", region);

  open_journal (self);
  change (self, PALCO_JOURNAL_SEE, (PalcoJournalEntry) { .state = (char *) "Ready" });
  change (self, PALCO_JOURNAL_SEE, (PalcoJournalEntry) { .id = (char *) "s2", .state = (char *) "Ready" });
  set_cap (self, account, session, 480);
  assert_cap (self, 480);
  change (self, PALCO_JOURNAL_SEE,
          (PalcoJournalEntry) { .state = (char *) "Ready", .lease_minutes = 90 });
  assert_cap (self, 480);
  set_cap (self, account, session, 0);
  assert_cap (self, 0);

  set_cap (self, account, session, 240);
  change (self, PALCO_JOURNAL_END, (PalcoJournalEntry) { .state = (char *) "Stopped" });
  set_cap (self, account, session, 0);
  assert_cap (self, 240);
}

static void
test_typical_start (Fixture       *self,
                    gconstpointer  data)
{
  static const gint64 seconds[] = { 40, 20, 90 };
  static const char * const ids[] = { "s1", "s2", "s3" };
  g_autoptr(GPtrArray) history = NULL;
  guint n_starts;

  open_journal (self);
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      PalcoJournalEntry entry = { .id = (char *) ids[i], .size = (char *) "Standard", .created = 1000,
                                  .ready = 1000 + seconds[i] };

      change (self, PALCO_JOURNAL_BEGIN, entry);
      change (self, PALCO_JOURNAL_CONFIRM, entry);
    }
  change (self, PALCO_JOURNAL_SEE,
          (PalcoJournalEntry) { .id = (char *) "other", .size = (char *) "Standard", .created = 1, .ready = 9000 });

  history = load (self, NULL);
  g_assert_cmpint (palco_history_typical_start (history, "here", "standard", &n_starts), ==, 40);
  g_assert_cmpuint (n_starts, ==, 3);
  g_assert_cmpint (palco_history_typical_start (history, NULL, NULL, NULL), ==, 40);
  g_assert_cmpint (palco_history_typical_start (history, "there", NULL, &n_starts), ==, -1);
  g_assert_cmpuint (n_starts, ==, 0);
}

static guint
count_rows (Fixture *self)
{
  g_autoptr(GPtrArray) entries = palco_journal_db_load (self->db, NULL, 0, NULL);

  return entries->len;
}

/* Thirteen months, but never one that may still run. */
static void
test_prune (Fixture       *self,
            gconstpointer  data)
{
  open_journal (self);
  change (self, PALCO_JOURNAL_SEE, (PalcoJournalEntry) { .id = (char *) "open", .state = (char *) "Ready" });
  change (self, PALCO_JOURNAL_SEE, (PalcoJournalEntry) { .id = (char *) "ended", .state = (char *) "Ready" });
  change (self, PALCO_JOURNAL_END, (PalcoJournalEntry) { .id = (char *) "ended" });
  execute (self->db, "UPDATE session SET changed = changed - 380 * 86400");
  sqlite3_close (g_steal_pointer (&self->db));
  self->db = palco_journal_db_open (self->path, NULL);
  g_assert_cmpuint (count_rows (self), ==, 2);

  execute (self->db, "UPDATE session SET changed = changed - 30 * 86400");
  sqlite3_close (g_steal_pointer (&self->db));
  self->db = palco_journal_db_open (self->path, NULL);
  g_assert_cmpuint (count_rows (self), ==, 1);
}

#define N_WRITES 10

/* What a program does, in a process of its own. */
static gboolean
write_from_process (const char  *path,
                    const char  *prefix,
                    GError     **error)
{
  sqlite3 *db = palco_journal_db_open (path, error);

  for (guint i = 0; db != NULL && i < N_WRITES; i++)
    {
      g_autoptr(GPtrArray) entries = g_ptr_array_new ();
      g_autofree char *id = g_strdup_printf ("%s-%u", prefix, i);
      PalcoJournalEntry entry = { .account = (char *) "a", .region = (char *) "here", .id = id };

      g_ptr_array_add (entries, &entry);
      if (!palco_journal_db_write (db, PALCO_JOURNAL_BEGIN, entries, error) ||
          !palco_journal_db_write (db, PALCO_JOURNAL_CONFIRM, entries, error))
        return FALSE;
    }

  return db != NULL;
}

static pid_t
start_process (Fixture    *self,
               const char *prefix)
{
  g_autoptr(GError) error = NULL;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid > 0)
    return pid;

  if (write_from_process (self->path, prefix, &error))
    _exit (0);

  g_printerr ("%s: %s\n", prefix, error->message);
  _exit (1);
}

/* The window and the command line, both of which bring the file up to date first. */
static void
test_two_processes (Fixture       *self,
                    gconstpointer  data)
{
  pid_t pids[2];

  write_version_1 (self);
  pids[0] = start_process (self, "window");
  pids[1] = start_process (self, "command");

  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      int status;

      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_cmpint (status, ==, 0);
    }

  self->db = palco_journal_db_open (self->path, NULL);
  g_assert_cmpuint (count_rows (self), ==, 2 * N_WRITES + 2);
}

/* A full disk: an error that says so, and what was there is there. */
static void
test_full (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *title = g_strnfill (100000, 'x');
  PalcoJournalEntry entry = { .account = (char *) "a", .region = (char *) "here", .id = (char *) "big",
                              .title = title };

  open_journal (self);
  change (self, PALCO_JOURNAL_SEE, (PalcoJournalEntry) { .state = (char *) "Ready" });
  execute (self->db, "PRAGMA max_page_count = 1");
  g_ptr_array_add (entries, &entry);
  g_assert_false (palco_journal_db_write (self->db, PALCO_JOURNAL_BEGIN, entries, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "Make room"));
  g_assert_cmpuint (count_rows (self), ==, 1);
}

static void
test_read_only (Fixture       *self,
                gconstpointer  data)
{
  PalcoJournalEntry entry = { .account = (char *) "a", .region = (char *) "here", .id = (char *) "s2" };
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  open_journal (self);
  change (self, PALCO_JOURNAL_SEE, (PalcoJournalEntry) { .state = (char *) "Ready" });
  execute (self->db, "PRAGMA query_only = 1");
  g_ptr_array_add (entries, &entry);
  g_assert_false (palco_journal_db_write (self->db, PALCO_JOURNAL_SEE, entries, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_assert_cmpuint (count_rows (self), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    /* First, while there is no other thread. */
    { "/history/two-processes", test_two_processes },
    { "/history/migration", test_migration },
    { "/history/migration-keeps-stops", test_migration_keeps_stops },
    { "/history/migration-fails", test_migration_fails },
    { "/history/life", test_life },
    { "/history/unseen-end", test_unseen_end },
    { "/history/running", test_running },
    { "/history/since", test_since },
    { "/history/changed", test_changed },
    { "/history/cap", test_cap },
    { "/history/typical-start", test_typical_start },
    { "/history/prune", test_prune },
    { "/history/full", test_full },
    { "/history/read-only", test_read_only },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
