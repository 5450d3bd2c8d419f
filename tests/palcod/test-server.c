/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "server-fixture.h"

#define CREATE_BODY "{\"maxLeaseTimeMinutes\": 15, \"size\": \"Standard\"}"
#define LIST_TARGET "/accounts/" SERVER_ACCOUNT "/sessions?api-version=2021-01-01"

static char *
dup_bearer (const char *token)
{
  return g_strconcat ("Bearer ", token, NULL);
}

static void
test_token_service (ServerFixture *fixture,
                    gconstpointer  data)
{
  static const char * const targets[] = {
    "/Accounts/" SERVER_ACCOUNT "/token?api-version=2019-02-28-preview",
    "/accounts/" SERVER_ACCOUNT "/Token",
  };
  g_autofree char *credentials = g_strconcat ("Bearer " SERVER_ACCOUNT ":", fixture->key, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr(Reply) reply = server_fixture_send (fixture, "GET", targets[i], credentials, NULL);
      g_autoptr(Reply) list = NULL;
      g_autofree char *bearer = NULL;

      g_assert_cmpuint (reply->status, ==, 200);
      bearer = dup_bearer (reply_get_string (reply, "AccessToken"));
      list = server_fixture_send (fixture, "GET", LIST_TARGET, bearer, NULL);
      g_assert_cmpuint (list->status, ==, 200);
    }
}

/* Rule 13: an empty body, no challenge, the reason phrase. */
static void
test_token_service_refuses (ServerFixture *fixture,
                            gconstpointer  data)
{
  g_autofree char *other = g_strconcat ("Bearer " SERVER_OTHER ":", fixture->key, NULL);
  g_autofree char *no_id = dup_bearer (fixture->key);
  g_autofree char *longer = g_strconcat ("Bearer " SERVER_ACCOUNT ":", fixture->key, "x", NULL);
  g_autofree char *basic = g_strconcat ("Basic " SERVER_ACCOUNT ":", fixture->key, NULL);
  const char * const wrong[] = { NULL, "", "Bearer", "Bearer ", "Bearer " SERVER_ACCOUNT,
                                 "Bearer " SERVER_ACCOUNT ":", "Bearer " SERVER_ACCOUNT ":key",
                                 "Bearer " SERVER_OTHER ":the other's", other, no_id, longer,
                                 basic };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(Reply) reply = NULL;

      reply = server_fixture_send (fixture, "GET", "/Accounts/" SERVER_ACCOUNT "/token", wrong[i],
                                   NULL);
      g_assert_cmpuint (reply->status, ==, 401);
      g_assert_cmpstr (reply->reason, ==, "Unauthorized");
      g_assert_cmpuint (reply->length, ==, 0);
      g_assert_null (soup_message_headers_get_one (reply->headers, "WWW-Authenticate"));
    }
}

/* Rules 14 and 16: also for a session that does not exist. */
static void
test_unauthorized (ServerFixture *fixture,
                   gconstpointer  data)
{
  g_autofree char *key = g_strconcat ("Bearer " SERVER_ACCOUNT ":", fixture->key, NULL);
  g_autofree char *cut = g_strndup (fixture->token, strlen (fixture->token) - 20);
  g_autofree char *unsigned_token = dup_bearer (cut);
  g_autofree char *bare = g_strdup (fixture->token);
  g_autofree char *old_token = palcod_tokens_issue (
    fixture->tokens, SERVER_ACCOUNT,
    palcod_accounts_check_key (fixture->accounts, SERVER_ACCOUNT, fixture->key),
    g_get_real_time () / G_USEC_PER_SEC - PALCOD_TOKEN_LIFETIME_SECS, NULL);
  g_autofree char *expired = dup_bearer (old_token);
  const char * const wrong[] = { NULL, "Bearer", "Bearer x.y.z", key, unsigned_token, bare,
                                 expired };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(Reply) reply = NULL;

      reply = server_fixture_send (fixture, "GET",
                                   "/accounts/" SERVER_ACCOUNT "/sessions/nothing", wrong[i], NULL);
      g_assert_cmpuint (reply->status, ==, 401);
      g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "WWW-Authenticate"), ==,
                       "Bearer error=\"invalid_token\"");
    }
}

static void
test_forbidden (ServerFixture *fixture,
                gconstpointer  data)
{
  g_autofree char *bearer = dup_bearer (fixture->token);
  g_autoptr(Reply) reply = NULL;

  reply = server_fixture_send (fixture, "GET",
                               "/accounts/" SERVER_OTHER "/sessions?api-version=2021-01-01",
                               bearer, NULL);
  g_assert_cmpuint (reply->status, ==, 403);
}

static void
test_versions (ServerFixture *fixture,
               gconstpointer  data)
{
  static const struct {
    const char *query;
    guint       status;
    const char *code;
  } cases[] = {
    { "?api-version=2021-01-01", 200, NULL },
    { "?api-version=2021-01-01-preview", 200, NULL },
    { "", 400, "ApiVersionUnspecified" },
    { "?", 400, "ApiVersionUnspecified" },
    { "?API-VERSION", 400, "ApiVersionUnspecified" },
    { "?api-version=2019-02-28", 400, "UnsupportedApiVersion" },
    { "?api-version=", 400, "UnsupportedApiVersion" },
  };
  g_autofree char *bearer = dup_bearer (fixture->token);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *target = g_strconcat ("/accounts/" SERVER_ACCOUNT "/sessions",
                                             cases[i].query, NULL);
      g_autoptr(Reply) reply = server_fixture_send (fixture, "GET", target, bearer, NULL);

      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].code != NULL)
        g_assert_cmpstr (reply_get_error_code (reply), ==, cases[i].code);
    }
}

/* Rule 9. */
static void
test_routes (ServerFixture *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *method;
    const char *target;
    guint       status;
    const char *allow;
  } cases[] = {
    { "GET", "/", 404 },
    { "GET", "/accounts", 404 },
    { "GET", "/accounts/" SERVER_ACCOUNT "/sessions/a/:stop/b", 404 },
    { "GET", "/accounts/" SERVER_ACCOUNT "/sessions/a/b?api-version=2021-01-01", 404 },
    { "POST", "/accounts/" SERVER_ACCOUNT "/sessions/a/stop?api-version=2021-01-01", 404 },
    { "DELETE", "/accounts/" SERVER_ACCOUNT "/sessions/a", 405, "GET, PUT, PATCH" },
    { "POST", "/accounts/" SERVER_ACCOUNT "/sessions", 405, "GET" },
    { "GET", "/accounts/" SERVER_ACCOUNT "/sessions/a/:stop", 405, "POST" },
    { "PUT", "/accounts/" SERVER_ACCOUNT "/token", 405, "GET" },
    { "GET", "/ACCOUNTS/" SERVER_ACCOUNT "/Sessions?api-version=2021-01-01", 200 },
    { "GET", "/accounts/" SERVER_ACCOUNT "/%73essions?api-version=2021-01-01", 200 },
    { "GET", "/accounts/" SERVER_ACCOUNT "/sessions/a%2Fb?api-version=2021-01-01", 404 },
    { "GET", "/accounts/" SERVER_ACCOUNT "/sessions/?api-version=2021-01-01", 404 },
    { "PUT", "/accounts/" SERVER_ACCOUNT "/sessions/?api-version=2021-01-01", 400 },
    { "PUT", "/accounts/" SERVER_ACCOUNT "/sessions/a%20b?api-version=2021-01-01", 400 },
    { "GET", "/accounts/" SERVER_ACCOUNT "/conversions?api-version=2021-01-01", 404 },
    { "PUT", "/accounts/" SERVER_ACCOUNT "/conversions/a?api-version=2021-01-01", 404 },
    { "GET", "/accounts/" SERVER_ACCOUNT "/conversions", 400 },
    { "GET", "/.well-known/palco", 200 },
    { "HEAD", "/.well-known/palco", 200 },
    { "GET", "/palco/v1/hosts/1/control", 401 },
    { "GET", "/palco/v1/hosts/x/control", 404 },
    { "GET", "/palco/v1/hosts", 404 },
    { "GET", "/palco/v1/hosts/control", 404 },
  };
  g_autofree char *bearer = dup_bearer (fixture->token);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Reply) reply = server_fixture_send (fixture, cases[i].method, cases[i].target,
                                                    bearer, NULL);

      g_test_message ("%s %s", cases[i].method, cases[i].target);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Allow"), ==, cases[i].allow);
    }
}

static void
test_life (ServerFixture *fixture,
           gconstpointer  data)
{
  g_autoptr(Reply) created = server_fixture_call (fixture, "PUT", "/s1", CREATE_BODY);
  g_autoptr(Reply) again = server_fixture_call (fixture, "PUT", "/s1", CREATE_BODY);
  g_autoptr(Reply) other = server_fixture_call (fixture, "PUT", "/s1",
                                                "{\"maxLeaseTimeMinutes\":16,\"size\":\"Standard\"}");
  g_autoptr(Reply) got = server_fixture_call (fixture, "GET", "/s1", NULL);
  g_autoptr(Reply) longer = server_fixture_call (fixture, "PATCH", "/s1",
                                                 "{\"maxLeaseTimeMinutes\":20}");
  g_autoptr(Reply) shorter = server_fixture_call (fixture, "PATCH", "/s1",
                                                  "{\"maxLeaseTimeMinutes\":19}");
  g_autoptr(Reply) stopped = server_fixture_call (fixture, "POST", "/s1/%3Astop", NULL);
  g_autoptr(Reply) stopped_again = server_fixture_call (fixture, "POST", "/s1/:stop", NULL);
  g_autoptr(Reply) ended = server_fixture_call (fixture, "GET", "/s1", NULL);
  g_autoptr(Reply) unknown = server_fixture_call (fixture, "POST", "/s2/:stop", NULL);
  g_autoptr(Reply) case_matters = server_fixture_call (fixture, "GET", "/S1", NULL);

  g_assert_cmpuint (created->status, ==, 201);
  g_assert_cmpstr (reply_get_string (created, "status"), ==, "Starting");
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpstr (reply_get_string (again, "creationTime"), ==,
                   reply_get_string (created, "creationTime"));
  g_assert_cmpuint (other->status, ==, 409);
  g_assert_cmpstr (reply_get_error_code (other), ==, "Conflict");
  g_assert_cmpstr (reply_get_error_message (other), ==,
                   "A resource already exists under the given ID.");
  g_assert_cmpuint (got->status, ==, 200);
  g_assert_cmpuint (longer->status, ==, 200);
  g_assert_cmpuint (shorter->status, ==, 422);
  g_assert_cmpstr (reply_get_error_code (shorter), ==, "UnprocessableEntity");
  g_assert_cmpuint (stopped->status, ==, 204);
  g_assert_cmpuint (stopped->length, ==, 0);
  g_assert_cmpuint (stopped_again->status, ==, 204);
  g_assert_cmpstr (reply_get_string (ended, "status"), ==, "Stopped");
  g_assert_cmpuint (unknown->status, ==, 404);
  g_assert_cmpuint (case_matters->status, ==, 404);
}

static gboolean
close_cb (gpointer db)
{
  sqlite3_close (db);

  return G_SOURCE_REMOVE;
}

/* The server looks at the request as soon as this returns, before the disk can go on. */
static gboolean
request_read_hook (GSignalInvocationHint *hint,
                   guint                  n_values,
                   const GValue          *values,
                   gpointer               db)
{
  g_idle_add (close_cb, db);

  return FALSE;
}

/* Nobody is told that a session does not exist that is about to. */
static void
test_while_being_stored (ServerFixture *fixture,
                         gconstpointer  data)
{
  static const struct {
    const char *method;
    const char *path;
    const char *body;
    guint       status;
  } cases[] = {
    { "GET", "/s0", NULL, 200 },
    { "PATCH", "/s1", "{\"maxLeaseTimeMinutes\":20}", 200 },
    { "POST", "/s2/:stop", NULL, 204 },
  };
  guint request_read;

  g_type_ensure (SOUP_TYPE_SERVER);
  request_read = g_signal_lookup ("request-read", SOUP_TYPE_SERVER);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);
      g_autoptr(Reply) reply = NULL;

      g_signal_add_emission_hook (request_read, 0, request_read_hook,
                                  manager_fixture_block_disk (&fixture->base), NULL);
      palcod_manager_create_async (fixture->base.manager, SERVER_ACCOUNT, id, "Standard", 10, NULL,
                                   NULL, NULL);
      reply = server_fixture_call (fixture, cases[i].method, cases[i].path, cases[i].body);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

static void
test_bad_bodies (ServerFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr(Reply) negative = NULL;
  g_autoptr(Reply) empty = server_fixture_call (fixture, "PUT", "/s1", NULL);
  g_autoptr(Reply) broken = server_fixture_call (fixture, "PUT", "/s1", "{");
  g_autoptr(Reply) unknown = server_fixture_call (fixture, "PATCH", "/s1", "{");
  g_autoptr(Reply) created = NULL;
  g_autoptr(Reply) patched = NULL;

  negative = server_fixture_call (fixture, "PUT", "/s1",
                                  "{\"maxLeaseTimeMinutes\":-4,\"size\":\"Standard\"}");
  g_assert_cmpuint (negative->status, ==, 400);
  g_assert_cmpstr (reply_get_error_code (negative), ==, "BadRequest");
  g_assert_cmpstr (reply_get_error_message (negative), ==,
                   "The maxLeaseTimeMinutes value cannot be negative.");
  g_assert_cmpuint (empty->status, ==, 400);
  g_assert_cmpuint (broken->status, ==, 400);
  g_assert_cmpuint (unknown->status, ==, 404);

  created = server_fixture_call (fixture, "PUT", "/s1", CREATE_BODY);
  patched = server_fixture_call (fixture, "PATCH", "/s1", "{");
  g_assert_cmpuint (created->status, ==, 201);
  g_assert_cmpuint (patched->status, ==, 422);
}

/* Rule 40: follows @nextLink verbatim; each session once, none but the live ones. */
static void
test_pages (ServerFixture *fixture,
            gconstpointer  data)
{
  g_autofree char *bearer = dup_bearer (fixture->token);
  g_autofree char *target = g_strdup (LIST_TARGET);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(Reply) stop = NULL;
  guint n_pages = 0;

  fixture->config->page_size = 3;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *path = g_strdup_printf ("/s%u", i);
      g_autoptr(Reply) reply = server_fixture_call (fixture, "PUT", path, CREATE_BODY);

      g_assert_cmpuint (reply->status, ==, 201);
    }

  stop = server_fixture_call (fixture, "POST", "/s4/:stop", NULL);

  while (target != NULL)
    {
      g_autoptr(Reply) reply = server_fixture_send (fixture, "GET", target, bearer, NULL);
      JsonObject *object = json_node_get_object (reply->json);
      JsonArray *sessions = json_object_get_array_member (object, "sessions");
      const char *link = reply_get_string (reply, "@nextLink");

      n_pages++;

      for (guint i = 0; i < json_array_get_length (sessions); i++)
        {
          JsonObject *session = json_array_get_object_element (sessions, i);

          g_assert_true (g_hash_table_add (seen, g_strdup (json_object_get_string_member (session,
                                                                                         "id"))));
        }

      g_clear_pointer (&target, g_free);

      if (link != NULL)
        {
          g_assert_true (g_str_has_prefix (link, fixture->url));
          g_assert_null (strpbrk (link, "{}"));
          target = g_strdup (link + strlen (fixture->url));
        }
    }

  g_assert_cmpuint (n_pages, ==, 3);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 7);
  g_assert_false (g_hash_table_contains (seen, "s4"));
}

static gint64
get_first_lease (ServerFixture *fixture)
{
  g_autoptr(Reply) reply = server_fixture_call (fixture, "GET", "", NULL);
  JsonArray *sessions = json_object_get_array_member (json_node_get_object (reply->json),
                                                      "sessions");

  if (json_array_get_length (sessions) == 0)
    return -1;

  return json_object_get_int_member (json_array_get_object_element (sessions, 0),
                                     "maxLeaseTimeMinutes");
}

/* What is kept of a Ready session is never older than the session. */
static void
test_list_follows (ServerFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(Reply) longer = NULL;
  g_autoptr(Reply) stopped = NULL;
  g_autoptr(Reply) ended = NULL;

  manager_fixture_ready (&fixture->base, "s1", 15, &host);
  g_assert_cmpint (get_first_lease (fixture), ==, 15);
  g_assert_cmpint (get_first_lease (fixture), ==, 15);

  longer = server_fixture_call (fixture, "PATCH", "/s1", "{\"maxLeaseTimeMinutes\":20}");
  g_assert_cmpuint (longer->status, ==, 200);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (longer->json),
                                               "maxLeaseTimeMinutes"), ==, 20);
  g_assert_cmpint (get_first_lease (fixture), ==, 20);

  stopped = server_fixture_call (fixture, "POST", "/s1/:stop", NULL);
  g_assert_cmpuint (stopped->status, ==, 204);
  g_assert_cmpint (get_first_lease (fixture), ==, -1);
  ended = server_fixture_call (fixture, "GET", "/s1", NULL);
  g_assert_cmpstr (reply_get_string (ended, "status"), ==, "Stopped");
}

static void
test_bad_position (ServerFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr(Reply) reply = server_fixture_call (fixture, "GET", "?position=nonsense", NULL);

  g_assert_cmpuint (reply->status, ==, 400);
}

/* Rule 42: a burst passes, then 429 with Retry-After, which check_reply() wants. */
static void
test_throttle (ServerFixture *fixture,
               gconstpointer  data)
{
  g_autoptr(Reply) reply = NULL;
  guint n_passed = 0;

  fixture->config->requests_per_second = 1;
  fixture->config->request_burst = 6;
  server_fixture_restart (fixture);
  reply = server_fixture_call (fixture, "GET", "", NULL);

  while (reply->status == 200 && n_passed < 100)
    {
      n_passed++;
      reply_free (reply);
      reply = server_fixture_call (fixture, "GET", "", NULL);
    }

  g_assert_cmpuint (n_passed, >=, 6);
  g_assert_cmpuint (reply->status, ==, 429);
  g_assert_cmpstr (reply->reason, ==, "Too Many Requests");
}

static void
test_discovery (ServerFixture *fixture,
                gconstpointer  data)
{
  g_autoptr(Reply) reply = server_fixture_send (fixture, "GET", "/.well-known/palco", NULL, NULL);
  g_autofree char *text = json_to_string (reply->json, FALSE);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply_get_string (reply, "service"), ==, "Palco");
  g_assert_cmpstr (reply_get_string (reply, "sts"), ==, fixture->url);
  g_assert_null (strstr (text, fixture->key));
  g_assert_null (strstr (text, "null"));
}

static void
test_bad_escapes (ServerFixture *fixture,
                  gconstpointer  data)
{
  static const struct {
    const char *target;
    const char *status;
  } cases[] = {
    { "/accounts/" SERVER_ACCOUNT "/sessions/%ff?api-version=2021-01-01", "404 Not Found" },
    { "/accounts/" SERVER_ACCOUNT "/sessions/%00?api-version=2021-01-01", "404 Not Found" },
    { "/accounts/" SERVER_ACCOUNT "/sessions?api-version=%ff", "400 Bad Request" },
    { "/accounts/" SERVER_ACCOUNT "/sessions?api-version=%zz", "400 Bad Request" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = NULL;
      g_autofree char *reply = NULL;

      request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                 "Authorization: Bearer %s\r\n\r\n",
                                 cases[i].target, fixture->token);
      reply = server_fixture_exchange (fixture, request, strlen (request));
      g_test_message ("%s→ %s", cases[i].target, reply);
      g_assert_true (g_str_has_prefix (reply + strlen ("HTTP/1.1 "), cases[i].status));
    }
}

static void
assert_answers_400 (ServerFixture *fixture,
                    const char    *request)
{
  g_autofree char *reply = server_fixture_exchange (fixture, request, strlen (request));

  g_test_message ("%s→ %s", request, reply);
  g_assert_true (g_str_has_prefix (reply + strlen ("HTTP/1.x"), " 400 Bad Request\r\n"));
  g_assert_nonnull (strstr (reply, "MS-CV: "));
  g_assert_nonnull (strstr (reply, "X-Content-Type-Options: nosniff\r\n"));
}

/* What libsoup answers by itself has the headers too. */
static void
test_malformed (ServerFixture *fixture,
                gconstpointer  data)
{
  assert_answers_400 (fixture, "nonsense\r\n\r\n");
  assert_answers_400 (fixture, "GET /accounts HTTP/1.1\r\nHost: a/b\r\n\r\n");
  assert_answers_400 (fixture, "GET  /accounts\r\n\r\n");
}

#define ADD(name, test) g_test_add ("/server/" name, ServerFixture, NULL, server_fixture_setup, \
                                    test, server_fixture_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("token-service", test_token_service);
  ADD ("token-service-refuses", test_token_service_refuses);
  ADD ("unauthorized", test_unauthorized);
  ADD ("forbidden", test_forbidden);
  ADD ("versions", test_versions);
  ADD ("routes", test_routes);
  ADD ("life", test_life);
  ADD ("while-being-stored", test_while_being_stored);
  ADD ("bad-bodies", test_bad_bodies);
  ADD ("pages", test_pages);
  ADD ("list-follows", test_list_follows);
  ADD ("bad-position", test_bad_position);
  ADD ("throttle", test_throttle);
  ADD ("discovery", test_discovery);
  ADD ("bad-escapes", test_bad_escapes);
  ADD ("malformed", test_malformed);

  return g_test_run ();
}
