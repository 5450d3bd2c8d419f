/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-region-private.h"
#include "palco-session-private.h"

static PalcoSession *
make_session (void)
{
  const PalcoRegionInfo info = { .id = "here", .endpoint = "https://here.example/" };
  g_autoptr(PalcoRegion) region = palco_region_new (&info);

  return palco_session_new ("s1", region);
}

static PalcoSessionFacts
ready_facts (void)
{
  return (PalcoSessionFacts) {
    .id = g_strdup ("s1"),
    .size_id = g_strdup ("Standard"),
    .state = PALCO_SESSION_STATE_READY,
    .state_name = g_strdup ("Ready"),
    .lease_minutes = 30,
    .has_elapsed = TRUE,
    .elapsed_minutes = 10,
    .seconds_left = -1,
    .idle_seconds = -1,
    .hostname = g_strdup ("render.example"),
    .handshake_port = 50000,
    .inspector_port = 50001,
  };
}

static void
take (PalcoSession      *session,
      PalcoSessionFacts  facts)
{
  palco_session_take_facts (session, &facts, NULL);
}

static void
count_cb (PalcoSession *session,
          GParamSpec   *pspec,
          GString      *names)
{
  g_string_append_printf (names, "%s ", pspec->name);
}

static void
test_notify_only_changes (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  g_autoptr(GString) names = g_string_new (NULL);
  PalcoSessionFacts facts;

  take (session, ready_facts ());
  g_signal_connect (session, "notify", G_CALLBACK (count_cb), names);

  facts = ready_facts ();
  facts.seconds_left = -1;
  take (session, facts);
  g_assert_cmpstr (names->str, ==, "");

  facts = ready_facts ();
  facts.client_connected = TRUE;
  take (session, facts);
  g_assert_cmpstr (names->str, ==, "client-connected ");
  g_assert_finalize_object (g_steal_pointer (&session));
}

/* Not every service tells since when a session is ready; what was found first holds. */
static void
test_times (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) ready = NULL;
  PalcoSessionFacts facts;

  take (session, ready_facts ());
  g_assert_nonnull (palco_session_get_ready_time (session));
  g_assert_null (palco_session_get_end_time (session));
  ready = g_date_time_ref (palco_session_get_ready_time (session));
  g_assert_cmpint (g_date_time_difference (now, ready) / G_TIME_SPAN_MINUTE, >=, 9);
  g_assert_cmpint (g_date_time_difference (now, ready) / G_TIME_SPAN_MINUTE, <=, 10);

  facts = ready_facts ();
  facts.state = PALCO_SESSION_STATE_STOPPED;
  facts.elapsed_minutes = 12;
  take (session, facts);
  g_assert_true (g_date_time_equal (palco_session_get_ready_time (session), ready));
  g_assert_nonnull (palco_session_get_end_time (session));
}

static void
test_idle (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  g_autoptr(GString) names = g_string_new (NULL);
  PalcoSessionFacts facts = ready_facts ();

  take (session, ready_facts ());
  g_assert_cmpint (palco_session_get_idle_seconds (session), ==, -1);

  g_signal_connect (session, "notify", G_CALLBACK (count_cb), names);
  facts.idle_seconds = 40;
  take (session, facts);
  g_assert_cmpstr (names->str, ==, "idle-seconds ");
  session->used_usec -= 20 * G_USEC_PER_SEC;
  g_assert_cmpint (palco_session_get_idle_seconds (session), >=, 60);
  g_assert_cmpint (palco_session_get_idle_seconds (session), <, 120);

  /* Since long before this computer was switched on. */
  facts = ready_facts ();
  facts.idle_seconds = G_MAXINT;
  take (session, facts);
  g_assert_cmpint (palco_session_get_idle_seconds (session), >=, G_MAXINT);

  facts = ready_facts ();
  facts.state = PALCO_SESSION_STATE_STOPPED;
  facts.idle_seconds = 40;
  take (session, facts);
  g_assert_cmpint (palco_session_get_idle_seconds (session), ==, -1);
}

/* Minutes are rounded down: of two answers the one that leaves less time is right. */
static void
test_estimate (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  gint64 left;

  g_assert_cmpint (palco_session_get_seconds_left (session), ==, -1);

  take (session, ready_facts ());
  left = palco_session_get_seconds_left (session);
  g_assert_cmpint (left, <=, 20 * 60);
  g_assert_cmpint (left, >=, 20 * 60 - 30);

  session->deadline_usec -= 45 * G_USEC_PER_SEC;
  take (session, ready_facts ());
  g_assert_cmpint (palco_session_get_seconds_left (session), <=, 20 * 60 - 45);
}

static void
test_estimate_from_creation (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  PalcoSessionFacts facts = ready_facts ();
  gint64 left;

  facts.has_elapsed = FALSE;
  facts.creation_time = g_date_time_add_minutes (now, -5);
  take (session, facts);

  left = palco_session_get_seconds_left (session);
  g_assert_cmpint (left, <=, 25 * 60);
  g_assert_cmpint (left, >=, 25 * 60 - 30);
}

static void
test_told (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  PalcoSessionFacts facts = ready_facts ();

  facts.seconds_left = 77;
  take (session, facts);
  g_assert_cmpint (palco_session_get_seconds_left (session), >=, 50);
  g_assert_cmpint (palco_session_get_seconds_left (session), <=, 77);
}

/* An extended lease makes the end later, however early it was before. */
static void
test_extended (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  PalcoSessionFacts facts = ready_facts ();

  take (session, ready_facts ());
  facts.lease_minutes = 90;
  take (session, facts);
  g_assert_cmpint (palco_session_get_seconds_left (session), >, 79 * 60);
}

static void
test_ended (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  PalcoSessionFacts facts = ready_facts ();

  take (session, ready_facts ());
  g_assert_false (palco_session_is_ended (session));
  facts.state = PALCO_SESSION_STATE_EXPIRED;
  take (session, facts);
  g_assert_true (palco_session_is_ended (session));
  g_assert_cmpint (palco_session_get_seconds_left (session), ==, -1);
}

static void
test_inspector_url (void)
{
  g_autoptr(PalcoSession) session = make_session ();
  g_autofree char *url = NULL;
  g_autofree char *local_url = NULL;
  PalcoSessionFacts facts = ready_facts ();

  g_assert_null (palco_session_dup_inspector_url (session));

  take (session, ready_facts ());
  url = palco_session_dup_inspector_url (session);
  g_assert_cmpstr (url, ==, "https://render.example:50001/");

  g_free (facts.hostname);
  facts.hostname = g_strdup ("::1");
  take (session, facts);
  local_url = palco_session_dup_inspector_url (session);
  g_assert_cmpstr (local_url, ==, "http://[::1]:50001/");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/notify-only-changes", test_notify_only_changes);
  g_test_add_func ("/session/seconds-left/estimate", test_estimate);
  g_test_add_func ("/session/seconds-left/from-creation", test_estimate_from_creation);
  g_test_add_func ("/session/seconds-left/told", test_told);
  g_test_add_func ("/session/seconds-left/extended", test_extended);
  g_test_add_func ("/session/times", test_times);
  g_test_add_func ("/session/idle-seconds", test_idle);
  g_test_add_func ("/session/ended", test_ended);
  g_test_add_func ("/session/inspector-url", test_inspector_url);

  return g_test_run ();
}
