/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-inspector.h"

#include "raw-client.h"

#include <string.h>

typedef struct
{
  HostFacts     *facts;
  HostInspector *inspector;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  PalcoHostBootstrap bootstrap = {
    .session_id = (char *) "turbine",
    .size = (char *) "Premium",
    .hostname = (char *) "render-3.studio.example",
  };
  g_autoptr(HostLease) lease = host_lease_new ();
  g_autoptr(GError) error = NULL;

  fixture->facts = host_facts_new (&bootstrap, lease);
  fixture->facts->state = "Ready";
  fixture->inspector = host_inspector_new ("127.0.0.1", NULL, fixture->facts, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->inspector);
  host_facts_free (fixture->facts);
}

static char *
ask (Fixture    *fixture,
     const char *request_line,
     const char *host)
{
  g_autofree char *request =
    g_strdup_printf ("%s HTTP/1.1\r\nHost: %s\r\n\r\n", request_line, host);

  return raw_client_ask (host_inspector_get_port (fixture->inspector), request);
}

static char *
get_header (const char *reply,
            const char *name)
{
  g_autofree char *start = g_strdup_printf ("\r\n%s: ", name);
  const char *header = strstr (reply, start);

  if (header == NULL)
    return NULL;

  header += strlen (start);

  return g_strndup (header, strcspn (header, "\r"));
}

static void
test_page (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *reply = ask (fixture, "GET /", "localhost");
  g_autofree char *policy = get_header (reply, "Content-Security-Policy");
  g_autofree char *type = get_header (reply, "Content-Type");
  g_autofree char *nosniff = get_header (reply, "X-Content-Type-Options");
  g_autofree char *cache = get_header (reply, "Cache-Control");

  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 OK\r\n"));
  g_assert_cmpstr (type, ==, "text/html; charset=utf-8");
  g_assert_cmpstr (nosniff, ==, "nosniff");
  g_assert_cmpstr (cache, ==, "no-store");
  g_assert_true (g_str_has_prefix (policy, "default-src 'none'; "));
  g_assert_null (strstr (policy, "unsafe"));
  g_assert_nonnull (strstr (reply, "<dd id=\"size\">Premium</dd>"));
}

static void
test_nonce (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *one = ask (fixture, "GET /", "localhost");
  g_autofree char *two = ask (fixture, "GET /", "localhost");
  g_autofree char *policy_one = get_header (one, "Content-Security-Policy");
  g_autofree char *policy_two = get_header (two, "Content-Security-Policy");
  const char *nonce = strstr (policy_one, "script-src 'nonce-") + strlen ("script-src 'nonce-");
  g_autofree char *attribute =
    g_strdup_printf ("<script nonce=\"%.*s\">", (int) strcspn (nonce, "'"), nonce);

  g_assert_cmpstr (policy_one, !=, policy_two);
  g_assert_nonnull (strstr (one, attribute));
}

static void
test_facts (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *reply = NULL;
  g_autofree char *type = NULL;

  fixture->facts->has_client = TRUE;
  reply = ask (fixture, "GET /facts.json", "127.0.0.1:50000");
  type = get_header (reply, "Content-Type");

  g_assert_cmpstr (type, ==, "application/json; charset=utf-8");
  g_assert_nonnull (strstr (reply, "\"clientConnected\":true"));
  g_assert_null (strstr (reply, "secondsLeft"));
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *reply = ask (fixture, "GET /rows", "localhost");

  g_assert_nonnull (strstr (reply, "\r\n\r\n<dt>State</dt><dd id=\"state\">Ready</dd>\n"));
  g_assert_null (strstr (reply, "<style"));
}

static void
test_host_check (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct {
    const char *host;
    gboolean    is_ours;
  } cases[] = {
    { "localhost", TRUE }, { "LOCALHOST:8080", TRUE }, { "127.0.0.1", TRUE },
    { "[::1]:50001", TRUE }, { "192.0.2.7:50001", TRUE }, { "Render-3.Studio.Example", TRUE },
    { "evil.example", FALSE }, { "localhost.evil.example", FALSE },
    { "127.0.0.1.evil.example", FALSE },
    { "render-3.studio.example.", FALSE }, { "", FALSE }, { "[::1", FALSE }, { ":80", FALSE },
    { "a b", FALSE }, { "localhost@evil.example", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reply = ask (fixture, "GET /facts.json", cases[i].host);

      g_test_message ("Host “%s”: %.12s", cases[i].host, reply);
      g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200") == cases[i].is_ours);
      g_assert_true ((strstr (reply, "turbine") != NULL) == cases[i].is_ours);
    }
}

static void
test_no_host_at_all (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *reply = raw_client_ask (host_inspector_get_port (fixture->inspector),
                                           "GET /facts.json HTTP/1.0\r\n\r\n");

  g_assert_null (strstr (reply, "turbine"));
}

static void
test_methods (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const methods[] = { "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *line = g_strconcat (methods[i], " /", NULL);
      g_autofree char *reply = ask (fixture, line, "localhost");

      g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 405 Method Not Allowed\r\n"));
      g_assert_nonnull (strstr (reply, "\r\nAllow: GET, HEAD\r\n"));
    }
}

static void
test_head (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *reply = ask (fixture, "HEAD /", "localhost");

  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 OK\r\n"));
  g_assert_true (g_str_has_suffix (reply, "\r\n\r\n"));
}

static void
count_cb (HostInspector *inspector,
          guint         *n_uses)
{
  (*n_uses)++;
}

/* Only who loads the page is sure to look at it: it refreshes its rows by itself, also when nobody
 * does any more, and what other sites make a browser ask for is nobody's wish. */
static void
test_use (Fixture       *fixture,
          gconstpointer  data)
{
  static const struct {
    const char *path;
    const char *header;
    gboolean    counts;
  } cases[] = {
    { "/", "", TRUE },
    { "/", "\r\nSec-Fetch-Site: none", TRUE },
    { "/", "\r\nSec-Fetch-Site: same-origin", TRUE },
    { "/", "\r\nSec-Fetch-Site: same-site", FALSE },
    { "/", "\r\nSec-Fetch-Site: cross-site", FALSE },
    { "/", "\r\nOrigin: https://evil.example", FALSE },
    { "/", "\r\nOrigin: null", FALSE },
    { "/rows", "", FALSE },
    { "/facts.json", "", FALSE },
    { "/favicon.ico", "", FALSE },
  };
  guint n_uses = 0;

  g_signal_connect (fixture->inspector, "used", G_CALLBACK (count_cb), &n_uses);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = g_strconcat ("GET ", cases[i].path, NULL);
      g_autofree char *host = g_strconcat ("localhost", cases[i].header, NULL);
      g_autofree char *reply = NULL;

      g_test_message ("%s %s", line, host);
      n_uses = 0;
      reply = ask (fixture, line, host);
      g_assert_cmpuint (n_uses, ==, cases[i].counts);
    }
}

static void
test_unknown_path (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *reply = ask (fixture, "GET /../etc/passwd", "localhost");

  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 404 Not Found\r\n"));
}

#define ADD(name, func) \
  g_test_add ("/inspector/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("page", test_page);
  ADD ("nonce", test_nonce);
  ADD ("facts", test_facts);
  ADD ("rows", test_rows);
  ADD ("host-check", test_host_check);
  ADD ("no-host-at-all", test_no_host_at_all);
  ADD ("methods", test_methods);
  ADD ("head", test_head);
  ADD ("use", test_use);
  ADD ("unknown-path", test_unknown_path);

  return g_test_run ();
}
