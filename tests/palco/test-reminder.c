/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-boottime.h"
#include "palco-reminder.h"
#include "palco-test-client.h"
#include "palco-test-sessions.h"
#include "palco-test-suspend.h"

#define WITHDRAWN (-1)

#define MINUTE 60
#define LEASE  (30 * MINUTE)   /* of READY_JSON */
#define EXTENDED_JSON \
  "{\"id\":\"s1\",\"size\":\"Standard\",\"status\":\"Ready\",\"maxLeaseTimeMinutes\":180," \
  "\"elapsedTimeMinutes\":90,\"hostname\":\"h\",\"handshakePort\":50000,\"arrInspectorPort\":50001}"

#define UNKNOWN_JSON \
  "{\"id\":\"s1\",\"size\":\"Standard\",\"status\":\"Ready\",\"hostname\":\"h\"}"

typedef struct
{
  PalcoSessionList  *list;
  PalcoLiveSessions *sessions;
  PalcoReminder     *reminder;
  GArray            *told;       /* PalcoReminderNews, or WITHDRAWN */
} Fixture;

static void
news_cb (PalcoReminder    *reminder,
         PalcoLiveSession *live,
         int               news,
         Fixture          *self)
{
  g_array_append_val (self->told, news);
}

static void
withdraw_cb (PalcoReminder    *reminder,
             PalcoLiveSession *live,
             Fixture          *self)
{
  news_cb (reminder, live, WITHDRAWN, self);
}

static void
set_lists (Fixture          *self,
           PalcoSessionList *list)
{
  g_autoptr(GPtrArray) lists = g_ptr_array_new ();

  if (list != NULL)
    g_ptr_array_add (lists, list);
  palco_live_sessions_set_lists (self->sessions, lists);
}

static void
watch (Fixture          *self,
       PalcoSessionList *list)
{
  self->told = g_array_new (FALSE, FALSE, sizeof (int));
  self->list = list;
  self->sessions = palco_live_sessions_new ();
  self->reminder = palco_reminder_new (self->sessions);
  g_signal_connect (self->reminder, "news", G_CALLBACK (news_cb), self);
  g_signal_connect (self->reminder, "withdraw", G_CALLBACK (withdraw_cb), self);
  set_lists (self, self->list);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  PalcoSessionList *list = palco_test_session_list_new ();

  /* Nobody answers there: what is known must do. */
  palco_client_get_timing (palco_session_list_get_client (list))->request_msecs = 1;
  watch (self, list);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->reminder);
  g_object_unref (self->sessions);
  g_object_unref (self->list);
  g_array_unref (self->told);
}

/* What was told since the last look, in order. */
static void
assert_told (Fixture *self,
             int      news)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->told->len, ==, 1);
  g_assert_cmpint (g_array_index (self->told, int, 0), ==, news);
  g_array_set_size (self->told, 0);
}

static void
assert_nothing_told (Fixture *self)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->told->len, ==, 0);
}

static PalcoSession *
add_ready (Fixture *self,
           gint64   seconds_left)
{
  const PalcoTestSession ready = {
    .id = "s1", .state = PALCO_SESSION_STATE_READY, .seconds_left = seconds_left,
  };

  return palco_test_session_list_add (self->list, &ready);
}

/* A lease that was just chosen is not announced to end in fifteen minutes. */
static void
test_ready (Fixture       *self,
            gconstpointer  data)
{
  const PalcoTestSession starting = { .id = "s1", .state = PALCO_SESSION_STATE_STARTING };
  const PalcoTestSession ready = {
    .id = "s1", .state = PALCO_SESSION_STATE_READY, .lease_minutes = 10, .seconds_left = 600,
  };
  PalcoSession *session = palco_test_session_list_add (self->list, &starting);

  assert_nothing_told (self);
  palco_test_session_change (session, &ready);
  assert_told (self, PALCO_REMINDER_NEWS_READY);
  palco_test_session_change (session, &ready);
  assert_nothing_told (self);
}

static void
test_found_running (Fixture       *self,
                    gconstpointer  data)
{
  add_ready (self, 3600);
  assert_nothing_told (self);
  g_assert_cmpuint (palco_live_sessions_get_n (self->sessions), ==, 1);
}

static void
test_found_late (Fixture       *self,
                 gconstpointer  data)
{
  add_ready (self, 200);
  palco_test_await_that (self->told->len > 0);
  assert_told (self, PALCO_REMINDER_NEWS_ENDS_SOON);
}

/* On the clock of leases, more than a second from now. */
static void
test_ends_soon (Fixture       *self,
                gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  add_ready (self, 902);
  palco_test_await_that (self->told->len > 0);
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - start, <, MINUTE * G_USEC_PER_SEC);
  assert_told (self, PALCO_REMINDER_NEWS_ENDS_SOON);
}

static void
test_extended (Fixture       *self,
               gconstpointer  data)
{
  const PalcoTestSession extended = {
    .id = "s1", .state = PALCO_SESSION_STATE_READY, .lease_minutes = 90, .seconds_left = 1800,
  };
  const PalcoTestSession later = {
    .id = "s1", .state = PALCO_SESSION_STATE_READY, .lease_minutes = 90, .seconds_left = 250,
  };
  PalcoSession *session = add_ready (self, 200);

  palco_test_await_that (self->told->len > 0);
  assert_told (self, PALCO_REMINDER_NEWS_ENDS_SOON);
  palco_test_session_change (session, &extended);
  assert_told (self, PALCO_REMINDER_NEWS_EXTENDED);

  palco_test_session_change (session, &later);
  palco_test_await_that (self->told->len > 0);
  assert_told (self, PALCO_REMINDER_NEWS_ENDS_SOON);
}

static void
test_ends (Fixture       *self,
           gconstpointer  data)
{
  static const struct {
    PalcoSessionState state;
    int               news;
  } cases[] = {
    { PALCO_SESSION_STATE_EXPIRED, PALCO_REMINDER_NEWS_EXPIRED },
    { PALCO_SESSION_STATE_ERROR, PALCO_REMINDER_NEWS_FAILED },
    { PALCO_SESSION_STATE_STOPPED, WITHDRAWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);
      const PalcoTestSession ready = {
        .id = id, .state = PALCO_SESSION_STATE_READY, .seconds_left = 3600,
      };
      const PalcoTestSession ended = { .id = id, .state = cases[i].state };
      PalcoSession *session = palco_test_session_list_add (self->list, &ready);

      palco_test_session_change (session, &ended);
      assert_told (self, cases[i].news);
      g_assert_cmpuint (palco_live_sessions_get_n (self->sessions), ==, 0);
    }
}

/* Its account gets another client: the session is the same, and what was told stays told. */
static void
test_account_switched (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr(PalcoSessionList) other =
    palco_session_list_new (palco_session_list_get_client (self->list));
  const PalcoTestSession expired = { .id = "s1", .state = PALCO_SESSION_STATE_EXPIRED };
  const PalcoTestSession ready = {
    .id = "s1", .state = PALCO_SESSION_STATE_READY, .seconds_left = 199,
  };
  PalcoSession *session;

  add_ready (self, 200);
  palco_test_await_that (self->told->len > 0);
  assert_told (self, PALCO_REMINDER_NEWS_ENDS_SOON);

  set_lists (self, NULL);
  g_assert_cmpuint (palco_live_sessions_get_n (self->sessions), ==, 1);
  session = palco_test_session_list_add (other, &ready);
  set_lists (self, other);
  assert_nothing_told (self);
  g_assert_cmpuint (palco_live_sessions_get_n (self->sessions), ==, 1);

  palco_test_session_change (session, &expired);
  assert_told (self, PALCO_REMINDER_NEWS_EXPIRED);
}

/* A service that answers about a session whose lease runs out while the computer sleeps. */
typedef struct
{
  Fixture         fixture;
  PalcoTestClient wire;
} Late;

/* Instead of what it answered until now. */
static void
answer (Late       *self,
        guint       status,
        const char *body)
{
  palco_test_server_reset (self->wire.server, "GET", SESSION_PATH);
  palco_test_client_answer (&self->wire, "GET", SESSION_PATH, status, body);
}

static void
refresh (Late *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_session_list_refresh_async (self->fixture.list, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  palco_session_list_refresh_finish (self->fixture.list, result, &error);
  g_assert_no_error (error);
}

static void
set_up_late (Late          *self,
             gconstpointer  data)
{
  palco_test_client_set_up (&self->wire, NULL);
  palco_test_client_answer (&self->wire, "GET", SESSIONS_PATH, 200, data);
  answer (self, 503, "");
  /* So that an ask is one request. */
  palco_client_get_timing (self->wire.client)->retry_msecs = G_MAXUINT;

  watch (&self->fixture, palco_session_list_new (self->wire.client));
  refresh (self);
  assert_nothing_told (&self->fixture);
}

static void
tear_down_late (Late          *self,
                gconstpointer  data)
{
  tear_down (&self->fixture, NULL);
  palco_test_client_tear_down (&self->wire, NULL);
}

static void
assert_tells (Late *self,
              int   news)
{
  palco_test_await_that (self->fixture.told->len > 0);
  assert_told (&self->fixture, news);
}

static gboolean
is_lost (Late *self)
{
  g_autoptr(PalcoLiveSession) live =
    g_list_model_get_item (palco_live_sessions_get_model (self->fixture.sessions), 0);

  return palco_live_session_is_lost (live);
}

/* It is a minute until it asks again. */
static void
sleep_until_asked (Late   *self,
                   gint64  seconds)
{
  guint n_asked = palco_test_server_count (self->wire.server, "GET", SESSION_PATH);

  palco_test_suspend (seconds);
  palco_test_await_that (palco_test_server_count (self->wire.server, "GET", SESSION_PATH) > n_asked);
}

static void
fall_silent (Late   *self,
             gint64  seconds)
{
  sleep_until_asked (self, seconds);
  assert_nothing_told (&self->fixture);
  sleep_until_asked (self, MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_NOT_CHECKED);
}

/* That nobody knows when it ends does not mean that it should have ended. */
static void
test_late_unknown (Late          *self,
                   gconstpointer  data)
{
  g_autoptr(PalcoLiveSession) live =
    g_list_model_get_item (palco_live_sessions_get_model (self->fixture.sessions), 0);

  g_assert_cmpint (palco_live_session_get_end (live), >,
                   palco_boottime_now () + 23 * G_TIME_SPAN_HOUR);
}

/* Long before its end. */
static void
test_late_vanished (Late          *self,
                    gconstpointer  data)
{
  palco_test_server_reset (self->wire.server, "GET", SESSIONS_PATH);
  palco_test_client_answer (&self->wire, "GET", SESSIONS_PATH, 200, "{\"sessions\":[]}");
  answer (self, 404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"no\"}}");
  refresh (self);

  assert_told (&self->fixture, WITHDRAWN);
  g_assert_cmpuint (palco_live_sessions_get_n (self->fixture.sessions), ==, 0);
}

static void
test_late_ended (Late          *self,
                 gconstpointer  data)
{
  answer (self, 200, TEST_SESSION ("Expired") "}");
  palco_test_suspend (8 * LEASE);
  assert_tells (self, PALCO_REMINDER_NEWS_EXPIRED);
  g_assert_cmpuint (palco_live_sessions_get_n (self->fixture.sessions), ==, 0);
}

/* So long ago that the service has forgotten it. */
static void
test_late_gone (Late          *self,
                gconstpointer  data)
{
  answer (self, 404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"no\"}}");
  palco_test_suspend (8 * LEASE);
  assert_tells (self, PALCO_REMINDER_NEWS_EXPIRED);
  g_assert_cmpuint (palco_live_sessions_get_n (self->fixture.sessions), ==, 0);
}

/* The minutes spent are rounded on the wire: what was told last is that it ends in a minute. */
static void
test_late_gone_early (Late          *self,
                      gconstpointer  data)
{
  answer (self, 404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"no\"}}");
  palco_test_suspend (LEASE - MINUTE - MINUTE / 2);
  assert_tells (self, PALCO_REMINDER_NEWS_EXPIRED);
}

/* By somebody else: it is reminded of again. */
static void
test_late_extended (Late          *self,
                    gconstpointer  data)
{
  answer (self, 200, EXTENDED_JSON);
  palco_test_suspend (LEASE + 2 * MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_EXTENDED);
  palco_test_suspend (75 * MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_ENDS_SOON);
  g_assert_cmpuint (palco_live_sessions_get_n (self->fixture.sessions), ==, 1);
}

/* Told once, when it does not answer a second time; it stays known, and what becomes of it is
 * still told. */
static void
test_late_unreachable (Late          *self,
                       gconstpointer  data)
{
  fall_silent (self, 8 * LEASE);
  sleep_until_asked (self, 8 * LEASE);
  assert_nothing_told (&self->fixture);
  g_assert_cmpuint (palco_live_sessions_get_n (self->fixture.sessions), ==, 1);

  answer (self, 200, EXTENDED_JSON);
  palco_test_suspend (MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_EXTENDED);
}

/* The service may end it late. */
static void
test_late_running (Late          *self,
                   gconstpointer  data)
{
  fall_silent (self, LEASE + 2 * MINUTE);

  answer (self, 200, READY_JSON);
  palco_test_suspend (MINUTE);
  assert_tells (self, WITHDRAWN);
  g_assert_cmpuint (palco_live_sessions_get_n (self->fixture.sessions), ==, 1);
}

/* Told once: not each minute, and not of a moment. */
static void
test_late_not_ended (Late          *self,
                     gconstpointer  data)
{
  answer (self, 200, READY_JSON);
  sleep_until_asked (self, LEASE + 2 * MINUTE);
  for (guint i = 1; i < 9; i++)
    sleep_until_asked (self, MINUTE);
  assert_nothing_told (&self->fixture);

  sleep_until_asked (self, MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_NOT_ENDED);
  sleep_until_asked (self, MINUTE);
  assert_nothing_told (&self->fixture);

  answer (self, 200, TEST_SESSION ("Expired") "}");
  palco_test_suspend (MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_EXPIRED);
}

/* Nobody knows when its lease ends, or whether it began: that its service is silent is told. */
static void
test_late_starting (Late          *self,
                    gconstpointer  data)
{
  fall_silent (self, LEASE + 2 * MINUTE);

  answer (self, 200, READY_JSON);
  palco_test_suspend (MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_READY);
}

/* After an hour the program does not stay for it any more; found again, it does. */
static void
test_late_lost (Late          *self,
                gconstpointer  data)
{
  fall_silent (self, 8 * LEASE);

  for (guint i = 3; i < 60; i++)
    sleep_until_asked (self, MINUTE);
  assert_nothing_told (&self->fixture);
  g_assert_false (is_lost (self));

  sleep_until_asked (self, MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_NOT_CHECKED);
  g_assert_true (is_lost (self));

  answer (self, 200, EXTENDED_JSON);
  palco_test_suspend (MINUTE);
  assert_tells (self, PALCO_REMINDER_NEWS_EXTENDED);
  g_assert_false (is_lost (self));
}

#define ADD(name, func) \
  g_test_add ("/reminder/" name, Fixture, NULL, set_up, func, tear_down)
#define ADD_LATE(name, session, func) \
  g_test_add ("/reminder/late/" name, Late, "{\"sessions\":[" session "]}", set_up_late, func, tear_down_late)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("ready", test_ready);
  ADD ("found-running", test_found_running);
  ADD ("found-late", test_found_late);
  ADD ("ends-soon", test_ends_soon);
  ADD ("extended", test_extended);
  ADD ("ends", test_ends);
  ADD ("account-switched", test_account_switched);
  ADD_LATE ("vanished", READY_JSON, test_late_vanished);
  ADD_LATE ("ended", READY_JSON, test_late_ended);
  ADD_LATE ("gone", READY_JSON, test_late_gone);
  ADD_LATE ("gone-early", READY_JSON, test_late_gone_early);
  ADD_LATE ("extended", READY_JSON, test_late_extended);
  ADD_LATE ("unreachable", READY_JSON, test_late_unreachable);
  ADD_LATE ("running", READY_JSON, test_late_running);
  ADD_LATE ("not-ended", READY_JSON, test_late_not_ended);
  ADD_LATE ("starting", STARTING_JSON, test_late_starting);
  ADD_LATE ("unknown", UNKNOWN_JSON, test_late_unknown);
  ADD_LATE ("lost", READY_JSON, test_late_lost);

  return g_test_run ();
}
