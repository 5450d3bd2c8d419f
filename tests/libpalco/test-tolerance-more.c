/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include <string.h>

#include "palco-error-private.h"
#include "palco-session-private.h"

/* What a client must tolerate: rules 8.10 to 8.18 of the wire contract, each under its number. */

static void
test_10_retried (PalcoTestClient *self,
                 gconstpointer    data)
{
  static const guint statuses[] = { 408, 500, 502, 503, 504 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PalcoSession) session = NULL;

      palco_test_server_reset (self->server, "GET", SESSION_PATH);
      for (guint n = 0; n < 3; n++)
        palco_test_client_answer (self, "GET", SESSION_PATH, statuses[i], NULL);
      palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);

      session = palco_test_client_get (self, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (palco_test_server_count (self->server, "GET", SESSION_PATH), ==, 4);
    }
}

static void
test_10_given_up (PalcoTestClient *self,
                  gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_test_client_answer (self, "GET", SESSION_PATH, 503, NULL);
  g_assert_null (palco_test_client_get (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_UNAVAILABLE);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", SESSION_PATH), ==, 4);
}

/* What is not idempotent is repeated only when it was certainly not done. */
static void
test_10_post (PalcoTestClient *self,
              gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_client_get_timing (self->client)->stop_retry_msecs = 60 * 1000;
  palco_client_get_timing (self->client)->stop_retry_max_msecs = 60 * 1000;
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);
  palco_test_client_answer (self, "POST", STOP_PATH, 502, NULL);
  session = palco_test_client_get (self, &error);

  g_assert_false (palco_test_client_stop (self, session, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_UNAVAILABLE);
  g_assert_cmpuint (palco_test_server_count (self->server, "POST", STOP_PATH), ==, 1);

  palco_test_server_reset (self->server, "POST", STOP_PATH);
  palco_test_client_answer (self, "POST", STOP_PATH, 503, NULL);
  palco_test_client_answer (self, "POST", STOP_PATH, 204, NULL);
  g_clear_error (&error);
  g_assert_true (palco_test_client_stop (self, session, &error));
  g_assert_cmpuint (palco_test_server_count (self->server, "POST", STOP_PATH), ==, 2);
}

static gboolean
wait_session (PalcoTestClient  *self,
              PalcoSession     *session,
              GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_wait_session_async (self->client, session, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_client_wait_session_finish (self->client, result, error);
}

static void
test_11_ready_later (PalcoTestClient *self,
                     gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  for (guint i = 0; i < 4; i++)
    palco_test_client_answer (self, "GET", SESSION_PATH, 200, STARTING_JSON);
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);

  session = palco_test_client_get (self, &error);
  g_assert_true (wait_session (self, session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (palco_session_get_state (session), ==, PALCO_SESSION_STATE_READY);
}

static void
test_11_poll_intervals (PalcoTestClient *self,
                        gconstpointer    data)
{
  g_autoptr(PalcoSession) session = NULL;

  *palco_client_get_timing (self->client) = (PalcoTiming) PALCO_TIMING_INIT;
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, STARTING_JSON);
  session = palco_test_client_get (self, NULL);
  g_assert_cmpuint (palco_client_get_poll_msecs (self->client, session), <, 2000);

  session->first_seen_usec -= 60 * G_USEC_PER_SEC;
  g_assert_cmpuint (palco_client_get_poll_msecs (self->client, session), ==, 2000);

  g_free (session->facts.size_id);
  session->facts.size_id = g_strdup ("Premium");
  g_assert_cmpuint (palco_client_get_poll_msecs (self->client, session), ==, 10000);
}

static void
test_12_ended_while_starting (PalcoTestClient *self,
                              gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_client_answer (self, "GET", SESSION_PATH, 200, STARTING_JSON);
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, STOPPED_JSON);
  session = palco_test_client_get (self, &error);
  g_assert_true (wait_session (self, session, &error));
  g_assert_no_error (error);
  g_assert_true (palco_session_is_ended (session));
}

static void
test_12_failed (PalcoTestClient *self,
                gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_client_answer (self, "GET", SESSION_PATH, 200, STARTING_JSON);
  palco_test_client_answer (self, "GET", SESSION_PATH, 200,
                            "{\"id\":\"s1\",\"size\":\"Standard\",\"status\":\"Error\","
                            "\"error\":{\"code\":\"NoCapacity\","
                            "\"message\":\"All are taken.\"}}");
  session = palco_test_client_get (self, &error);
  g_assert_false (wait_session (self, session, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_SESSION_FAILED);
  g_assert_nonnull (strstr (error->message, "All are taken."));
  g_assert_nonnull (strstr (error->message, "NoCapacity"));
}

static void
test_13_long_token (PalcoTestClient *self,
                    gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;
  g_autofree char *token = g_strnfill (6000, 'x');
  g_autofree char *body = g_strdup_printf ("{\"AccessToken\":\"%s\"}", token);

  palco_test_server_reset (self->server, "GET", TOKEN_PATH);
  palco_test_client_answer (self, "GET", TOKEN_PATH, 200, body);
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);

  session = palco_test_client_get (self, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (palco_test_server_get_header (self->server, "authorization"),
                                   token));
}

static void
test_14_headers (PalcoTestClient *self,
                 gconstpointer    data)
{
  static const char reply[] =
    "HTTP/1.1 200 Fine\r\n"
    "CONTENT-LENGTH: 47\r\n"
    "ms-cv: lower.0\r\n"
    "X-Extra: 1\r\n"
    "content-TYPE: text/plain; charset=\"utf-8\"\r\n"
    "\r\n"
    "{\"id\":\"s1\",\"size\":\"Standard\",\"status\":\"Ready\" }";
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_server_answer (self->server, "GET", SESSION_PATH,
                            &(PalcoTestAnswer) { .raw = reply });
  session = palco_test_client_get (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (palco_session_get_correlation_vector (session), ==, "lower.0");
}

static void
test_15_redirected (PalcoTestClient *self,
                    gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_server_answer (self->server, "PUT", SESSION_PATH,
                            &(PalcoTestAnswer) {
                              .status = 307,
                              .headers = { "Location", "/elsewhere?x=1" },
                            });
  palco_test_client_answer (self, "PUT", "/elsewhere", 201, STARTING_JSON);

  session = palco_test_client_create (self, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (palco_test_server_get_body (self->server), "maxLeaseTimeMinutes"));
  g_assert_cmpstr (palco_test_server_get_header (self->server, "authorization"), ==,
                   "Bearer " TEST_TOKEN);
}

static void
test_16_sts (PalcoTestClient *self,
             gconstpointer    data)
{
  g_autoptr(PalcoTestServer) sts = palco_test_server_new ();
  g_autoptr(PalcoSession) session = NULL;
  g_autoptr(GError) error = NULL;

  palco_account_set_sts_url (self->account, palco_test_server_get_url (sts));
  palco_test_server_answer (sts, "GET", TOKEN_PATH,
                            &(PalcoTestAnswer) { .body = "{\"AccessToken\":\"other\"}" });
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);

  session = palco_test_client_get (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (palco_test_server_get_header (sts, "authorization"), ==,
                   "Bearer " TEST_ACCOUNT ":" TEST_KEY);
  g_assert_cmpstr (palco_test_server_get_header (self->server, "authorization"), ==,
                   "Bearer other");
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 0);
}

static void
test_17_old_lease (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);
  palco_test_client_answer (self, "PATCH", SESSION_PATH, 200, READY_JSON);
  session = palco_test_client_get (self, &error);

  palco_client_update_session_async (self->client, session, 60, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  g_assert_true (palco_client_update_session_finish (self->client, result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (palco_test_server_get_body (self->server), ==, "{\"maxLeaseTimeMinutes\": 60}");
  g_assert_cmpuint (palco_session_get_lease_minutes (session), ==, 30);
}

static void
test_18_no_content (PalcoTestClient *self,
                    gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_client_answer (self, "GET", SESSION_PATH, 200, STOPPED_JSON);
  palco_test_server_answer (self->server, "POST", STOP_PATH,
                            &(PalcoTestAnswer) {
                              .raw = "HTTP/1.1 204 No Content\r\nMS-CV: a.0\r\n\r\n",
                            });
  session = palco_test_client_get (self, &error);
  g_assert_true (palco_test_client_stop (self, session, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  static const PalcoTestClientTest tests[] = {
    { "/tolerance/10/retried", test_10_retried },
    { "/tolerance/10/given-up", test_10_given_up },
    { "/tolerance/10/post", test_10_post },
    { "/tolerance/11/ready-later", test_11_ready_later },
    { "/tolerance/11/poll-intervals", test_11_poll_intervals },
    { "/tolerance/12/ended-while-starting", test_12_ended_while_starting },
    { "/tolerance/12/failed", test_12_failed },
    { "/tolerance/13/long-token", test_13_long_token },
    { "/tolerance/14/headers", test_14_headers },
    { "/tolerance/15/redirected", test_15_redirected },
    { "/tolerance/16/sts", test_16_sts },
    { "/tolerance/17/old-lease", test_17_old_lease },
    { "/tolerance/18/no-content", test_18_no_content },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  palco_test_client_add (tests, G_N_ELEMENTS (tests));

  return g_test_run ();
}
