/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include "palco-error-private.h"

static void
test_life (PalcoTestClient *self,
           gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;
  g_autoptr(PalcoSession) same = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  PalcoJournalEntry *entry;

  palco_test_server_answer (self->server, "PUT", SESSION_PATH,
                            &(PalcoTestAnswer) { .status = 201, .body = STARTING_JSON });
  palco_test_server_answer (self->server, "GET", SESSION_PATH,
                            &(PalcoTestAnswer) { .body = READY_JSON });
  palco_test_server_answer (self->server, "GET", SESSION_PATH,
                            &(PalcoTestAnswer) { .body = STOPPED_JSON });
  palco_test_server_answer (self->server, "POST", STOP_PATH, &(PalcoTestAnswer) { .status = 204 });

  session = palco_test_client_create (self, &error);
  g_assert_no_error (error);
  g_assert_cmpint (palco_session_get_state (session), ==, PALCO_SESSION_STATE_STARTING);
  g_assert_cmpstr (palco_test_server_get_header (self->server, "authorization"), ==,
                   "Bearer " TEST_TOKEN);
  g_assert_cmpstr (palco_test_server_get_query (self->server), ==, "api-version=2021-01-01");
  g_assert_cmpstr (palco_test_server_get_body (self->server), ==,
                   "{\"maxLeaseTimeMinutes\":30,\"size\":\"Standard\"}");

  same = palco_test_client_get (self, &error);
  g_assert_no_error (error);
  g_assert_true (same == session);
  g_assert_cmpint (palco_session_get_state (session), ==, PALCO_SESSION_STATE_READY);

  g_assert_true (palco_test_client_stop (self, session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (palco_session_get_state (session), ==, PALCO_SESSION_STATE_STOPPED);
  g_assert_false (palco_session_get_stop_pending (session));
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 1);

  entries = palco_test_client_read_journal (self);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpint (entry->phase, ==, PALCO_JOURNAL_PHASE_ENDED);
  g_assert_cmpstr (entry->state, ==, "Stopped");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/client/life", PalcoTestClient, NULL,
              palco_test_client_set_up, test_life, palco_test_client_tear_down);

  return g_test_run ();
}
