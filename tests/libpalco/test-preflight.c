/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"
#include "palco-test-network.h"
#include "palco-test-service.h"

#include <libsoup/soup.h>
#include <palco.h>

#include "palco-preflight-private.h"

/* A fault is injected, and has to be found by its name, at its host and port. */

#define LIMIT_MSECS 60000

typedef struct
{
  PalcoTestServer *server;
  char            *address;
  GTlsDatabase    *trusted;
  PalcoPreflight  *preflight;
  guint            step_msecs;
  guint            request_msecs;
} Fixture;

static void
start_server (Fixture    *self,
              const char *certificate_name)
{
  g_clear_pointer (&self->server, palco_test_server_free);
  g_clear_object (&self->trusted);
  self->server = palco_test_service_new (certificate_name, &self->trusted);
  g_free (self->address);
  self->address = g_strdup (palco_test_server_get_url (self->server));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  palco_test_network_reset ();
  self->step_msecs = LIMIT_MSECS;
  self->request_msecs = LIMIT_MSECS;
  start_server (self, NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->preflight);
  g_clear_object (&self->trusted);
  palco_test_server_free (self->server);
  g_free (self->address);
}

static void
set_address (Fixture    *self,
             const char *host,
             guint16     port)
{
  g_free (self->address);
  self->address = g_strdup_printf ("https://%s:%u", host, port);
}

static void
run (Fixture      *self,
     const char   *key,
     GCancellable *cancellable,
     GError      **error)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Test", self->address, ACCOUNT_ID);
  g_autoptr(PalcoKeyHolder) keys = palco_key_holder_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;

  if (key != NULL)
    palco_key_holder_set_key (keys, account, key);

  self->preflight = palco_preflight_new (account, PALCO_CREDENTIALS (keys));
  palco_preflight_get_timing (self->preflight)->preflight_msecs = LIMIT_MSECS;
  palco_preflight_get_timing (self->preflight)->preflight_step_msecs = self->step_msecs;
  palco_preflight_get_timing (self->preflight)->request_msecs = self->request_msecs;
  if (self->trusted != NULL)
    palco_preflight_set_tls_database (self->preflight, self->trusted);

  palco_preflight_run_async (self->preflight, cancellable, palco_test_await_cb, &result);
  palco_test_await (&result);
  palco_preflight_run_finish (self->preflight, result, error);
}

static void
assert_step (Fixture              *self,
             PalcoPreflightCheck   check,
             PalcoPreflightStatus  status,
             PalcoPreflightFault   fault)
{
  PalcoPreflightStep *step = palco_preflight_get_fault_step (self->preflight);

  g_assert_nonnull (step);
  g_test_message ("%s:%u: %s", palco_preflight_step_get_host (step),
                  palco_preflight_step_get_port (step), palco_preflight_step_get_detail (step));
  g_assert_cmpint (palco_preflight_step_get_fault (step), ==, fault);
  g_assert_cmpint (palco_preflight_step_get_check (step), ==, check);
  g_assert_cmpint (palco_preflight_step_get_status (step), ==, status);
}

/* Runs it with a key that is good, and expects that the fault stands at @host and @port. */
static void
assert_fault_at (Fixture              *self,
                 PalcoPreflightCheck   check,
                 PalcoPreflightFault   fault,
                 const char           *host,
                 guint                 port)
{
  PalcoPreflightStep *step;
  g_autoptr(GError) error = NULL;

  run (self, "key", NULL, &error);
  g_assert_no_error (error);
  assert_step (self, check, PALCO_PREFLIGHT_STATUS_FAILED, fault);
  step = palco_preflight_get_fault_step (self->preflight);
  g_assert_cmpstr (palco_preflight_step_get_host (step), ==, host);
  g_assert_cmpuint (palco_preflight_step_get_port (step), ==, port);
  g_clear_object (&self->preflight);
}

static void
assert_fault (Fixture              *self,
              PalcoPreflightCheck   check,
              PalcoPreflightFault   fault)
{
  g_autoptr(GUri) uri = g_uri_parse (self->address, SOUP_HTTP_URI_FLAGS, NULL);

  assert_fault_at (self, check, fault, g_uri_get_host (uri), g_uri_get_port (uri));
}

static void
test_all_well (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  guint n_ok = 0;

  start_server (self, "self-signed.pem");
  run (self, "key", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (palco_preflight_get_fault_step (self->preflight));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->preflight)), ==,
                    PALCO_PREFLIGHT_CHECK_SESSIONS + 1);

  for (guint i = 0; i <= PALCO_PREFLIGHT_CHECK_SESSIONS; i++)
    {
      g_autoptr(PalcoPreflightStep) step = g_list_model_get_item (G_LIST_MODEL (self->preflight), i);

      g_assert_cmpint (palco_preflight_step_get_check (step), ==, i);
      n_ok += palco_preflight_step_get_status (step) == PALCO_PREFLIGHT_STATUS_OK;
    }

  /* All but the name, which an address does not need. */
  g_assert_cmpuint (n_ok, ==, PALCO_PREFLIGHT_CHECK_SESSIONS);
}

static void
test_address (Fixture       *self,
              gconstpointer  data)
{
  static const struct {
    const char          *address;
    PalcoPreflightFault  fault;
  } cases[] = {
    { "https://remoterendering.westus2.mixedreality.azure.com", PALCO_PREFLIGHT_FAULT_ADDRESS_RETIRED },
    { "https://sts.mixedreality.azure.com", PALCO_PREFLIGHT_FAULT_ADDRESS_RETIRED },
    { "http://render.example", PALCO_PREFLIGHT_FAULT_ADDRESS_INSECURE },
    { "https://", PALCO_PREFLIGHT_FAULT_ADDRESS_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_free (self->address);
      self->address = g_strdup (cases[i].address);
      run (self, "key", NULL, &error);
      g_assert_no_error (error);
      assert_step (self, PALCO_PREFLIGHT_CHECK_ADDRESS, PALCO_PREFLIGHT_STATUS_FAILED, cases[i].fault);
      g_clear_object (&self->preflight);
    }
}

static void
test_name (Fixture       *self,
           gconstpointer  data)
{
  set_address (self, "render.example", 443);

  palco_test_network.name_error = G_RESOLVER_ERROR_NOT_FOUND;
  assert_fault (self, PALCO_PREFLIGHT_CHECK_NAME, PALCO_PREFLIGHT_FAULT_NAME_UNKNOWN);
  palco_test_network.name_error = G_RESOLVER_ERROR_TEMPORARY_FAILURE;
  assert_fault (self, PALCO_PREFLIGHT_CHECK_NAME, PALCO_PREFLIGHT_FAULT_NAME_NO_RESOLVER);

  palco_test_network.hang = TRUE;
  self->step_msecs = 100;
  assert_fault (self, PALCO_PREFLIGHT_CHECK_NAME, PALCO_PREFLIGHT_FAULT_NAME_NO_RESOLVER);
}

static void
test_connection (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GSocket) full = NULL;
  guint16 port;

  set_address (self, "render.example", palco_test_find_closed_port ());
  assert_fault (self, PALCO_PREFLIGHT_CHECK_CONNECTION, PALCO_PREFLIGHT_FAULT_CONNECTION_REFUSED);

  full = palco_test_listen_full (clients, &port);
  set_address (self, "render.example", port);
  self->step_msecs = 2000;
  assert_fault (self, PALCO_PREFLIGHT_CHECK_CONNECTION, PALCO_PREFLIGHT_FAULT_CONNECTION_TIMED_OUT);
}

static void
test_proxy (Fixture       *self,
            gconstpointer  data)
{
  static const struct {
    const char          *answer;
    PalcoPreflightFault  fault;
  } cases[] = {
    { "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n",
      PALCO_PREFLIGHT_FAULT_PROXY_AUTHENTICATION },
    { "HTTP/1.1 403 Forbidden\r\n\r\n", PALCO_PREFLIGHT_FAULT_PROXY_REFUSED },
    { "HTTP/1.1 502 Bad Gateway\r\n\r\n", PALCO_PREFLIGHT_FAULT_PROXY_REFUSED },
    { NULL, PALCO_PREFLIGHT_FAULT_PROXY_UNREACHABLE },
  };

  set_address (self, "render.example", 443);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 port;
      g_autoptr(GSocketService) proxy G_GNUC_UNUSED = palco_test_listen (cases[i].answer, TRUE, &port);
      g_autofree char *uri = g_strdup_printf ("http://proxy.example:%u", port);

      palco_test_network.proxy = uri;
      self->step_msecs = cases[i].answer != NULL ? LIMIT_MSECS : 100;
      assert_fault_at (self, PALCO_PREFLIGHT_CHECK_PROXY, cases[i].fault, "proxy.example", port);
    }
}

static void
test_proxy_gone (Fixture       *self,
                 gconstpointer  data)
{
  guint16 port = palco_test_find_closed_port ();
  g_autofree char *uri = g_strdup_printf ("http://proxy.example:%u", port);

  set_address (self, "render.example", 443);
  palco_test_network.proxy = uri;
  assert_fault_at (self, PALCO_PREFLIGHT_CHECK_PROXY, PALCO_PREFLIGHT_FAULT_PROXY_UNREACHABLE,
                   "proxy.example", port);

  palco_test_network.name_error = G_RESOLVER_ERROR_NOT_FOUND;
  assert_fault_at (self, PALCO_PREFLIGHT_CHECK_PROXY, PALCO_PREFLIGHT_FAULT_PROXY_UNREACHABLE,
                   "proxy.example", port);

  palco_test_network.proxy = "";
  assert_fault_at (self, PALCO_PREFLIGHT_CHECK_PROXY, PALCO_PREFLIGHT_FAULT_PROXY_SETTINGS, NULL, 0);
}

static void
test_certificate (Fixture       *self,
                  gconstpointer  data)
{
  static const struct {
    const char          *name;
    gboolean             trusted;
    PalcoPreflightFault  fault;
  } cases[] = {
    { "self-signed.pem", FALSE, PALCO_PREFLIGHT_FAULT_TLS_UNKNOWN_CA },
    { "other-host.pem", TRUE, PALCO_PREFLIGHT_FAULT_TLS_OTHER_HOST },
    { "expired.pem", TRUE, PALCO_PREFLIGHT_FAULT_TLS_EXPIRED },
    { "not-yet-valid.pem", TRUE, PALCO_PREFLIGHT_FAULT_TLS_NOT_YET_VALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      start_server (self, cases[i].name);
      if (!cases[i].trusted)
        g_clear_object (&self->trusted);
      assert_fault (self, PALCO_PREFLIGHT_CHECK_TLS, cases[i].fault);
    }
}

static void
test_no_tls (Fixture       *self,
             gconstpointer  data)
{
  guint16 port;
  g_autoptr(GSocketService) talker G_GNUC_UNUSED = palco_test_listen ("220 mail.example ESMTP\r\n", FALSE, &port);
  g_autoptr(GSocketService) silent = NULL;

  set_address (self, "127.0.0.1", port);
  assert_fault (self, PALCO_PREFLIGHT_CHECK_TLS, PALCO_PREFLIGHT_FAULT_TLS_PROTOCOL);

  silent = palco_test_listen (NULL, FALSE, &port);
  set_address (self, "127.0.0.1", port);
  self->step_msecs = 2000;
  assert_fault (self, PALCO_PREFLIGHT_CHECK_TLS, PALCO_PREFLIGHT_FAULT_TLS_TIMED_OUT);
}

static void
test_portal (Fixture       *self,
             gconstpointer  data)
{
  palco_test_network.is_portal = TRUE;
  start_server (self, "other-host.pem");
  assert_fault (self, PALCO_PREFLIGHT_CHECK_TLS, PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL);

  palco_test_network.is_portal = FALSE;
  start_server (self, NULL);
  palco_test_server_reset (self->server, "GET", DISCOVERY_PATH);
  palco_test_server_answer (self->server, "GET", DISCOVERY_PATH,
                            &(PalcoTestAnswer) {
                              .status = 302, .headers = { "Location", "http://portal.example/" },
                            });
  assert_fault (self, PALCO_PREFLIGHT_CHECK_SERVICE, PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL);
  palco_test_service_answer (self->server, DISCOVERY_PATH, 511, NULL);
  assert_fault (self, PALCO_PREFLIGHT_CHECK_SERVICE, PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL);
}

static void
set_clock (Fixture    *self,
           int         minutes,
           const char *path,
           guint       status,
           const char *body)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) then = g_date_time_add_minutes (now, minutes);
  g_autofree char *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);

  palco_test_server_reset (self->server, "GET", path);
  palco_test_server_answer (self->server, "GET", path,
                            &(PalcoTestAnswer) {
                              .status = status, .body = body, .headers = { "Date", date },
                            });
}

/* Works as long as nobody minds, and is what is wrong when somebody does. */
static void
test_clock (Fixture       *self,
            gconstpointer  data)
{
  static const struct {
    int                  minutes;
    PalcoPreflightFault  fault;
  } cases[] = {
    { 10, PALCO_PREFLIGHT_FAULT_CLOCK_BEHIND },
    { -10, PALCO_PREFLIGHT_FAULT_CLOCK_AHEAD },
  };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_clock (self, cases[i].minutes, DISCOVERY_PATH, 200, DISCOVERY_JSON);
      palco_test_service_answer (self->server, SESSIONS_PATH, 200, "{\"sessions\":[]}");
      run (self, "key", NULL, &error);
      g_assert_no_error (error);
      assert_step (self, PALCO_PREFLIGHT_CHECK_CLOCK, PALCO_PREFLIGHT_STATUS_WARNING, cases[i].fault);
      g_clear_object (&self->preflight);

      palco_test_service_answer (self->server, SESSIONS_PATH, 401, NULL);
      assert_fault (self, PALCO_PREFLIGHT_CHECK_SESSIONS, cases[i].fault);
    }

  set_clock (self, 4, DISCOVERY_PATH, 200, DISCOVERY_JSON);
  palco_test_service_answer (self->server, SESSIONS_PATH, 200, "{\"sessions\":[]}");
  run (self, "key", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (palco_preflight_get_fault_step (self->preflight));
}

static void
test_service (Fixture       *self,
              gconstpointer  data)
{
  static const struct {
    guint                status;
    const char          *body;
    PalcoPreflightFault  fault;
  } cases[] = {
    { 200, "<html>It works!</html>", PALCO_PREFLIGHT_FAULT_SERVICE_OTHER },
    { 200, "{}", PALCO_PREFLIGHT_FAULT_SERVICE_OTHER },
    { 503, NULL, PALCO_PREFLIGHT_FAULT_SERVICE_UNAVAILABLE },
    { 429, NULL, PALCO_PREFLIGHT_FAULT_THROTTLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      palco_test_service_answer (self->server, DISCOVERY_PATH, cases[i].status, cases[i].body);
      assert_fault (self, PALCO_PREFLIGHT_CHECK_SERVICE, cases[i].fault);
    }
}

static void
test_service_silent (Fixture       *self,
                     gconstpointer  data)
{
  palco_test_server_reset (self->server, "GET", DISCOVERY_PATH);
  palco_test_server_answer (self->server, "GET", DISCOVERY_PATH, &(PalcoTestAnswer) { .hang = TRUE });
  self->request_msecs = 100;
  assert_fault (self, PALCO_PREFLIGHT_CHECK_SERVICE, PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER);
}

/* Somebody else's web server: its password is not the account key. */
static void
test_service_with_password (Fixture       *self,
                            gconstpointer  data)
{
  palco_test_server_reset (self->server, "GET", DISCOVERY_PATH);
  palco_test_server_answer (self->server, "GET", DISCOVERY_PATH,
                            &(PalcoTestAnswer) {
                              .status = 401, .headers = { "WWW-Authenticate", "Basic realm=\"x\"" },
                            });
  assert_fault (self, PALCO_PREFLIGHT_CHECK_SERVICE, PALCO_PREFLIGHT_FAULT_SERVICE_OTHER);
}

/* As Azure Remote Rendering: it works, but does not describe itself. */
static void
test_not_described (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  palco_test_service_answer (self->server, DISCOVERY_PATH, 404, NULL);
  run (self, "key", NULL, &error);
  g_assert_no_error (error);
  assert_step (self, PALCO_PREFLIGHT_CHECK_SERVICE, PALCO_PREFLIGHT_STATUS_WARNING,
               PALCO_PREFLIGHT_FAULT_SERVICE_NOT_DESCRIBED);
  g_clear_object (&self->preflight);

  palco_test_service_answer (self->server, TOKEN_PATH, 404, NULL);
  assert_fault (self, PALCO_PREFLIGHT_CHECK_SIGN_IN, PALCO_PREFLIGHT_FAULT_SERVICE_OTHER);
}

static void
test_key_missing (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  run (self, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_step (self, PALCO_PREFLIGHT_CHECK_KEY, PALCO_PREFLIGHT_STATUS_FAILED,
               PALCO_PREFLIGHT_FAULT_KEY_MISSING);
}

static void
test_sign_in (Fixture       *self,
              gconstpointer  data)
{
  static const struct {
    guint                status;
    const char          *body;
    PalcoPreflightFault  fault;
  } cases[] = {
    { 400, NULL, PALCO_PREFLIGHT_FAULT_API_VERSION },
    { 401, NULL, PALCO_PREFLIGHT_FAULT_KEY_REFUSED },
    { 403, NULL, PALCO_PREFLIGHT_FAULT_PERMISSION },
    { 404, NULL, PALCO_PREFLIGHT_FAULT_ACCOUNT_UNKNOWN },
    { 429, NULL, PALCO_PREFLIGHT_FAULT_THROTTLED },
    { 500, NULL, PALCO_PREFLIGHT_FAULT_SERVICE_UNAVAILABLE },
    { 200, "<html>", PALCO_PREFLIGHT_FAULT_SERVICE_OTHER },
    { 200, "{\"AccessToken\":\"" OLD_TOKEN "\"}", PALCO_PREFLIGHT_FAULT_TOKEN_EXPIRED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      palco_test_service_answer (self->server, TOKEN_PATH, cases[i].status, cases[i].body);
      assert_fault (self, PALCO_PREFLIGHT_CHECK_SIGN_IN, cases[i].fault);
    }
}

static void
test_sessions (Fixture       *self,
               gconstpointer  data)
{
  static const struct {
    guint                status;
    const char          *body;
    PalcoPreflightFault  fault;
  } cases[] = {
    { 400, NULL, PALCO_PREFLIGHT_FAULT_API_VERSION },
    { 401, NULL, PALCO_PREFLIGHT_FAULT_TOKEN_REFUSED },
    { 403, NULL, PALCO_PREFLIGHT_FAULT_PERMISSION },
    { 404, NULL, PALCO_PREFLIGHT_FAULT_ACCOUNT_UNKNOWN },
    { 418, NULL, PALCO_PREFLIGHT_FAULT_SERVICE_OTHER },
    { 429, NULL, PALCO_PREFLIGHT_FAULT_THROTTLED },
    { 503, NULL, PALCO_PREFLIGHT_FAULT_SERVICE_UNAVAILABLE },
    { 200, "[]", PALCO_PREFLIGHT_FAULT_SERVICE_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      palco_test_service_answer (self->server, SESSIONS_PATH, cases[i].status, cases[i].body);
      assert_fault (self, PALCO_PREFLIGHT_CHECK_SESSIONS, cases[i].fault);
    }
}

/* The fault is told at the token service, and all that was found before stays. */
static void
test_token_service_elsewhere (Fixture       *self,
                              gconstpointer  data)
{
  guint16 port = palco_test_find_closed_port ();
  g_autofree char *json =
    g_strdup_printf ("{\"sts\":\"https://127.0.0.1:%u\","
                     "\"regions\":[{\"id\":\"here\",\"endpoint\":\"@BASE@\"}]}", port);

  palco_test_service_answer (self->server, DISCOVERY_PATH, 200, json);
  assert_fault_at (self, PALCO_PREFLIGHT_CHECK_CONNECTION, PALCO_PREFLIGHT_FAULT_CONNECTION_REFUSED,
                   "127.0.0.1", port);

  palco_test_service_answer (self->server, DISCOVERY_PATH, 200,
          "{\"sts\":\"https://sts.westus2.mixedreality.azure.com\","
          "\"regions\":[{\"id\":\"here\",\"endpoint\":\"@BASE@\"}]}");
  assert_fault_at (self, PALCO_PREFLIGHT_CHECK_ADDRESS, PALCO_PREFLIGHT_FAULT_ADDRESS_RETIRED,
                   "sts.westus2.mixedreality.azure.com", 443);
}

/* A name server that sleeps, a port that sleeps: the whole has a limit, too. */
static void
test_whole_limit (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Test", "https://render.example", ACCOUNT_ID);
  g_autoptr(PalcoKeyHolder) keys = palco_key_holder_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_test_network.hang = TRUE;
  self->preflight = palco_preflight_new (account, PALCO_CREDENTIALS (keys));
  palco_preflight_get_timing (self->preflight)->preflight_msecs = 100;
  palco_preflight_run_async (self->preflight, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  g_assert_true (palco_preflight_run_finish (self->preflight, result, &error));
  g_assert_no_error (error);
  assert_step (self, PALCO_PREFLIGHT_CHECK_NAME, PALCO_PREFLIGHT_STATUS_FAILED,
               PALCO_PREFLIGHT_FAULT_NAME_NO_RESOLVER);
}

static void
test_cancel (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  run (self, "key", cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  palco_test_network_install ();

  ADD ("/preflight/all-well", test_all_well);
  ADD ("/preflight/address", test_address);
  ADD ("/preflight/name", test_name);
  ADD ("/preflight/connection", test_connection);
  ADD ("/preflight/proxy", test_proxy);
  ADD ("/preflight/proxy-gone", test_proxy_gone);
  ADD ("/preflight/certificate", test_certificate);
  ADD ("/preflight/no-tls", test_no_tls);
  ADD ("/preflight/portal", test_portal);
  ADD ("/preflight/clock", test_clock);
  ADD ("/preflight/service", test_service);
  ADD ("/preflight/service-silent", test_service_silent);
  ADD ("/preflight/service-with-password", test_service_with_password);
  ADD ("/preflight/not-described", test_not_described);
  ADD ("/preflight/key-missing", test_key_missing);
  ADD ("/preflight/sign-in", test_sign_in);
  ADD ("/preflight/sessions", test_sessions);
  ADD ("/preflight/token-service-elsewhere", test_token_service_elsewhere);
  ADD ("/preflight/whole-limit", test_whole_limit);
  ADD ("/preflight/cancel", test_cancel);

  return g_test_run ();
}
