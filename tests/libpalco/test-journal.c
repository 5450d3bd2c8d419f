/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include <glib-unix.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "palco-journal-db.h"

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->dir = palco_test_make_dir ();
  self->path = g_build_filename (self->dir, "below", "journal.sqlite", NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  palco_test_remove_dir (self->dir);
  g_free (self->dir);
  g_free (self->path);
}

static const PalcoJournalEntry entry = {
  .account = (char *) "account",
  .region = (char *) "here",
  .id = (char *) "s1",
  .endpoint = (char *) "https://here.example",
  .size = (char *) "Standard",
  .lease_minutes = 30,
  .state = (char *) "Stopped",
};

static void
change (sqlite3            *db,
        PalcoJournalChange  what)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (entries, (gpointer) &entry);
  g_assert_true (palco_journal_db_write (db, what, entries, &error));
  g_assert_no_error (error);
}

/* The phase of the only entry; -1 if there is none. */
static int
read_phase (sqlite3  *db,
            gboolean *stop_pending)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = palco_journal_db_load (db, "account", 0, &error);
  const PalcoJournalEntry *first;

  g_assert_no_error (error);
  if (entries->len == 0)
    return -1;

  first = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (first->id, ==, "s1");
  g_assert_cmpstr (first->endpoint, ==, "https://here.example");
  if (stop_pending != NULL)
    *stop_pending = first->stop_pending;

  return first->phase;
}

static void
test_life (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);
  gboolean stop_pending;

  change (db, PALCO_JOURNAL_BEGIN);
  g_assert_cmpint (read_phase (db, NULL), ==, PALCO_JOURNAL_PHASE_PENDING);
  change (db, PALCO_JOURNAL_CONFIRM);
  g_assert_cmpint (read_phase (db, NULL), ==, PALCO_JOURNAL_PHASE_ALIVE);
  change (db, PALCO_JOURNAL_STOP);
  g_assert_cmpint (read_phase (db, &stop_pending), ==, PALCO_JOURNAL_PHASE_ALIVE);
  g_assert_true (stop_pending);
  change (db, PALCO_JOURNAL_END);
  g_assert_cmpint (read_phase (db, &stop_pending), ==, PALCO_JOURNAL_PHASE_ENDED);
  g_assert_false (stop_pending);

  /* News that come late change nothing. */
  change (db, PALCO_JOURNAL_CONFIRM);
  change (db, PALCO_JOURNAL_STOP);
  g_assert_cmpint (read_phase (db, &stop_pending), ==, PALCO_JOURNAL_PHASE_ENDED);
  g_assert_false (stop_pending);
}

/* A PUT that fails must not make us forget a session that was there before it. */
static void
test_put_of_a_living_one (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);

  change (db, PALCO_JOURNAL_BEGIN);
  change (db, PALCO_JOURNAL_CONFIRM);
  change (db, PALCO_JOURNAL_BEGIN);
  change (db, PALCO_JOURNAL_FORGET);
  g_assert_cmpint (read_phase (db, NULL), ==, PALCO_JOURNAL_PHASE_ALIVE);
}

static void
test_forgotten (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);

  change (db, PALCO_JOURNAL_BEGIN);
  change (db, PALCO_JOURNAL_FORGET);
  g_assert_cmpint (read_phase (db, NULL), ==, -1);
}

/* The stop of a session that somebody else started. */
static void
test_stop_of_a_stranger (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);
  gboolean stop_pending;

  change (db, PALCO_JOURNAL_STOP);
  g_assert_cmpint (read_phase (db, &stop_pending), ==, PALCO_JOURNAL_PHASE_ALIVE);
  g_assert_true (stop_pending);
}

static gboolean
is_in_flight (sqlite3 *db)
{
  g_autoptr(GPtrArray) entries = palco_journal_db_load (db, "account", 0, NULL);
  const PalcoJournalEntry *first = g_ptr_array_index (entries, 0);

  return first->in_flight;
}

static void
test_in_flight (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);

  change (db, PALCO_JOURNAL_BEGIN);
  g_assert_true (is_in_flight (db));
  change (db, PALCO_JOURNAL_UNSETTLE);
  g_assert_false (is_in_flight (db));
  g_assert_cmpint (read_phase (db, NULL), ==, PALCO_JOURNAL_PHASE_PENDING);
}

/* A program that is sending a PUT, until it is killed. */
static G_NORETURN void
own_entry (const char *path,
           int         ready_fd)
{
  sqlite3 *db = palco_journal_db_open (path, NULL);

  change (db, PALCO_JOURNAL_BEGIN);
  if (write (ready_fd, "", 1) != 1)
    _exit (1);
  while (TRUE)
    pause ();
}

/* As fork(), but it may also make the child see other numbers of processes. Returns -1 if
 * whoever runs the tests may not do that. */
static pid_t
start_owner (Fixture *self,
             guint    clone_flags)
{
  int fds[2];
  char byte;
  pid_t pid;

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  pid = syscall (SYS_clone, clone_flags | SIGCHLD, NULL, NULL, NULL, NULL);
  if (pid == 0)
    own_entry (self->path, fds[1]);

  close (fds[1]);
  g_assert_cmpint (read (fds[0], &byte, 1), ==, pid > 0 ? 1 : 0);
  close (fds[0]);

  return pid;
}

static void
test_owner_dies (Fixture       *self,
                 gconstpointer  clone_flags)
{
  pid_t pid = start_owner (self, GPOINTER_TO_UINT (clone_flags));
  g_autoptr(sqlite3) db = NULL;

  if (pid < 0)
    {
      g_test_skip (g_strerror (errno));
      return;
    }

  db = palco_journal_db_open (self->path, NULL);
  g_assert_true (is_in_flight (db));
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_false (is_in_flight (db));
}

/* As written before owners were locks: of a process that surely lives. */
static void
test_owner_of_earlier_version (Fixture       *self,
                               gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);

  change (db, PALCO_JOURNAL_BEGIN);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE session SET owner = '1:3'", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (is_in_flight (db));
}

/* Nothing may be begun that looks abandoned to others; what others do is to be left alone. */
static void
test_no_locks (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *path = g_strconcat (self->path, "-owners", NULL);
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);
  g_autoptr(GError) error = NULL;

  change (db, PALCO_JOURNAL_BEGIN);
  sqlite3_close (g_steal_pointer (&db));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);

  db = palco_journal_db_open (self->path, &error);
  g_assert_no_error (error);
  g_assert_true (is_in_flight (db));
  g_ptr_array_add (entries, (gpointer) &entry);
  g_assert_false (palco_journal_db_write (db, PALCO_JOURNAL_BEGIN, entries, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  change (db, PALCO_JOURNAL_CONFIRM);
}

static void
test_two_programs (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(sqlite3) window = palco_journal_db_open (self->path, NULL);
  g_autoptr(sqlite3) command = palco_journal_db_open (self->path, NULL);

  change (window, PALCO_JOURNAL_BEGIN);
  g_assert_cmpint (read_phase (command, NULL), ==, PALCO_JOURNAL_PHASE_PENDING);
  g_assert_true (is_in_flight (command));
  change (command, PALCO_JOURNAL_CONFIRM);
  g_assert_cmpint (read_phase (window, NULL), ==, PALCO_JOURNAL_PHASE_ALIVE);
}

static gssize
count_open (PalcoJournal *journal,
            const char   *uid)
{
  g_autoptr(PalcoAccount) account = g_object_new (PALCO_TYPE_ACCOUNT, "uid", uid, "name", "Studio",
                                                  "address", "here.example", "account-id", "anna", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gssize n_open;

  palco_journal_count_open_async (journal, account, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  n_open = palco_journal_count_open_finish (journal, result, &error);
  g_assert_no_error (error);

  return n_open;
}

static void
test_count_open (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);
  g_autoptr(PalcoJournal) journal = palco_test_open_journal (self->path, NULL);

  g_assert_cmpint (count_open (journal, "account"), ==, 0);
  change (db, PALCO_JOURNAL_BEGIN);
  g_assert_cmpint (count_open (journal, "account"), ==, 1);
  g_assert_cmpint (count_open (journal, "another"), ==, 0);
  change (db, PALCO_JOURNAL_CONFIRM);
  change (db, PALCO_JOURNAL_STOP);
  g_assert_cmpint (count_open (journal, "account"), ==, 1);
  change (db, PALCO_JOURNAL_END);
  g_assert_cmpint (count_open (journal, "account"), ==, 0);
}

static void
test_history_ends (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);

  change (db, PALCO_JOURNAL_BEGIN);
  change (db, PALCO_JOURNAL_END);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE session SET changed = changed - 404 * 86400", NULL,
                                 NULL, NULL),
                   ==, SQLITE_OK);
  g_clear_pointer (&db, sqlite3_close);

  db = palco_journal_db_open (self->path, NULL);
  g_assert_cmpint (read_phase (db, NULL), ==, -1);
}

/* Moved aside, not overwritten, and not without a word. */
static void
test_damaged (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoJournal) journal = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  guint n_kept = 0;

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (self->path, "this is no database, but somebody may want it",
                                      -1, NULL));

  g_assert_null (palco_test_open_journal (self->path, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, ".damaged-"));
  g_clear_error (&error);

  journal = palco_test_open_journal (self->path, &error);
  g_assert_no_error (error);

  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    n_kept += strstr (name, ".damaged-") != NULL;
  g_assert_cmpuint (n_kept, ==, 1);
}

static void
test_newer (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(sqlite3) db = palco_journal_db_open (self->path, NULL);
  g_autoptr(GError) error = NULL;

  sqlite3_exec (db, "PRAGMA user_version = 99", NULL, NULL, NULL);
  g_clear_pointer (&db, sqlite3_close);

  g_assert_null (palco_test_open_journal (self->path, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_assert_true (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
test_not_a_file (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (self->path, 0700);
  g_assert_null (palco_test_open_journal (self->path, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_assert_true (g_file_test (self->path, G_FILE_TEST_IS_DIR));
}

static void
test_default_path (void)
{
  g_autofree char *path = palco_journal_dup_default_path ();

  g_assert_true (g_str_has_prefix (path, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (path, "/palco/journal.sqlite"));
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/journal/life", test_life },
    { "/journal/put-of-a-living-one", test_put_of_a_living_one },
    { "/journal/forgotten", test_forgotten },
    { "/journal/stop-of-a-stranger", test_stop_of_a_stranger },
    { "/journal/in-flight", test_in_flight },
    { "/journal/owner-of-earlier-version", test_owner_of_earlier_version },
    { "/journal/no-locks", test_no_locks },
    { "/journal/two-programs", test_two_programs },
    { "/journal/count-open", test_count_open },
    { "/journal/history-ends", test_history_ends },
    { "/journal/damaged", test_damaged },
    { "/journal/newer", test_newer },
    { "/journal/not-a-file", test_not_a_file },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  /* First, while there is no other thread. */
  g_test_add ("/journal/owner-dies", Fixture, NULL, set_up, test_owner_dies, tear_down);
  g_test_add ("/journal/owner-dies-in-sandbox", Fixture, GUINT_TO_POINTER (CLONE_NEWPID), set_up,
              test_owner_dies, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/journal/default-path", test_default_path);

  return g_test_run ();
}
