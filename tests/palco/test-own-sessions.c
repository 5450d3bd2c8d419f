/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <sqlite3.h>

#include "palco-own-sessions.h"
#include "palco-test-await.h"
#include "palco-test-sessions.h"

typedef struct
{
  char              *dir;
  PalcoJournal      *journal;
  PalcoSessionList  *list;
  PalcoLiveSessions *sessions;
} Fixture;

static void
open_journal (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->dir, "journal.sqlite", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_journal_open_async (path, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  self->journal = palco_journal_open_finish (result, &error);
  g_assert_no_error (error);
}

static PalcoSessionList *
make_list (PalcoJournal *journal)
{
  g_autoptr(PalcoAccount) account =
    g_object_new (PALCO_TYPE_ACCOUNT, "uid", "studio", "name", "Studio",
                  "address", "http://127.0.0.1:1", "account-id", "anna", NULL);
  g_autoptr(PalcoKeyHolder) keys = palco_key_holder_new (NULL);
  g_autoptr(PalcoClient) client = palco_client_new (account, PALCO_CREDENTIALS (keys), journal);

  return palco_session_list_new (client);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(GPtrArray) lists = g_ptr_array_new ();

  self->dir = palco_test_make_dir ();
  open_journal (self);
  self->list = make_list (self->journal);
  g_ptr_array_add (lists, self->list);
  self->sessions = palco_live_sessions_new ();
  palco_live_sessions_set_lists (self->sessions, lists);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_object_unref (self->sessions);
  g_object_unref (self->list);
  g_object_unref (self->journal);
  palco_test_remove_dir (self->dir);
  g_free (self->dir);
}

static void
run_session (Fixture    *self,
             const char *id)
{
  const PalcoTestSession facts = { .id = id, .state = PALCO_SESSION_STATE_READY, .seconds_left = 600 };

  palco_test_session_list_add (self->list, &facts);
}

static void
remember (Fixture    *self,
          const char *values)
{
  g_autofree char *path = g_build_filename (self->dir, "journal.sqlite", NULL);
  g_autofree char *sql =
    g_strdup_printf ("INSERT INTO session (account, region, id, phase, changed, started_here) "
                     "VALUES %s", values);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static GPtrArray *
find (Fixture *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *own;

  palco_own_sessions_find_async (self->sessions, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  own = palco_own_sessions_find_finish (self->sessions, result, &error);
  g_assert_no_error (error);

  return own;
}

/* Of a colleague, of another account, of another region, and never heard of: none is ours. */
static void
test_shared (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) own = NULL;

  run_session (self, "colleague");
  run_session (self, "ours");
  run_session (self, "namesake");
  run_session (self, "unheard");
  remember (self, "('studio', 'Milan', 'ours', 1, 1, 1), ('studio', 'Milan', 'colleague', 1, 1, 0), "
            "('other', 'Milan', 'namesake', 1, 1, 1), ('studio', 'Rome', 'namesake', 1, 1, 1)");
  g_assert_cmpuint (palco_live_sessions_get_n (self->sessions), ==, 4);

  own = find (self);
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_cmpstr (palco_session_get_id (palco_live_session_get_session (own->pdata[0])), ==, "ours");
}

static void
test_none (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) own = find (self);

  g_assert_cmpuint (own->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/own-sessions/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add ("/own-sessions/none", Fixture, NULL, set_up, test_none, tear_down);

  return g_test_run ();
}
