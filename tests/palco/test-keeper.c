/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <sqlite3.h>

#include "palco-keeper.h"
#include "palco-test-await.h"

typedef struct
{
  char              *dir;
  PalcoJournal      *journal;
  GListStore        *accounts;
  PalcoAccount      *studio;
  PalcoLocalService *local_service;
  GSocketService    *listener;
  PalcoKeeper       *keeper;
  guint              n_changes;
  guint              n_requests;
  guint              n_found;
} Fixture;

static gboolean
incoming_cb (Fixture *self)
{
  self->n_requests++;

  return TRUE;
}

static PalcoAccount *
make_account (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;
  guint16 port;

  self->listener = g_socket_service_new ();
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->listener), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (self->listener, "incoming", G_CALLBACK (incoming_cb), self);
  address = g_strdup_printf ("http://127.0.0.1:%u", port);

  return g_object_new (PALCO_TYPE_ACCOUNT, "uid", "studio", "name", "Studio",
                       "address", address, "account-id", "anna", NULL);
}

static void
changed_cb (Fixture *self)
{
  self->n_changes++;
}

static void
found_cb (Fixture *self)
{
  self->n_found++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  self->dir = palco_test_make_dir ();
  path = g_build_filename (self->dir, "journal.sqlite", NULL);
  palco_journal_open_async (path, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  self->journal = palco_journal_open_finish (result, &error);
  g_assert_no_error (error);

  self->studio = make_account (self);
  self->accounts = g_list_store_new (PALCO_TYPE_ACCOUNT);
  g_list_store_append (self->accounts, self->studio);
  self->local_service = palco_local_service_new ();
  self->keeper = palco_keeper_new ();
  g_signal_connect_swapped (self->keeper, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->keeper, "found-running", G_CALLBACK (found_cb), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  palco_keeper_let_go (self->keeper, self->studio);
  g_assert_finalize_object (self->keeper);
  g_socket_service_stop (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->accounts);
  g_object_unref (self->studio);
  g_object_unref (self->local_service);
  g_object_unref (self->journal);
  palco_test_remove_dir (self->dir);
  g_free (self->dir);
}

/* As a program that ended without a word leaves it. */
static void
leave_open (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->dir, "journal.sqlite", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "INSERT INTO session (account, region, id, phase, changed) "
                                 "VALUES ('studio', 'here', 's1', 1, 1)", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
start (Fixture      *self,
       PalcoAccount *in_use)
{
  palco_keeper_start (self->keeper, self->journal, G_LIST_MODEL (self->accounts),
                      self->local_service, in_use);
}

/* Both were looked for in the journal; neither service was needed for it. */
static void
test_nothing_open (Fixture       *self,
                   gconstpointer  data)
{
  start (self, NULL);
  palco_test_await_that (self->n_changes == 2);
  while (g_main_context_iteration (NULL, FALSE));

  g_assert_cmpuint (palco_keeper_get_n_open (self->keeper, self->studio), ==, 0);
  g_assert_cmpuint (self->n_requests, ==, 0);
  g_assert_cmpuint (self->n_found, ==, 0);
}

/* What nobody could be asked about is known, but not said to run. */
static void
test_no_answer (Fixture       *self,
                gconstpointer  data)
{
  leave_open (self);
  start (self, palco_local_service_get_account (self->local_service));
  palco_test_await_that (self->n_requests > 0);

  g_assert_cmpuint (palco_keeper_get_n_open (self->keeper, self->studio), ==, 1);
  g_assert_cmpuint (palco_keeper_get_n_running (self->keeper, self->studio), ==, 0);
  g_assert_cmpuint (self->n_found, ==, 0);

  palco_keeper_let_go (self->keeper, self->studio);
  g_assert_cmpuint (palco_keeper_get_n_open (self->keeper, self->studio), ==, 0);
}

static void
test_in_use (Fixture       *self,
             gconstpointer  data)
{
  leave_open (self);
  start (self, self->studio);
  palco_test_await_that (self->n_changes == 1);

  g_assert_cmpuint (palco_keeper_get_n_open (self->keeper, self->studio), ==, 0);
  g_assert_cmpuint (self->n_requests, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/keeper/nothing-open", Fixture, NULL, set_up, test_nothing_open, tear_down);
  g_test_add ("/keeper/no-answer", Fixture, NULL, set_up, test_no_answer, tear_down);
  g_test_add ("/keeper/in-use", Fixture, NULL, set_up, test_in_use, tear_down);

  return g_test_run ();
}
