/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include <string.h>

#include "palco-error-private.h"

static char *
get_token (PalcoToken    *token,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_token_get_async (token, cancellable, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_token_get_finish (token, result, error);
}

static void
answer_token (PalcoTestClient *self,
              const char      *body)
{
  palco_test_server_reset (self->server, "GET", TOKEN_PATH);
  palco_test_server_answer (self->server, "GET", TOKEN_PATH, &(PalcoTestAnswer) { .body = body });
}

static char *
make_jwt (gint64 expiry)
{
  g_autofree char *payload = g_strdup_printf ("{\"exp\":%" G_GINT64_FORMAT "}", expiry);
  g_autofree char *base64 = g_base64_encode ((const guchar *) payload, strlen (payload));

  g_strdelimit (base64, "=", '\0');

  return g_strdup_printf ("e30.%s.c2ln", base64);
}

static void
test_expiry (void)
{
  g_autofree char *jwt = make_jwt (2000);

  g_assert_cmpint (palco_token_read_expiry (jwt, 1000), ==, 2000);
  g_assert_cmpint (palco_token_read_expiry ("opaque", 1000), ==, 1000 + 86400);
  g_assert_cmpint (palco_token_read_expiry ("a.b.c", 1000), ==, 1000 + 86400);
  g_assert_cmpint (palco_token_read_expiry ("..", 1000), ==, 1000 + 86400);
  g_assert_cmpint (palco_token_read_expiry ("a.!!!.c", 1000), ==, 1000 + 86400);
  g_assert_cmpint (palco_token_read_expiry ("a.e30.c", 1000), ==, 1000 + 86400);
  g_assert_cmpint (palco_token_read_expiry ("a.eyJleHAiOiAieCJ9.c", 1000), ==, 1000 + 86400);
}

/* Many callers, one request, which is on its way already when most of them come. */
static void
test_single_flight (PalcoTestClient *self,
                    gconstpointer    data)
{
  GAsyncResult *results[5] = { NULL, };

  palco_token_get_async (self->client->token, NULL, palco_test_await_cb, &results[0]);
  palco_test_await_that (palco_test_server_count (self->server, "GET", TOKEN_PATH) == 1);
  g_assert_null (results[0]);

  for (guint i = 1; i < G_N_ELEMENTS (results); i++)
    palco_token_get_async (self->client->token, NULL, palco_test_await_cb, &results[i]);

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *token = NULL;

      palco_test_await (&results[i]);
      token = palco_token_get_finish (self->client->token, results[i], NULL);
      g_assert_cmpstr (token, ==, TEST_TOKEN);
      g_object_unref (results[i]);
    }

  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 1);
}

static void
test_renewed_early (PalcoTestClient *self,
                    gconstpointer    data)
{
  g_autofree char *jwt = make_jwt (g_get_real_time () / G_USEC_PER_SEC + 200);
  g_autofree char *body = g_strdup_printf ("{\"AccessToken\":\"%s\"}", jwt);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  answer_token (self, body);
  first = get_token (self->client->token, NULL, NULL);
  g_assert_cmpstr (first, ==, jwt);
  second = get_token (self->client->token, NULL, NULL);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 2);
}

static void
test_dropped (PalcoTestClient *self,
              gconstpointer    data)
{
  g_autofree char *token = get_token (self->client->token, NULL, NULL);
  g_autofree char *other = NULL;
  g_autofree char *another = NULL;

  palco_token_drop (self->client->token, "not this one");
  other = get_token (self->client->token, NULL, NULL);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 1);

  palco_token_drop (self->client->token, token);
  another = get_token (self->client->token, NULL, NULL);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 2);
}

/* Who gives up does not take the token from the others. */
static void
test_one_cancels (PalcoTestClient *self,
                  gconstpointer    data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) impatient = NULL;
  g_autoptr(GAsyncResult) patient = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;

  palco_token_get_async (self->client->token, cancellable, palco_test_await_cb, &impatient);
  palco_token_get_async (self->client->token, NULL, palco_test_await_cb, &patient);
  g_cancellable_cancel (cancellable);

  palco_test_await (&impatient);
  g_assert_null (palco_token_get_finish (self->client->token, impatient, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  palco_test_await (&patient);
  token = palco_token_get_finish (self->client->token, patient, NULL);
  g_assert_cmpstr (token, ==, TEST_TOKEN);
}

static void
test_all_cancel (PalcoTestClient *self,
                 gconstpointer    data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;

  palco_test_server_reset (self->server, "GET", TOKEN_PATH);
  palco_test_server_answer (self->server, "GET", TOKEN_PATH, &(PalcoTestAnswer) { .hang = TRUE });
  palco_token_get_async (self->client->token, cancellable, palco_test_await_cb, &result);
  palco_test_await_that (palco_test_server_count (self->server, "GET", TOKEN_PATH) == 1);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);
  g_assert_null (palco_token_get_finish (self->client->token, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  answer_token (self, "{\"AccessToken\":\"next\"}");
  token = get_token (self->client->token, NULL, NULL);
  g_assert_cmpstr (token, ==, "next");
}

/* Text that would become a header of its own, numbers, pages. */
static void
test_bad_answers (PalcoTestClient *self,
                  gconstpointer    data)
{
  static const char * const fixtures[] = {
    "api/hostile/token-line-break.json", "api/hostile/token-number.json", "api/hostile/page.json",
    "api/hostile/session-minimal.json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      g_autoptr(GError) error = NULL;

      palco_test_server_reset (self->server, "GET", TOKEN_PATH);
      palco_test_server_answer (self->server, "GET", TOKEN_PATH,
                                &(PalcoTestAnswer) { .fixture = fixtures[i] });
      g_assert_null (get_token (self->client->token, NULL, &error));
      g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
    }
}

static void
test_bad_key (PalcoTestClient *self,
              gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_key_holder_set_key (self->keys, self->account, "key\r\nX-Evil: yes");
  g_assert_null (get_token (self->client->token, NULL, &error));
  g_assert_true (palco_error_is_credentials (error));
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 0);
}

static void
test_no_key (PalcoTestClient *self,
             gconstpointer    data)
{
  g_autoptr(PalcoKeyHolder) empty = palco_key_holder_new (NULL);
  g_autoptr(PalcoToken) token = palco_token_new (palco_client_get_http (self->client),
                                                 self->account,
                                                 PALCO_CREDENTIALS (empty));
  g_autoptr(GError) error = NULL;

  g_assert_null (get_token (token, NULL, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_KEY_MISSING);
}

int
main (int    argc,
      char **argv)
{
  static const PalcoTestClientTest tests[] = {
    { "/token/single-flight", test_single_flight },
    { "/token/renewed-early", test_renewed_early },
    { "/token/dropped", test_dropped },
    { "/token/one-cancels", test_one_cancels },
    { "/token/all-cancel", test_all_cancel },
    { "/token/bad-answers", test_bad_answers },
    { "/token/bad-key", test_bad_key },
    { "/token/no-key", test_no_key },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/token/expiry", test_expiry);
  palco_test_client_add (tests, G_N_ELEMENTS (tests));

  return g_test_run ();
}
