/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-watch.h"
#include "palco-test-client.h"

#define OTHER_PATH SESSIONS_PATH "/s2"
#define OTHER_JSON \
  "{\"id\":\"s2\",\"size\":\"Standard\",\"status\":\"Ready\",\"maxLeaseTimeMinutes\":30," \
  "\"elapsedTimeMinutes\":1,\"hostname\":\"h\",\"handshakePort\":50000,\"arrInspectorPort\":50001}"

typedef struct
{
  PalcoTestClient    wire;
  PalcoAccountWatch *watch;
  GArray            *told;    /* how many sessions ran at each change */
} Fixture;

static void
changed_cb (Fixture *self)
{
  guint n_running = palco_account_watch_get_n_running (self->watch);

  g_array_append_val (self->told, n_running);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  palco_test_client_set_up (&self->wire, NULL);
  palco_test_client_answer (&self->wire, "GET", SESSION_PATH, 200, READY_JSON);
  palco_test_client_answer (&self->wire, "GET", OTHER_PATH, 200, OTHER_JSON);
  palco_test_client_answer (&self->wire, "GET", SESSIONS_PATH, 200,
                            "{\"sessions\":[" READY_JSON "," OTHER_JSON "]}");
  self->told = g_array_new (FALSE, FALSE, sizeof (guint));
  self->watch = palco_account_watch_new (self->wire.client);
  g_signal_connect_swapped (self->watch, "changed", G_CALLBACK (changed_cb), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (self->watch, self);
  palco_account_watch_end (self->watch);
  palco_test_await_finalize (self->watch);
  g_array_unref (self->told);
  palco_test_client_tear_down (&self->wire, NULL);
}

static void
leave_open (Fixture    *self,
            const char *id)
{
  const PalcoJournalEntry entry = {
    .account = (char *) palco_account_get_uid (self->wire.account), .region = (char *) "here",
    .id = (char *) id, .endpoint = (char *) palco_test_server_get_url (self->wire.server),
    .size = (char *) "Standard", .lease_minutes = 30, .state = (char *) "Ready",
  };
  const PalcoJournalChange changes[] = { PALCO_JOURNAL_BEGIN, PALCO_JOURNAL_CONFIRM };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      palco_journal_write_async (self->wire.journal, changes[i], &entry, palco_test_await_cb, &result);
      palco_test_await (&result);
      g_assert_true (palco_journal_write_finish (self->wire.journal, result, NULL));
    }
}

/* Whoever tells somebody of the first change tells of all that run. */
static void
test_all_at_once (Fixture       *self,
                  gconstpointer  data)
{
  leave_open (self, "s1");
  leave_open (self, "s2");
  palco_account_watch_check (self->watch);
  palco_test_await_that (palco_account_watch_get_n_running (self->watch) == 2);
  palco_test_await_that (self->told->len > 0 &&
                         g_array_index (self->told, guint, self->told->len - 1) == 2);

  for (guint i = 0; i < self->told->len; i++)
    g_assert_cmpuint (g_array_index (self->told, guint, i), !=, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/account-watch/all-at-once", Fixture, NULL, set_up, test_all_at_once, tear_down);

  return g_test_run ();
}
