/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"
#include "palco-reminder.h"
#include "palco-test-await.h"
#include "palco-test-sessions.h"

#define WITHDRAWN (-1)

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
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->told = g_array_new (FALSE, FALSE, sizeof (int));
  self->list = palco_test_session_list_new ();
  /* Nobody answers there: what is known must do. */
  palco_client_get_timing (palco_session_list_get_client (self->list))->request_msecs = 1;
  self->sessions = palco_live_sessions_new ();
  self->reminder = palco_reminder_new (self->sessions);
  g_signal_connect (self->reminder, "news", G_CALLBACK (news_cb), self);
  g_signal_connect (self->reminder, "withdraw", G_CALLBACK (withdraw_cb), self);
  set_lists (self, self->list);
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

/* On the clock of leases, a second from now. */
static void
test_ends_soon (Fixture       *self,
                gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  add_ready (self, 902);
  assert_nothing_told (self);
  palco_test_await_that (self->told->len > 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
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

#define ADD(name, func) \
  g_test_add ("/reminder/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("ready", test_ready);
  ADD ("found-running", test_found_running);
  ADD ("found-late", test_found_late);
  ADD ("ends-soon", test_ends_soon);
  ADD ("extended", test_extended);
  ADD ("ends", test_ends);
  ADD ("account-switched", test_account_switched);

  return g_test_run ();
}
