/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "palco-close-question.h"
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
    g_strdup_printf ("INSERT INTO session (account, region, id, phase, changed, started_here, "
                     "title) "
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
  remember (self, "('studio', 'Milan', 'ours', 1, 1, 1, ''), ('studio', 'Milan', 'colleague', 1, 1, 0, ''), "
            "('other', 'Milan', 'namesake', 1, 1, 1, ''), ('studio', 'Rome', 'namesake', 1, 1, 1, '')");
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

/* Named as on the page of sessions, by the preset, as soon as the journal is read. */
static void
test_named (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(PalcoLiveSession) live = NULL;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  remember (self, "('studio', 'Milan', 'ours', 1, 1, 1, 'Turbine')");
  run_session (self, "ours");
  live = g_list_model_get_item (palco_live_sessions_get_model (self->sessions), 0);
  name = palco_live_session_dup_name (live);
  g_assert_cmpstr (name, ==, "ours");

  palco_test_await_that (palco_live_session_get_entry (live) != NULL);
  title = palco_live_session_dup_name (live);
  g_assert_cmpstr (title, ==, "Turbine");
}

static void
assert_body (PalcoLiveSession *live,
             const char       *beginning)
{
  g_autoptr(GPtrArray) sessions = g_ptr_array_new ();
  g_autofree char *body = NULL;

  g_ptr_array_add (sessions, live);
  body = palco_close_question_dup_body (sessions);
  g_assert_true (g_str_has_prefix (body, beginning));
}

/* Nobody is told of a bill for what costs nothing. */
static void
test_billed (Fixture       *self,
             gconstpointer  data)
{
  const PalcoTestSession facts = { .id = "ours", .state = PALCO_SESSION_STATE_READY };
  g_autoptr(PalcoHistoryEntry) entry = palco_test_entry_new (&(PalcoTestEntry) {
    .session = facts, .price_per_hour = 3.0 });
  g_autoptr(PalcoLiveSession) live = NULL;

  run_session (self, "ours");
  live = g_list_model_get_item (palco_live_sessions_get_model (self->sessions), 0);
  assert_body (live, "ours: running until");
  palco_live_session_set_entry (live, entry);
  assert_body (live, "ours: billed until");
}

/* Whether to stop is asked here, too. */
static void
test_in_use (Fixture       *self,
             gconstpointer  data)
{
  PalcoTestSession facts = { .id = "ours", .state = PALCO_SESSION_STATE_READY };
  PalcoSession *session = palco_test_session_list_add (self->list, &facts);
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *unused = NULL;
  g_autofree char *used = NULL;

  g_ptr_array_add (sessions, g_list_model_get_item (palco_live_sessions_get_model (self->sessions), 0));
  unused = palco_close_question_dup_body (sessions);
  g_assert_null (strstr (unused, "Somebody is connected"));

  facts.client_connected = TRUE;
  palco_test_session_change (session, &facts);
  used = palco_close_question_dup_body (sessions);
  g_assert_true (g_str_has_prefix (used, unused));
  g_assert_nonnull (strstr (used, "Somebody is connected to this session."));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/own-sessions/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add ("/own-sessions/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/close-question/billed", Fixture, NULL, set_up, test_billed, tear_down);
  g_test_add ("/close-question/in-use", Fixture, NULL, set_up, test_in_use, tear_down);
  g_test_add ("/own-sessions/named", Fixture, NULL, set_up, test_named, tear_down);

  return g_test_run ();
}
