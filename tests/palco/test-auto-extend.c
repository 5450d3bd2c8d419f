/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-auto-extend.h"
#include "palco-test-client.h"
#include "palco-test-sessions.h"

#define ENDING(lease) \
  "{\"id\":\"s1\",\"size\":\"Standard\",\"status\":\"Ready\",\"maxLeaseTimeMinutes\":" lease "," \
  "\"elapsedTimeMinutes\":28,\"hostname\":\"h\",\"handshakePort\":50000,\"arrInspectorPort\":50001}"

typedef struct
{
  PalcoTestClient    wire;
  PalcoClient       *client;     /* without a journal: what was agreed on is told below */
  PalcoSessionList  *list;
  PalcoLiveSessions *sessions;
  PalcoAutoExtend   *auto_extend;
  PalcoLiveSession  *live;
  GArray            *told;       /* PalcoReminderNews */
} Fixture;

static void
gave_up_cb (PalcoAutoExtend  *auto_extend,
            PalcoLiveSession *live,
            int               news,
            Fixture          *self)
{
  g_array_append_val (self->told, news);
}

static void
add_session (Fixture *self)
{
  g_autoptr(GPtrArray) lists = g_ptr_array_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_session_list_refresh_async (self->list, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  palco_session_list_refresh_finish (self->list, result, &error);
  g_assert_no_error (error);

  g_ptr_array_add (lists, self->list);
  palco_live_sessions_set_lists (self->sessions, lists);
  self->live = g_list_model_get_item (palco_live_sessions_get_model (self->sessions), 0);
  g_assert_nonnull (self->live);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  PalcoTiming *timing;

  palco_test_client_set_up (&self->wire, NULL);
  palco_test_client_answer (&self->wire, "GET", SESSIONS_PATH, 200,
                            "{\"sessions\":[" ENDING ("30") "]}");
  palco_test_client_answer (&self->wire, "GET", SESSION_PATH, 200, ENDING ("30"));

  self->client = palco_client_new (self->wire.account, PALCO_CREDENTIALS (self->wire.keys), NULL);
  timing = palco_client_get_timing (self->client);
  timing->retry_msecs = 1;
  self->list = palco_session_list_new (self->client);
  self->sessions = palco_live_sessions_new ();
  self->auto_extend = palco_auto_extend_new (self->sessions);
  self->told = g_array_new (FALSE, FALSE, sizeof (int));
  g_signal_connect (self->auto_extend, "gave-up", G_CALLBACK (gave_up_cb), self);
  add_session (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (self->auto_extend, self);
  g_object_run_dispose (G_OBJECT (self->auto_extend));
  palco_test_await_finalize (self->auto_extend);
  g_object_unref (self->live);
  g_object_unref (self->sessions);
  g_object_unref (self->list);
  palco_test_await_finalize (self->client);
  g_array_unref (self->told);
  palco_test_client_tear_down (&self->wire, NULL);
}

/* Instead of what it answered until now. */
static void
answer (Fixture    *self,
        const char *method,
        guint       status,
        const char *body)
{
  palco_test_server_reset (self->wire.server, method, SESSION_PATH);
  palco_test_client_answer (&self->wire, method, SESSION_PATH, status, body);
}

/* As the user chose when the session was started. */
static void
agree (Fixture *self)
{
  g_autoptr(PalcoHistoryEntry) entry = palco_test_entry_new (&(PalcoTestEntry) {
    .session = { .id = "s1", .state = PALCO_SESSION_STATE_READY, .lease_minutes = 30 },
    .cap_minutes = 120 });

  palco_live_session_set_entry (self->live, entry);
  g_assert_true (palco_auto_extend_expects (self->auto_extend, self->live));
}

static guint
get_lease (Fixture *self)
{
  return palco_session_get_lease_minutes (palco_live_session_get_session (self->live));
}

static void
assert_told_not_extended (Fixture *self)
{
  palco_test_await_that (self->told->len > 0);
  g_assert_cmpuint (self->told->len, ==, 1);
  g_assert_cmpint (g_array_index (self->told, int, 0), ==, PALCO_REMINDER_NEWS_NOT_EXTENDED);
  /* So that the reminders of its end are not held back. */
  g_assert_false (palco_auto_extend_expects (self->auto_extend, self->live));
  g_assert_cmpint (palco_session_get_seconds_left (palco_live_session_get_session (self->live)),
                   >, 60);
}

static void
test_extended (Fixture       *self,
               gconstpointer  data)
{
  answer (self, "PATCH", 200, ENDING ("43"));
  agree (self);
  palco_test_await_that (get_lease (self) == 43);
  g_assert_cmpuint (self->told->len, ==, 0);
  g_assert_true (palco_auto_extend_expects (self->auto_extend, self->live));
}

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  answer (self, "PATCH", 400, "{\"error\":{\"code\":\"BadRequest\",\"message\":\"no\"}}");
  agree (self);
  assert_told_not_extended (self);
}

/* It agrees, and nothing happens: no reason to ask without end. */
static void
test_of_no_use (Fixture       *self,
                gconstpointer  data)
{
  answer (self, "PATCH", 200, ENDING ("30"));
  agree (self);
  assert_told_not_extended (self);
  palco_test_await_that (palco_test_server_count (self->wire.server, "PATCH", SESSION_PATH) == 2);
}

static void
test_unreachable (Fixture       *self,
                  gconstpointer  data)
{
  answer (self, "GET", 503, "");
  agree (self);
  assert_told_not_extended (self);
  g_assert_cmpuint (palco_test_server_count (self->wire.server, "PATCH", SESSION_PATH), ==, 0);
}

/* The end is told as an end, not as a lease that could not be extended. */
static void
test_stopped_meanwhile (Fixture       *self,
                        gconstpointer  data)
{
  answer (self, "GET", 200, STOPPED_JSON);
  agree (self);
  palco_test_await_that (palco_live_sessions_get_n (self->sessions) == 0);
  g_assert_cmpuint (self->told->len, ==, 0);
}

static void
test_gone_meanwhile (Fixture       *self,
                     gconstpointer  data)
{
  answer (self, "PATCH", 404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"no\"}}");
  agree (self);
  palco_test_await_that (palco_live_sessions_get_n (self->sessions) == 0);
  g_assert_cmpuint (self->told->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function) g_test_add ("/auto-extend/" path, Fixture, NULL, set_up, function, tear_down)

  ADD ("extended", test_extended);
  ADD ("refused", test_refused);
  ADD ("of-no-use", test_of_no_use);
  ADD ("unreachable", test_unreachable);
  ADD ("stopped-meanwhile", test_stopped_meanwhile);
  ADD ("gone-meanwhile", test_gone_meanwhile);

#undef ADD

  return g_test_run ();
}
