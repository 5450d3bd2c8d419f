/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "server-fixture.h"

#include "palco-test-await.h"
#include "palcod-secret.h"

static void
add_account (ServerFixture *self,
             const char    *id,
             const char    *key)
{
  g_autoptr(PalcodAccountRecord) account = g_new0 (PalcodAccountRecord, 1);
  g_autoptr(PalcoSecret) secondary = palcod_secret_new ();
  g_autoptr(GError) error = NULL;

  account->id = g_strdup (id);
  account->key_hashes[0] = palcod_secret_hash (key);
  account->key_hashes[1] = palcod_secret_hash (secondary);
  palcod_store_save_account (self->base.store, account, &error);
  g_assert_no_error (error);
}

static void
start (ServerFixture *self)
{
  g_autoptr(GError) error = NULL;

  self->server = palcod_server_new (self->config, self->accounts, self->tokens,
                                    self->base.manager);
  palcod_server_listen (self->server, &error);
  g_assert_no_error (error);

  g_free (self->url);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u",
                               self->config->certificate_path != NULL ? "https" : "http",
                               palcod_server_get_port (self->server));
  palcod_config_set_own_url (self->config, self->url);
}

/* Requests that wait for the store hold it. */
static void
stop (ServerFixture *self)
{
  soup_session_abort (self->client);
  g_clear_pointer (&self->server, palco_test_await_finalize);
}

void
server_fixture_restart (ServerFixture *self)
{
  stop (self);
  start (self);
}

void
server_fixture_setup (ServerFixture *self,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  const char *mark;

  manager_fixture_setup (&self->base, NULL);
  self->base.allocator->capacity = 200;
  self->config = palcod_config_new_local (&error);
  g_free (self->config->state_dir);
  self->config->state_dir = g_strdup (self->base.dir);
  self->key = palcod_secret_new ();
  add_account (self, SERVER_ACCOUNT, self->key);
  add_account (self, SERVER_OTHER, "the other's");
  self->accounts = palcod_accounts_new (self->base.store, self->base.dir, &error);
  g_assert_no_error (error);
  self->tokens = palcod_tokens_new (self->config, self->accounts, &error);
  g_assert_no_error (error);
  mark = palcod_accounts_check_key (self->accounts, SERVER_ACCOUNT, self->key);
  self->token = palcod_tokens_issue (self->tokens, SERVER_ACCOUNT, mark,
                                     g_get_real_time () / G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  self->client = soup_session_new ();
  soup_session_set_proxy_resolver (self->client, NULL);
  start (self);
}

void
server_fixture_teardown (ServerFixture *self,
                         gconstpointer  data)
{
  stop (self);
  g_clear_object (&self->client);
  g_assert_finalize_object (g_steal_pointer (&self->tokens));
  g_assert_finalize_object (g_steal_pointer (&self->accounts));
  manager_fixture_teardown (&self->base, NULL);
  palcod_config_free (self->config);
  g_free (self->key);
  g_free (self->token);
  g_free (self->url);
}

/* Rules 2, 4, 5, 6 and 7, of every answer. */
static void
check_reply (const Reply *reply)
{
  const char *ms_cv = soup_message_headers_get_one (reply->headers, "MS-CV");
  const char *type = soup_message_headers_get_one (reply->headers, "Content-Type");

  g_assert_cmpstr (reply->reason, !=, "");
  g_assert_nonnull (ms_cv);
  g_assert_true (g_regex_match_simple ("^[A-Za-z0-9+/]{22}\\.0$", ms_cv, 0, 0));
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "X-Content-Type-Options"), ==,
                   "nosniff");
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "api-supported-versions"), ==,
                   "2021-01-01-preview, 2021-01-01");
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Cache-Control"), ==,
                   "no-store, no-cache");
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Pragma"), ==, "no-cache");
  g_assert_cmpint (soup_message_headers_get_one (reply->headers, "Retry-After") != NULL, ==,
                   reply->status == 429);

  if (reply->length > 0)
    {
      g_assert_cmpstr (type, ==, "application/json; charset=utf-8");
      g_assert_nonnull (reply->json);
    }

  if (reply->status >= 400 && reply->length > 0)
    g_assert_nonnull (reply_get_error_code ((Reply *) reply));
}

static gboolean
accept_certificate_cb (SoupMessage *message)
{
  return TRUE;
}

Reply *
server_fixture_send (ServerFixture *self,
                     const char    *method,
                     const char    *target,
                     const char    *authorization,
                     const char    *body)
{
  g_autofree char *uri = g_strconcat (self->url, target, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  Reply *reply = g_new0 (Reply, 1);

  if (authorization != NULL)
    soup_message_headers_append (headers, "Authorization", authorization);

  if (body != NULL)
    {
      g_autoptr(GBytes) sent = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", sent);
    }

  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), NULL);
  soup_session_send_and_read_async (self->client, message, G_PRIORITY_DEFAULT, NULL,
                                    palco_test_await_cb, &result);
  palco_test_await (&result);
  bytes = soup_session_send_and_read_finish (self->client, result, &error);
  g_assert_no_error (error);

  reply->status = soup_message_get_status (message);
  reply->reason = g_strdup (soup_message_get_reason_phrase (message));
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  reply->length = g_bytes_get_size (bytes);

  if (reply->length > 0)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), reply->length);

      reply->json = json_from_string (text, NULL);
    }

  check_reply (reply);

  return reply;
}

Reply *
server_fixture_call (ServerFixture *self,
                     const char    *method,
                     const char    *path,
                     const char    *body)
{
  g_autofree char *target = g_strdup_printf ("/accounts/" SERVER_ACCOUNT "/sessions%s%s"
                                             "api-version=2021-01-01",
                                             path, strchr (path, '?') != NULL ? "&" : "?");
  g_autofree char *authorization = g_strconcat ("Bearer ", self->token, NULL);

  return server_fixture_send (self, method, target, authorization, body);
}

static void
exchange_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GBytes *request = task_data;
  ServerFixture *self = g_object_get_data (G_OBJECT (task), "fixture");
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GString) reply = g_string_new (NULL);
  GInputStream *input;
  char buffer[4096];
  gssize n;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                palcod_server_get_port (self->server), NULL, NULL);
  g_assert_nonnull (connection);

  /* The server may rightly stop reading. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             g_bytes_get_data (request, NULL), g_bytes_get_size (request), NULL,
                             NULL, NULL);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));

  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (reply, buffer, n);

  g_task_return_pointer (task, g_string_free (g_steal_pointer (&reply), FALSE), g_free);
}

char *
server_fixture_exchange (ServerFixture *self,
                         const char    *request,
                         gsize          length)
{
  g_autoptr(GAsyncResult) result = NULL;
  GTask *task = g_task_new (NULL, NULL, palco_test_await_cb, &result);

  g_object_set_data (G_OBJECT (task), "fixture", self);
  g_task_set_task_data (task, g_bytes_new (request, length), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, exchange_thread);
  g_object_unref (task);
  palco_test_await (&result);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
reply_free (Reply *self)
{
  g_free (self->reason);
  soup_message_headers_unref (self->headers);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

const char *
reply_get_string (Reply      *self,
                  const char *name)
{
  return json_object_get_string_member_with_default (json_node_get_object (self->json), name, NULL);
}

static const char *
get_error_string (Reply      *self,
                  const char *name)
{
  JsonObject *object = json_node_get_object (self->json);

  if (!json_object_has_member (object, "error"))
    return NULL;

  return json_object_get_string_member_with_default (json_object_get_object_member (object, "error"),
                                                     name, NULL);
}

const char *
reply_get_error_code (Reply *self)
{
  return get_error_string (self, "code");
}

const char *
reply_get_error_message (Reply *self)
{
  return get_error_string (self, "message");
}
