/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#define DISCOVERY_JSON \
  "{\"service\":\"Test\",\"sts\":\"@BASE@\"," \
  "\"regions\":[{\"id\":\"here\",\"endpoint\":\"@BASE@\"}]," \
  "\"sizes\":[{\"id\":\"Standard\"}]}"

static void
make_client (PalcoTestClient *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = NULL;
  PalcoTiming *timing;

  self->journal = palco_test_open_journal (self->journal_path, &error);
  g_assert_no_error (error);

  self->client = palco_client_new (self->account, PALCO_CREDENTIALS (self->keys), self->journal);
  timing = palco_client_get_timing (self->client);
  timing->retry_msecs = 1;
  timing->retry_after_max_msecs = 2000;
  timing->poll_standard_msecs = 1;
  timing->poll_other_msecs = 1;
  timing->poll_idle_msecs = 1;
  timing->stop_retry_msecs = 1;
  timing->stop_retry_max_msecs = 4;

  palco_client_load_catalogue_async (self->client, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  catalogue = palco_client_load_catalogue_finish (self->client, result, &error);
  g_assert_no_error (error);
  self->region = g_object_ref (palco_catalogue_lookup_region (catalogue, "here"));
}

void
palco_test_client_set_up (PalcoTestClient *self,
                          gconstpointer    data)
{
  self->server = palco_test_server_new ();
  palco_test_server_answer (self->server, "GET", DISCOVERY,
                            &(PalcoTestAnswer) { .body = DISCOVERY_JSON });
  palco_test_server_answer (self->server, "GET", TOKEN_PATH,
                            &(PalcoTestAnswer) { .body = "{\"AccessToken\":\"" TEST_TOKEN "\"}" });

  self->dir = palco_test_make_dir ();
  self->journal_path = g_build_filename (self->dir, "journal.sqlite", NULL);
  self->account = palco_account_new ("Test", palco_test_server_get_url (self->server),
                                     TEST_ACCOUNT);
  self->keys = palco_key_holder_new (NULL);
  palco_key_holder_set_key (self->keys, self->account, TEST_KEY);
  make_client (self);
}

static void
drop_client (PalcoTestClient *self)
{
  g_clear_object (&self->region);
  g_clear_pointer (&self->client, palco_test_await_finalize);
  g_clear_pointer (&self->journal, palco_test_await_finalize);
}

/* The short form for answers without anything special. */
void
palco_test_client_answer (PalcoTestClient *self,
                          const char      *method,
                          const char      *path,
                          guint            status,
                          const char      *body)
{
  palco_test_server_answer (self->server, method, path,
                            &(PalcoTestAnswer) { .status = status, .body = body });
}

/* As after a crash: nothing is left but the journal. */
void
palco_test_client_restart (PalcoTestClient *self)
{
  drop_client (self);
  make_client (self);
}

void
palco_test_client_tear_down (PalcoTestClient *self,
                             gconstpointer    data)
{
  drop_client (self);
  g_assert_finalize_object (self->keys);
  g_assert_finalize_object (self->account);
  palco_test_server_free (self->server);
  palco_test_remove_dir (self->dir);
  g_free (self->journal_path);
  g_free (self->dir);
}

PalcoJournal *
palco_test_open_journal (const char  *path,
                         GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_journal_open_async (path, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_journal_open_finish (result, error);
}

/* Starts the session “s1”. */
PalcoSession *
palco_test_client_create (PalcoTestClient  *self,
                          GError          **error)
{
  g_autoptr(PalcoSessionOptions) options = palco_session_options_new ("Standard", 30);
  g_autoptr(GAsyncResult) result = NULL;

  palco_session_options_set_session_id (options, "s1");
  palco_client_create_session_async (self->client, self->region, options, NULL,
                                     palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_client_create_session_finish (self->client, result, error);
}

PalcoSession *
palco_test_client_get (PalcoTestClient  *self,
                       GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_get_session_async (self->client, self->region, "s1", NULL, palco_test_await_cb,
                                  &result);
  palco_test_await (&result);

  return palco_client_get_session_finish (self->client, result, error);
}

GPtrArray *
palco_test_client_list (PalcoTestClient  *self,
                        GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_list_sessions_async (self->client, self->region, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_client_list_sessions_finish (self->client, result, error);
}

gboolean
palco_test_client_stop (PalcoTestClient  *self,
                        PalcoSession     *session,
                        GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_stop_session_async (self->client, session, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_client_stop_session_finish (self->client, result, error);
}

GPtrArray *
palco_test_client_reconcile (PalcoTestClient  *self,
                             GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_reconcile_async (self->client, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_client_reconcile_finish (self->client, result, error);
}

GPtrArray *
palco_test_client_read_journal (PalcoTestClient *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *entries;

  palco_journal_load_async (self->journal, palco_account_get_uid (self->account), 0, NULL,
                            palco_test_await_cb, &result);
  palco_test_await (&result);
  entries = palco_journal_load_finish (self->journal, result, &error);
  g_assert_no_error (error);

  return entries;
}

/* Adds @tests, each with a client of its own. */
void
palco_test_client_add (const PalcoTestClientTest *tests,
                       guint                      n_tests)
{
  for (guint i = 0; i < n_tests; i++)
    g_test_add (tests[i].path, PalcoTestClient, NULL,
                palco_test_client_set_up, tests[i].test, palco_test_client_tear_down);
}
