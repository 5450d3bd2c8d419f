/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"
#include "palco-test-server.h"

#include <string.h>

#include "palco-error-private.h"
#include "palco-http-private.h"
#include "palco-retry-after.h"

#define NOTHING_LISTENS "http://127.0.0.1:1"

typedef struct
{
  PalcoTestServer *server;
  PalcoTiming      timing;
  PalcoHttp       *http;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->server = palco_test_server_new ();
  self->timing = (PalcoTiming) PALCO_TIMING_INIT;
  self->timing.retry_msecs = 1;
  self->http = palco_http_new (&self->timing);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->http);
  palco_test_server_free (self->server);
}

static PalcoReply *
send_to (Fixture       *self,
         const char    *method,
         const char    *url,
         GCancellable  *cancellable,
         GError       **error)
{
  const PalcoRequest request = { .method = method, .url = url, .authorization = "Bearer secret" };
  g_autoptr(GAsyncResult) result = NULL;

  palco_http_send_async (self->http, &request, cancellable, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_http_send_finish (self->http, result, error);
}

static PalcoReply *
get (Fixture     *self,
     const char  *path,
     GError     **error)
{
  g_autofree char *url = g_strconcat (palco_test_server_get_url (self->server), path, NULL);

  return send_to (self, "GET", url, NULL, error);
}

static void
test_insecure (Fixture       *self,
               gconstpointer  data)
{
  static const char * const urls[] = {
    "http://service.example/", "http://10.0.0.1/", "http://127.0.0.1.example/",
    "http://localhost.example/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (send_to (self, "GET", urls[i], NULL, &error));
      g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INSECURE);
      g_assert_false (palco_error_is_uncertain (error));
    }
}

static void
test_no_address (Fixture       *self,
                 gconstpointer  data)
{
  static const char * const urls[] =
    { "", "service", "https://", "ftp://h.example/", "https:///x" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (send_to (self, "GET", urls[i], NULL, &error));
      g_assert_true (palco_error_has_code (error, PALCO_ERROR_INVALID_ARGUMENT) ||
                     palco_error_has_code (error, PALCO_ERROR_INSECURE));
    }
}

/* To http, to another host, and in a circle. */
static void
test_redirect_refused (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr(PalcoTestServer) other = palco_test_server_new ();
  g_autofree char *other_url = g_strconcat (palco_test_server_get_url (other), "/b", NULL);
  const struct {
    const char *location;
    PalcoError  code;
  } cases[] = {
    { "http://evil.example/", PALCO_ERROR_INSECURE },
    { "https://evil.example/", PALCO_ERROR_INSECURE },
    { other_url, PALCO_ERROR_INSECURE },
    { "/a", PALCO_ERROR_PROTOCOL },
    { "//:bad", PALCO_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      palco_test_server_reset (self->server, "GET", "/a");
      palco_test_server_answer (self->server, "GET", "/a",
                                &(PalcoTestAnswer) {
                                  .status = 307,
                                  .headers = { "Location", cases[i].location },
                                });
      g_assert_null (get (self, "/a", &error));
      g_assert_error (error, PALCO_ERROR, (int) cases[i].code);
    }

  g_assert_cmpuint (palco_test_server_count (other, "GET", "/b"), ==, 0);
}

static void
test_redirect_of_post (Fixture       *self,
                       gconstpointer  data)
{
  g_autofree char *url = g_strconcat (palco_test_server_get_url (self->server), "/a", NULL);
  g_autoptr(GError) error = NULL;

  palco_test_server_answer (self->server, "POST", "/a",
                            &(PalcoTestAnswer) { .status = 302, .headers = { "Location", "/b" } });
  g_assert_null (send_to (self, "POST", url, NULL, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
}

static void
test_refused_connection (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (send_to (self, "PUT", NOTHING_LISTENS, NULL, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CONNECTION);
  g_assert_false (palco_error_is_uncertain (error));
}

typedef struct
{
  const char *raw;
  PalcoError  code;
} RawCase;

static const RawCase raw_cases[] = {
  { "", PALCO_ERROR_CONNECTION },
  { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":", PALCO_ERROR_CONNECTION },
  { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", PALCO_ERROR_CONNECTION },
  { "SSH-2.0-OpenSSH_9.2\r\n\r\n", PALCO_ERROR_PROTOCOL },
  { "\x16\x03\x01\x02\x01 is not text\r\n\r\n", PALCO_ERROR_PROTOCOL },
};

/* Whatever comes, it ends, and in words. */
static void
test_garbage (Fixture       *self,
              gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (raw_cases); i++)
    {
      g_autoptr(GError) error = NULL;

      palco_test_server_reset (self->server, "GET", "/a");
      palco_test_server_answer (self->server, "GET", "/a",
                                &(PalcoTestAnswer) { .raw = raw_cases[i].raw });
      g_assert_null (get (self, "/a", &error));
      g_assert_error (error, PALCO_ERROR, (int) raw_cases[i].code);
      g_assert_true (palco_error_is_uncertain (error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_no_answer (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->timing.request_msecs = 50;
  palco_test_server_answer (self->server, "GET", "/a", &(PalcoTestAnswer) { .hang = TRUE });
  g_assert_null (get (self, "/a", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CONNECTION);
  g_assert_true (palco_error_is_uncertain (error));
  g_assert_true (palco_error_is_transient (error));
}

static void
test_too_large (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *body = g_strnfill (5 * 1024 * 1024, ' ');
  g_autoptr(GError) error = NULL;

  palco_test_server_answer (self->server, "GET", "/a", &(PalcoTestAnswer) { .body = body });
  g_assert_null (get (self, "/a", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
}

static void
cancel_when_asked (Fixture         *self,
                   const char      *path,
                   PalcoTestAnswer  answer,
                   guint            n_requests)
{
  g_autofree char *url = g_strconcat (palco_test_server_get_url (self->server), path, NULL);
  const PalcoRequest request = { .method = "GET", .url = url };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_test_server_answer (self->server, "GET", path, &answer);
  palco_http_send_async (self->http, &request, cancellable, palco_test_await_cb, &result);
  palco_test_await_that (palco_test_server_count (self->server, "GET", path) == n_requests);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);

  g_assert_null (palco_http_send_finish (self->http, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (palco_error_is_cancelled (error));
  g_assert_true (palco_error_is_uncertain (error));
}

static void
test_cancel_before_reply (Fixture       *self,
                          gconstpointer  data)
{
  cancel_when_asked (self, "/a", (PalcoTestAnswer) { .hang = TRUE }, 1);
}

static void
test_cancel_between_retries (Fixture       *self,
                             gconstpointer  data)
{
  self->timing.retry_msecs = 20 * 1000;
  cancel_when_asked (self, "/a", (PalcoTestAnswer) { .status = 503 }, 1);
}

static void
test_cancelled_before (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (send_to (self, "GET", palco_test_server_get_url (self->server), cancellable,
                          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A retry would come after the time that a request has. */
static void
test_no_time_for_retry (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->timing.retry_msecs = 25 * 1000;
  self->timing.request_msecs = 20 * 1000;
  palco_test_server_answer (self->server, "GET", "/a", &(PalcoTestAnswer) { .status = 503 });
  g_assert_null (get (self, "/a", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_UNAVAILABLE);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", "/a"), ==, 1);
}

static void
test_request (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = NULL;

  palco_test_server_answer (self->server, "GET", "/a",
                            &(PalcoTestAnswer) {
                              .body = "{}",
                              .headers = { "MS-CV", "x.0", "Retry-After", "7" },
                            });
  reply = get (self, "/a", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->correlation_vector, ==, "x.0");
  g_assert_cmpint (reply->retry_after_msecs, ==, 7000);
  g_assert_cmpuint (strlen (palco_test_server_get_header (self->server, "x-mrc-cv")), ==, 24);
  g_assert_true (g_uuid_string_is_valid (palco_test_server_get_header (self->server,
                                                                       "x-ms-client-request-id")));
  g_assert_true (g_str_has_prefix (palco_test_server_get_header (self->server, "user-agent"),
                                   "Palco/"));
}

static void
test_retry_after (void)
{
  const gint64 now = 784111777;   /* Sun, 06 Nov 1994 08:49:37 GMT */

  g_assert_cmpint (palco_retry_after_parse (NULL, now), ==, -1);
  g_assert_cmpint (palco_retry_after_parse ("0", now), ==, 0);
  g_assert_cmpint (palco_retry_after_parse ("120", now), ==, 120 * 1000);
  g_assert_cmpint (palco_retry_after_parse ("Sun, 06 Nov 1994 08:49:47 GMT", now), ==, 10 * 1000);
  g_assert_cmpint (palco_retry_after_parse ("Sun, 06 Nov 1994 08:49:07 GMT", now), ==, 0);
  g_assert_cmpint (palco_retry_after_parse ("Sun, 06 Nov 2094 08:49:07 GMT", now), ==,
                   86400 * 1000);
  g_assert_cmpint (palco_retry_after_parse ("soon", now), ==, -1);
  g_assert_cmpint (palco_retry_after_parse ("-5", now), ==, -1);
  g_assert_cmpint (palco_retry_after_parse ("99999999999999999999", now), ==, -1);
}

static void
test_error_copy (void)
{
  g_autoptr(GError) error = g_error_new (PALCO_ERROR, PALCO_ERROR_THROTTLED, "x");
  g_autoptr(GError) copy = NULL;
  g_autoptr(GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  palco_error_set_correlation_vector (error, "cv.0");
  palco_error_set_retry_after_msecs (error, 5);
  copy = g_error_copy (error);

  g_assert_cmpstr (palco_error_get_correlation_vector (copy), ==, "cv.0");
  g_assert_cmpint (palco_error_get_retry_after_msecs (copy), ==, 5);
  g_assert_true (palco_error_is_transient (copy));
  g_assert_false (palco_error_is_keyring (copy));
  g_assert_null (palco_error_get_correlation_vector (foreign));
  g_assert_null (palco_error_get_correlation_vector (NULL));
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/http/request", test_request },
    { "/http/insecure", test_insecure },
    { "/http/no-address", test_no_address },
    { "/http/redirect/refused", test_redirect_refused },
    { "/http/redirect/of-post", test_redirect_of_post },
    { "/http/refused-connection", test_refused_connection },
    { "/http/garbage", test_garbage },
    { "/http/no-answer", test_no_answer },
    { "/http/too-large", test_too_large },
    { "/http/cancel/before-reply", test_cancel_before_reply },
    { "/http/cancel/between-retries", test_cancel_between_retries },
    { "/http/cancel/before", test_cancelled_before },
    { "/http/no-time-for-retry", test_no_time_for_retry },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/http/retry-after", test_retry_after);
  g_test_add_func ("/error/copy", test_error_copy);

  return g_test_run ();
}
