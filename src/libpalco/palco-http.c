/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-http-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "palco-address.h"
#include "palco-error-private.h"
#include "palco-http-error-private.h"
#include "palco-json.h"
#include "palco-limit-private.h"
#include "palco-protocol.h"
#include "palco-retry-after.h"
#include "palco-task-wait.h"

#define BODY_MAX_BYTES    (4 * 1024 * 1024)
#define READ_CHUNK_BYTES  (16 * 1024)
#define MAX_RETRIES       3
#define MAX_REDIRECTS     5
#define USER_AGENT        "Palco/" PALCO_VERSION

/* The transport under a client: one request with its redirects, retries and limits. */

struct _PalcoHttp
{
  GObject            parent_instance;
  SoupSession       *session;
  SoupSession       *direct;    /* for this computer: a proxy must not see those requests */
  const PalcoTiming *timing;
};

G_DEFINE_FINAL_TYPE (PalcoHttp, palco_http, G_TYPE_OBJECT)

typedef struct
{
  char         *method;
  GUri         *uri;
  char         *authorization;
  GBytes       *body;
  SoupMessage  *message;
  GByteArray   *received;
  PalcoLimit    limit;
  gint64        deadline_usec;
  guint         n_retries;
  guint         n_redirects;
  gboolean      is_local;        /* all that was asked */
  gboolean      any_status;
  gboolean      uncertain;       /* an earlier attempt may have had its effect */
} Sending;

static void start_attempt (GTask *task);

static void
sending_free (Sending *sending)
{
  palco_limit_clear (&sending->limit);
  g_clear_object (&sending->message);
  g_clear_pointer (&sending->received, g_byte_array_unref);
  g_clear_pointer (&sending->body, g_bytes_unref);
  g_clear_pointer (&sending->uri, g_uri_unref);
  g_free (sending->authorization);
  g_free (sending->method);
  g_free (sending);
}

void
palco_reply_free (PalcoReply *self)
{
  g_bytes_unref (self->body);
  soup_message_headers_unref (self->headers);
  g_free (self->correlation_vector);
  g_free (self);
}

/* The JSON object in the answer; %PALCO_ERROR_PROTOCOL if there is none. */
JsonObject *
palco_reply_parse (PalcoReply  *self,
                   GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  JsonObject *object = palco_json_parse_object (g_bytes_get_data (self->body, NULL),
                                                g_bytes_get_size (self->body), &local_error);

  if (object == NULL)
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                   "The answer of the service cannot be read (%s); check the address",
                   local_error->message);
    }

  return object;
}

static void
palco_http_dispose (GObject *object)
{
  PalcoHttp *self = PALCO_HTTP (object);

  g_clear_object (&self->session);
  g_clear_object (&self->direct);

  G_OBJECT_CLASS (palco_http_parent_class)->dispose (object);
}

static void
palco_http_class_init (PalcoHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = palco_http_dispose;
}

static void
palco_http_init (PalcoHttp *self)
{
  self->session = soup_session_new_with_options ("user-agent", USER_AGENT, NULL);
  self->direct = soup_session_new_with_options ("user-agent", USER_AGENT,
                                                "proxy-resolver", NULL,
                                                NULL);
}

/* @timing has to live as long as the new object. */
PalcoHttp *
palco_http_new (const PalcoTiming *timing)
{
  PalcoHttp *self = g_object_new (PALCO_TYPE_HTTP, NULL);

  self->timing = timing;

  return self;
}

/* Instead of what the system trusts; tests do this. */
void
palco_http_set_tls_database (PalcoHttp    *self,
                             GTlsDatabase *database)
{
  soup_session_set_tls_database (self->session, database);
  soup_session_set_tls_database (self->direct, database);
}

static void
fail (GTask   *task,
      GError  *error)
{
  Sending *sending = g_task_get_task_data (task);

  if (error->domain == PALCO_ERROR && sending->uncertain)
    palco_error_set_uncertain (error);

  g_task_return_error (task, error);
}

static void
succeed (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (sending->message);
  PalcoReply *reply = g_new0 (PalcoReply, 1);

  reply->status = soup_message_get_status (sending->message);
  reply->body = g_byte_array_free_to_bytes (g_steal_pointer (&sending->received));
  reply->headers = soup_message_headers_ref (headers);
  reply->was_redirected = sending->n_redirects > 0;
  reply->is_local = sending->is_local;
  reply->correlation_vector = g_strdup (soup_message_headers_get_one (headers, "MS-CV"));
  reply->retry_after_msecs =
    palco_retry_after_parse (soup_message_headers_get_one (headers, "Retry-After"),
                             g_get_real_time () / G_USEC_PER_SEC);

  g_task_return_pointer (task, reply, (GDestroyNotify) palco_reply_free);
}

static gboolean
is_idempotent (const char *method)
{
  return g_str_equal (method, "GET") || g_str_equal (method, "PUT");
}

/* Rule 8.10; a 429 says itself that nothing was done, so that with a time any call may be
 * repeated (rule 8.9). */
static gboolean
status_allows_retry (const char *method,
                     guint       status,
                     gint64      retry_after_msecs)
{
  switch (status)
    {
    case 500:
    case 503:
    case 504:
      return TRUE;

    case 429:
      return is_idempotent (method) || retry_after_msecs >= 0;

    case 408:
    case 502:
      return is_idempotent (method);

    default:
      return FALSE;
    }
}

/* Waits and tries again, unless that has been done often or long enough. */
static gboolean
retry_later (GTask  *task,
             gint64  retry_after_msecs)
{
  PalcoHttp *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  gint64 delay_msecs = retry_after_msecs;

  if (delay_msecs < 0)
    delay_msecs = (gint64) self->timing->retry_msecs << sending->n_retries;

  if (sending->n_retries >= MAX_RETRIES ||
      delay_msecs > self->timing->retry_after_max_msecs ||
      g_get_monotonic_time () + delay_msecs * 1000 >= sending->deadline_usec)
    return FALSE;

  sending->n_retries++;
  palco_task_wait (task, delay_msecs, start_attempt);

  return TRUE;
}

static void
conclude_status (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (sending->message);
  guint status = soup_message_get_status (sending->message);
  gint64 retry_after_msecs =
    palco_retry_after_parse (soup_message_headers_get_one (headers, "Retry-After"),
                             g_get_real_time () / G_USEC_PER_SEC);
  GError *error = palco_http_error_from_status (sending->message,
                                                (const char *) sending->received->data,
                                                sending->received->len);

  palco_error_set_retry_after_msecs (error, retry_after_msecs);
  sending->uncertain |= palco_error_is_uncertain (error);

  if (status_allows_retry (sending->method, status, retry_after_msecs) &&
      retry_later (task, retry_after_msecs))
    g_error_free (error);
  else
    fail (task, error);
}

static void
conclude_transport (GTask        *task,
                    const GError *cause)
{
  PalcoHttp *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GError *error;

  if (palco_limit_has_passed (&sending->limit))
    {
      error = g_error_new (PALCO_ERROR, PALCO_ERROR_CONNECTION,
                           "“%s” did not answer within %u seconds; try again",
                           g_uri_get_host (sending->uri), self->timing->request_msecs / 1000);
      palco_error_set_uncertain (error);
      fail (task, error);
      return;
    }

  error = palco_http_error_from_transport (sending->message, cause);
  sending->uncertain |= palco_error_is_uncertain (error);

  /* Who is not there will not be there in a second: only connections that broke are retried. */
  if (!sending->any_status &&
      is_idempotent (sending->method) &&
      palco_error_has_code (error, PALCO_ERROR_CONNECTION) &&
      !palco_http_error_was_not_sent (cause) &&
      retry_later (task, -1))
    g_error_free (error);
  else
    fail (task, error);
}

/* Where a redirect leads, if it may be followed at all. */
static GUri *
resolve_redirect (Sending  *sending,
                  GError  **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (sending->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autofree char *base = g_uri_to_string (sending->uri);
  g_autofree char *target = NULL;
  g_autoptr(GUri) uri = NULL;

  if (location != NULL)
    target = g_uri_resolve_relative (base, location, SOUP_HTTP_URI_FLAGS, NULL);

  if (target == NULL || ++sending->n_redirects > MAX_REDIRECTS)
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                   "The service redirects requests in a circle or to nowhere; check the address");
      return NULL;
    }

  uri = palco_address_parse_given (target, sending->is_local, error);
  if (uri == NULL)
    return NULL;

  if (sending->authorization != NULL && !palco_address_same_origin (uri, sending->uri))
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INSECURE,
                   "The service redirects requests to “%s”, which may not see the keys of this "
                   "account; if that is right, make it the address of the account",
                   g_uri_get_host (uri));
      return NULL;
    }

  return g_steal_pointer (&uri);
}

/* 307 and 308 keep the method; the older ones are safe to follow for GET only. */
static gboolean
is_redirect (Sending *sending)
{
  guint status = soup_message_get_status (sending->message);

  return status == 307 || status == 308 ||
         ((status == 301 || status == 302 || status == 303) &&
          g_str_equal (sending->method, "GET"));
}

static void
follow_redirect (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  GUri *uri = resolve_redirect (sending, &error);

  if (uri == NULL)
    {
      fail (task, error);
      return;
    }

  g_uri_unref (sending->uri);
  sending->uri = uri;
  sending->is_local &= palco_host_is_loopback (g_uri_get_host (uri));
  start_attempt (task);
}

static void
conclude (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (sending->message)))
    succeed (task);
  else if (is_redirect (sending))
    follow_redirect (task);
  else if (sending->any_status)
    succeed (task);
  else
    conclude_status (task);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GInputStream *stream = G_INPUT_STREAM (source);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, &error);

  if (bytes == NULL)
    {
      conclude_transport (task, error);
      return;
    }

  if (g_bytes_get_size (bytes) == 0)
    {
      conclude (task);
      return;
    }

  g_byte_array_append (sending->received, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (sending->received->len > BODY_MAX_BYTES)
    {
      fail (task, g_error_new (PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                               "The answer of the service is larger than any it should give; "
                               "check the address"));
      return;
    }

  g_input_stream_read_bytes_async (stream, READ_CHUNK_BYTES, G_PRIORITY_DEFAULT, sending->limit.work,
                                   read_cb, g_steal_pointer (&task));
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    conclude_transport (task, error);
  else
    g_input_stream_read_bytes_async (stream, READ_CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                     sending->limit.work, read_cb, g_steal_pointer (&task));
}

/* libsoup sends again by itself what broke on a connection that it had kept; how the second
 * time went says nothing of the first. */
static void
restarted_cb (Sending *sending)
{
  sending->uncertain = TRUE;
}

static SoupMessage *
make_message (Sending *sending)
{
  SoupMessage *message = soup_message_new_from_uri (sending->method, sending->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *request_id = g_uuid_string_random ();
  g_autofree char *correlation_vector = palco_correlation_vector_new ();

  g_signal_connect_swapped (message, "restarted", G_CALLBACK (restarted_cb), sending);

  /* Redirects are followed here, where the token is looked after. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);

  soup_message_headers_append (headers, "Accept", "application/json");
  soup_message_headers_append (headers, "x-ms-client-request-id", request_id);
  soup_message_headers_append (headers, "X-MRC-CV", correlation_vector);
  if (sending->authorization != NULL)
    soup_message_headers_append (headers, "Authorization", sending->authorization);

  if (sending->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", sending->body);
  else if (g_str_equal (sending->method, "POST"))
    soup_message_headers_set_content_length (headers, 0);

  return message;
}

static void
start_attempt (GTask *task)
{
  PalcoHttp *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);

  g_clear_object (&sending->message);
  sending->message = make_message (sending);
  g_clear_pointer (&sending->received, g_byte_array_unref);
  sending->received = g_byte_array_new ();

  soup_session_send_async (sending->is_local ? self->direct : self->session, sending->message,
                           G_PRIORITY_DEFAULT, sending->limit.work, sent_cb, g_object_ref (task));
}

static Sending *
sending_new (PalcoHttp          *self,
             const PalcoRequest *request,
             GUri               *uri,
             GCancellable       *cancellable)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->method = g_strdup (request->method);
  sending->uri = g_uri_ref (uri);
  sending->is_local = palco_host_is_loopback (g_uri_get_host (uri));
  sending->authorization = g_strdup (request->authorization);
  if (request->body != NULL)
    sending->body = g_bytes_new (request->body, strlen (request->body));
  sending->any_status = request->any_status;

  sending->deadline_usec = g_get_monotonic_time () + self->timing->request_msecs * (gint64) 1000;
  palco_limit_start (&sending->limit, self->timing->request_msecs, cancellable);

  return sending;
}

/* Fails with %PALCO_ERROR, or G_IO_ERROR_CANCELLED; palco_error_is_uncertain() tells
 * whether the service may have done it nevertheless. */
void
palco_http_send_async (PalcoHttp           *self,
                       const PalcoRequest  *request,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GUri) uri = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, palco_http_send_async);

  uri = palco_address_parse (request->url, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, sending_new (self, request, uri, cancellable),
                        (GDestroyNotify) sending_free);
  start_attempt (task);
}

PalcoReply *
palco_http_send_finish (PalcoHttp     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
