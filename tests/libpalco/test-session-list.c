/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include "palco-session-list-private.h"

#define SECOND_JSON "{\"id\":\"s2\",\"size\":\"Premium\",\"status\":\"Ready\"}"

typedef struct
{
  PalcoTestClient   base;
  PalcoSessionList *list;
  GString          *changes;   /* “position -removed +added;” */
} Fixture;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            GString    *changes)
{
  g_string_append_printf (changes, "%u -%u +%u;", position, removed, added);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  palco_test_client_set_up (&self->base, data);
  self->list = palco_session_list_new (self->base.client);
  self->changes = g_string_new (NULL);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (changed_cb), self->changes);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (self->list, self->changes);
  palco_test_await_finalize (self->list);
  g_string_free (self->changes, TRUE);
  palco_test_client_tear_down (&self->base, data);
}

static void
answer_list (Fixture    *self,
             const char *body)
{
  palco_test_server_reset (self->base.server, "GET", SESSIONS_PATH);
  palco_test_server_answer (self->base.server, "GET", SESSIONS_PATH,
                            &(PalcoTestAnswer) { .body = body });
}

static void
answer_session (Fixture    *self,
                guint       status,
                const char *body)
{
  palco_test_server_answer (self->base.server, "GET", SESSION_PATH,
                            &(PalcoTestAnswer) { .status = status, .body = body });
}

static gboolean
refresh (Fixture  *self,
         GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_session_list_refresh_async (self->list, NULL, palco_test_await_cb, &result);
  g_assert_true (palco_session_list_get_loading (self->list));
  palco_test_await (&result);
  g_assert_false (palco_session_list_get_loading (self->list));

  return palco_session_list_refresh_finish (self->list, result, error);
}

static void
assert_changes (Fixture    *self,
                const char *changes)
{
  g_assert_cmpstr (self->changes->str, ==, changes);
  g_string_truncate (self->changes, 0);
}

static void
test_merge (Fixture       *self,
            gconstpointer  data)
{
  PalcoSession *session;

  answer_list (self, "{\"sessions\":[" STARTING_JSON "]}");
  g_assert_true (refresh (self, NULL));
  assert_changes (self, "0 -0 +1;");
  session = palco_session_list_lookup (self->list, "s1");

  answer_list (self, "{\"sessions\":[" READY_JSON "," SECOND_JSON "]}");
  g_assert_true (refresh (self, NULL));
  assert_changes (self, "0 -0 +1;");
  g_assert_true (palco_session_list_lookup (self->list, "s1") == session);
  g_assert_cmpint (palco_session_get_state (session), ==, PALCO_SESSION_STATE_READY);

  g_assert_true (refresh (self, NULL));
  assert_changes (self, "");
}

/* How a session ended is shown, although lists have live ones only. */
static void
test_vanished (Fixture       *self,
               gconstpointer  data)
{
  answer_list (self, "{\"sessions\":[" READY_JSON "]}");
  g_assert_true (refresh (self, NULL));
  assert_changes (self, "0 -0 +1;");

  answer_list (self, "{\"sessions\":[]}");
  answer_session (self, 200, STOPPED_JSON);
  g_assert_true (refresh (self, NULL));
  assert_changes (self, "");
  g_assert_cmpint (palco_session_get_state (palco_session_list_lookup (self->list, "s1")),
                   ==, PALCO_SESSION_STATE_STOPPED);

  /* It has ended: nobody asks again. */
  g_assert_true (refresh (self, NULL));
  g_assert_cmpuint (palco_test_server_count (self->base.server, "GET", SESSION_PATH), ==, 1);
}

static void
test_forgotten_by_service (Fixture       *self,
                           gconstpointer  data)
{
  answer_list (self, "{\"sessions\":[" READY_JSON "]}");
  g_assert_true (refresh (self, NULL));
  answer_list (self, "{\"sessions\":[]}");
  answer_session (self, 404, NULL);
  g_assert_true (refresh (self, NULL));
  assert_changes (self, "0 -0 +1;0 -1 +0;");
}

static void
test_failure_keeps (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  answer_list (self, "{\"sessions\":[" READY_JSON "]}");
  g_assert_true (refresh (self, NULL));
  assert_changes (self, "0 -0 +1;");

  palco_test_server_reset (self->base.server, "GET", SESSIONS_PATH);
  palco_test_server_answer (self->base.server, "GET", SESSIONS_PATH,
                            &(PalcoTestAnswer) { .status = 403 });
  g_assert_false (refresh (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_FORBIDDEN);
  g_assert_error (palco_session_list_get_error (self->list), PALCO_ERROR, PALCO_ERROR_FORBIDDEN);
  assert_changes (self, "");

  answer_list (self, "{\"sessions\":[" READY_JSON "]}");
  g_assert_true (refresh (self, NULL));
  g_assert_no_error (palco_session_list_get_error (self->list));
}

static void
test_add (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr(PalcoSession) session = NULL;

  answer_session (self, 200, STARTING_JSON);
  session = palco_test_client_get (&self->base, NULL);
  palco_session_list_add (self->list, session);
  palco_session_list_add (self->list, session);
  assert_changes (self, "0 -0 +1;");
  g_assert_true (palco_session_list_lookup (self->list, "s1") == session);
  g_assert_null (palco_session_list_lookup (self->list, "s2"));
}

/* A session that starts is looked at alone until it is ready. */
static void
test_polling (Fixture       *self,
              gconstpointer  data)
{
  PalcoSession *session;

  palco_client_get_timing (self->base.client)->poll_idle_msecs = 60 * 1000;
  answer_list (self, "{\"sessions\":[" STARTING_JSON "]}");
  for (guint i = 0; i < 3; i++)
    answer_session (self, 200, STARTING_JSON);
  answer_session (self, 200, READY_JSON);

  palco_session_list_set_polling (self->list, TRUE);
  palco_test_await_that ((session = palco_session_list_lookup (self->list, "s1")) != NULL &&
                         palco_session_get_state (session) == PALCO_SESSION_STATE_READY);
  g_assert_cmpuint (palco_test_server_count (self->base.server, "GET", SESSION_PATH), ==, 4);
  g_assert_cmpuint (palco_test_server_count (self->base.server, "GET", SESSIONS_PATH), ==, 1);

  palco_test_await_that (!palco_session_list_get_loading (self->list));
  palco_session_list_set_polling (self->list, FALSE);
  g_assert_null (self->list->timer);
}

static void
test_polling_goes_on (Fixture       *self,
                      gconstpointer  data)
{
  palco_test_server_answer (self->base.server, "GET", SESSIONS_PATH,
                            &(PalcoTestAnswer) { .status = 403 });
  palco_session_list_set_polling (self->list, TRUE);
  palco_test_await_that (palco_test_server_count (self->base.server, "GET", SESSIONS_PATH) >= 3);
  g_assert_nonnull (palco_session_list_get_error (self->list));

  answer_list (self, "{\"sessions\":[]}");
  palco_test_await_that (palco_session_list_get_error (self->list) == NULL);
  palco_session_list_set_polling (self->list, FALSE);
}

static void
test_polling_patience (Fixture       *self,
                       gconstpointer  data)
{
  palco_test_server_answer (self->base.server, "GET", SESSIONS_PATH,
                            &(PalcoTestAnswer) { .body = "{\"sessions\":[]}",
                                                 .headers = { "Retry-After", "120" } });
  palco_session_list_set_polling (self->list, TRUE);
  palco_test_await_that (self->list->timer != NULL);
  g_assert_cmpint (g_source_get_ready_time (self->list->timer) - g_get_monotonic_time (),
                   >, 100 * G_USEC_PER_SEC);
  palco_session_list_set_polling (self->list, FALSE);
}

/* The end of a lease is not shown half a minute late. */
static void
test_polling_lease_end (Fixture       *self,
                        gconstpointer  data)
{
  palco_client_get_timing (self->base.client)->poll_idle_msecs = 60 * 1000;
  answer_list (self, "{\"sessions\":[{\"id\":\"s1\",\"size\":\"Standard\",\"status\":\"Ready\","
                     "\"maxLeaseTimeMinutes\":10,\"palco\":{\"secondsLeft\":20}}]}");
  palco_session_list_set_polling (self->list, TRUE);
  palco_test_await_that (self->list->timer != NULL);
  g_assert_cmpint (g_source_get_ready_time (self->list->timer) - g_get_monotonic_time (),
                   <=, 21 * G_USEC_PER_SEC);
  palco_session_list_set_polling (self->list, FALSE);
}

/* Stopped in the middle: nothing is left running. */
static void
test_polling_stopped (Fixture       *self,
                      gconstpointer  data)
{
  palco_test_server_answer (self->base.server, "GET", SESSIONS_PATH,
                            &(PalcoTestAnswer) { .hang = TRUE });
  palco_session_list_set_polling (self->list, TRUE);
  palco_test_await_that (palco_test_server_count (self->base.server, "GET", SESSIONS_PATH) == 1);
  palco_session_list_set_polling (self->list, FALSE);
  palco_test_await_that (!palco_session_list_get_loading (self->list));
  g_assert_no_error (palco_session_list_get_error (self->list));
  g_assert_null (self->list->timer);
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/session-list/merge", test_merge },
    { "/session-list/vanished", test_vanished },
    { "/session-list/forgotten-by-service", test_forgotten_by_service },
    { "/session-list/failure-keeps", test_failure_keeps },
    { "/session-list/add", test_add },
    { "/session-list/polling/starting", test_polling },
    { "/session-list/polling/goes-on", test_polling_goes_on },
    { "/session-list/polling/patience", test_polling_patience },
    { "/session-list/polling/lease-end", test_polling_lease_end },
    { "/session-list/polling/stopped", test_polling_stopped },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
