/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include <string.h>

#include "palco-error-private.h"
#include "palco-session-private.h"

/* What a client must tolerate: rules 8.1 to 8.9 of the wire contract, each under its number. */

static void
test_01_created_or_there (PalcoTestClient *self,
                          gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) first = NULL;
  g_autoptr(PalcoSession) again = NULL;

  palco_test_client_answer (self, "PUT", SESSION_PATH, 201, STARTING_JSON);
  palco_test_client_answer (self, "PUT", SESSION_PATH, 200, STARTING_JSON);

  first = palco_test_client_create (self, &error);
  g_assert_no_error (error);
  again = palco_test_client_create (self, &error);
  g_assert_no_error (error);
  g_assert_true (first == again);
}

/* A PUT whose answer is lost is sent again. */
static void
test_01_put_again (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_server_answer (self->server, "PUT", SESSION_PATH,
                            &(PalcoTestAnswer) {
                              .raw = "HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{",
                            });
  palco_test_client_answer (self, "PUT", SESSION_PATH, 200, STARTING_JSON);

  session = palco_test_client_create (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (palco_test_server_count (self->server, "PUT", SESSION_PATH), ==, 2);
}

static void
test_fixture_state (PalcoTestClient *self,
                    const char      *fixture,
                    const char      *state_name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_server_answer (self->server, "GET", SESSION_PATH,
                            &(PalcoTestAnswer) { .fixture = fixture });
  session = palco_test_client_get (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (palco_session_get_state_name (session), ==, state_name);
}

static void
test_02_nulls_and_zeros (PalcoTestClient *self,
                         gconstpointer    data)
{
  test_fixture_state (self, "api/hostile/session-nulls.json", "Starting");
}

static void
test_03_required_only (PalcoTestClient *self,
                       gconstpointer    data)
{
  test_fixture_state (self, "api/hostile/session-minimal.json", "Ready");
}

static void
test_04_unknown (PalcoTestClient *self,
                 gconstpointer    data)
{
  test_fixture_state (self, "api/hostile/session-unknown.json", "Hibernating");
}

static void
test_05_times (PalcoTestClient *self,
               gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_client_answer (self, "GET", SESSION_PATH, 200,
                            "{\"id\":\"s1\",\"size\":\"a\",\"status\":\"Ready\","
                            "\"creationTime\":\"2022-09-14T01:05:32.4773534Z\"}");
  session = palco_test_client_get (self, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_to_unix (palco_session_get_creation_time (session)), ==, 1663117532);
}

/* Pages with an absolute link, a relative one, without sessions, and a last one; the same
 * session twice; one that has ended. */
static void
test_06_pages (PalcoTestClient *self,
               gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sessions = NULL;

  palco_test_client_answer (self, "GET", SESSIONS_PATH, 200,
                            "{\"sessions\":[" STARTING_JSON "],\"@nextLink\":\"@BASE@/two?x=1\"}");
  palco_test_client_answer (self, "GET", "/two", 200, "{\"sessions\":[],\"@nextLink\":\"/three\"}");
  palco_test_client_answer (self, "GET", "/three", 200,
                            "{\"sessions\":[" STARTING_JSON ",{\"id\":\"s2\",\"size\":\"Standard\","
                            "\"status\":\"Stopped\"}],\"@nextLink\":\"\"}");

  sessions = palco_test_client_list (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 2);
  g_assert_cmpstr (palco_session_get_id (g_ptr_array_index (sessions, 1)), ==, "s2");
}

static void
test_06_foreign_link (PalcoTestClient *self,
                      gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_test_client_answer (self, "GET", SESSIONS_PATH, 200,
                            "{\"sessions\":[],\"@nextLink\":\"https://evil.example/more\"}");
  g_assert_null (palco_test_client_list (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
}

static void
test_06_endless_list (PalcoTestClient *self,
                      gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_test_client_answer (self, "GET", SESSIONS_PATH, 200,
                            "{\"sessions\":[],\"@nextLink\":\"" SESSIONS_PATH "\"}");
  g_assert_null (palco_test_client_list (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
}

/* One more than anybody has. */
static void
test_06_crowded_list (PalcoTestClient *self,
                      gconstpointer    data)
{
  g_autoptr(GString) json = g_string_new ("{\"sessions\":[");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 10001; i++)
    g_string_append_printf (json, "%s{\"id\":\"%u\",\"size\":\"a\",\"status\":\"b\"}",
                            i > 0 ? "," : "", i);
  g_string_append (json, "]}");

  palco_test_client_answer (self, "GET", SESSIONS_PATH, 200, json->str);
  g_assert_null (palco_test_client_list (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
}

typedef struct
{
  guint       status;
  const char *fixture;   /* NULL for no body */
  PalcoError  code;
  const char *text;      /* in the message */
} ErrorCase;

static const ErrorCase error_cases[] = {
  { 400, "api/hostile/error-nulls.json", PALCO_ERROR_INVALID_ARGUMENT, "cannot be negative" },
  { 400, "api/hostile/page.json", PALCO_ERROR_INVALID_ARGUMENT, "400" },
  { 403, NULL, PALCO_ERROR_FORBIDDEN, "403" },
  { 403, "api/reply-error-forbidden.json", PALCO_ERROR_FORBIDDEN, "another account" },
  { 404, NULL, PALCO_ERROR_NOT_FOUND, "404" },
  { 409, "api/hostile/error-nested.json", PALCO_ERROR_CONFLICT, "Taken." },
  { 418, "api/hostile/error-text.json", PALCO_ERROR_PROTOCOL, "418" },
  { 422, "api/reply-error-unprocessable.json", PALCO_ERROR_REFUSED, "longer" },
};

static void
test_07_errors (PalcoTestClient *self,
                gconstpointer    data)
{
  for (guint i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      const ErrorCase *c = &error_cases[i];
      g_autoptr(GError) error = NULL;

      palco_test_server_reset (self->server, "GET", SESSION_PATH);
      palco_test_server_answer (self->server, "GET", SESSION_PATH,
                                &(PalcoTestAnswer) { .status = c->status, .fixture = c->fixture,
                                                     .headers = { "MS-CV", "cv.0" } });
      g_assert_null (palco_test_client_get (self, &error));
      g_assert_error (error, PALCO_ERROR, (int) c->code);
      g_assert_nonnull (strstr (error->message, c->text));
      g_assert_cmpstr (palco_error_get_correlation_vector (error), ==, "cv.0");
      g_assert_cmpuint (palco_test_server_count (self->server, "GET", SESSION_PATH), ==, 1);
    }
}

/* A token that was refused is replaced, once. */
static void
test_08_new_token (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_client_answer (self, "GET", SESSION_PATH, 401, NULL);
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);

  session = palco_test_client_get (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 2);
}

static void
test_08_refused (PalcoTestClient *self,
                 gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_test_client_answer (self, "GET", SESSION_PATH, 401, NULL);
  g_assert_null (palco_test_client_get (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_AUTHENTICATION);
  g_assert_true (palco_error_is_credentials (error));
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", SESSION_PATH), ==, 2);
}

static void
test_08_wrong_key (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_test_server_reset (self->server, "GET", TOKEN_PATH);
  palco_test_client_answer (self, "GET", TOKEN_PATH, 401, NULL);
  g_assert_null (palco_test_client_get (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_AUTHENTICATION);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 1);
}

static void
answer_throttled (PalcoTestClient *self,
                  const char      *method,
                  const char      *path,
                  const char      *retry_after)
{
  palco_test_server_answer (self->server, method, path,
                            &(PalcoTestAnswer) {
                              .status = 429,
                              .headers = { "Retry-After", retry_after },
                            });
}

static void
test_09_throttled (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_server_reset (self->server, "GET", TOKEN_PATH);
  answer_throttled (self, "GET", TOKEN_PATH, "0");
  palco_test_client_answer (self, "GET", TOKEN_PATH, 200, "{\"AccessToken\":\"t\"}");
  answer_throttled (self, "GET", SESSION_PATH, "Sun, 06 Nov 1994 08:49:37 GMT");
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);

  session = palco_test_client_get (self, &error);
  g_assert_no_error (error);

  answer_throttled (self, "POST", STOP_PATH, "0");
  palco_test_client_answer (self, "POST", STOP_PATH, 204, NULL);
  g_assert_true (palco_test_client_stop (self, session, &error));
  g_assert_no_error (error);
}

/* Longer than anybody waits in front of a window: the caller is told. */
static void
test_09_much_patience (PalcoTestClient *self,
                       gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  answer_throttled (self, "GET", SESSION_PATH, "3600");
  g_assert_null (palco_test_client_get (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_THROTTLED);
  g_assert_true (palco_error_is_transient (error));
  g_assert_cmpint (palco_error_get_retry_after_msecs (error), ==, 3600 * 1000);
  g_assert_cmpint (palco_client_get_patience_msecs (self->client), >, 3500 * 1000);
}

static void
test_09_on_success (PalcoTestClient *self,
                    gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;

  palco_test_server_answer (self->server, "GET", SESSION_PATH,
                            &(PalcoTestAnswer) {
                              .body = READY_JSON,
                              .headers = { "Retry-After", "60" },
                            });
  session = palco_test_client_get (self, &error);
  g_assert_no_error (error);
  g_assert_cmpint (palco_client_get_patience_msecs (self->client), >, 50 * 1000);
}

int
main (int    argc,
      char **argv)
{
  static const PalcoTestClientTest tests[] = {
    { "/tolerance/01/created-or-there", test_01_created_or_there },
    { "/tolerance/01/put-again", test_01_put_again },
    { "/tolerance/02/nulls-and-zeros", test_02_nulls_and_zeros },
    { "/tolerance/03/required-only", test_03_required_only },
    { "/tolerance/04/unknown", test_04_unknown },
    { "/tolerance/05/times", test_05_times },
    { "/tolerance/06/pages", test_06_pages },
    { "/tolerance/06/foreign-link", test_06_foreign_link },
    { "/tolerance/06/endless-list", test_06_endless_list },
    { "/tolerance/06/crowded-list", test_06_crowded_list },
    { "/tolerance/07/errors", test_07_errors },
    { "/tolerance/08/new-token", test_08_new_token },
    { "/tolerance/08/refused", test_08_refused },
    { "/tolerance/08/wrong-key", test_08_wrong_key },
    { "/tolerance/09/throttled", test_09_throttled },
    { "/tolerance/09/much-patience", test_09_much_patience },
    { "/tolerance/09/on-success", test_09_on_success },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  palco_test_client_add (tests, G_N_ELEMENTS (tests));

  return g_test_run ();
}
