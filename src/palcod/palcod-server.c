/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-server.h"

#include "palco-log.h"
#include "palcod-answer.h"
#include "palcod-discovery.h"
#include "palcod-error.h"
#include "palcod-host-route.h"
#include "palcod-request.h"
#include "palcod-session-routes.h"
#include "palcod-sts.h"

#include <sys/socket.h>

#define SEGMENTS_MAX    6
#define PATH_MAX_LENGTH 2048

typedef enum
{
  ACCESS_ANYBODY,
  ACCESS_TOKEN,   /* and the api-version */
} Access;

/* Literals match in any case (rule 10); “@” is an account, “*” a session. */
static const struct
{
  const char   *method;    /* NULL for any */
  const char   *pattern;
  Access        access;
  PalcodRoute   handle;
} routes[] = {
  { "GET", "accounts/@/sessions/*", ACCESS_TOKEN, palcod_session_routes_get },
  { "GET", "accounts/@/sessions", ACCESS_TOKEN, palcod_session_routes_list },
  { "PUT", "accounts/@/sessions/*", ACCESS_TOKEN, palcod_session_routes_create },
  { "PATCH", "accounts/@/sessions/*", ACCESS_TOKEN, palcod_session_routes_update },
  { "POST", "accounts/@/sessions/*/:stop", ACCESS_TOKEN, palcod_session_routes_stop },
  { "GET", "accounts/@/token", ACCESS_ANYBODY, palcod_sts_handle },
  { "GET", ".well-known/palco", ACCESS_ANYBODY, palcod_discovery_handle },
  { NULL, "accounts/@/conversions", ACCESS_TOKEN, palcod_session_routes_not_served },
  { NULL, "accounts/@/conversions/*", ACCESS_TOKEN, palcod_session_routes_not_served },
};

struct _PalcodServer
{
  GObject        parent_instance;
  PalcodContext  context;
  SoupServer    *soup;
  PalcodGuard   *guard;
};

G_DEFINE_FINAL_TYPE (PalcodServer, palcod_server, G_TYPE_OBJECT)

/* Cuts @path, which is modified, at its slashes; returns 0 when it cannot be one of ours. */
static guint
split_path (char        *path,
            const char **segments)
{
  guint n_segments = 0;

  if (*path != '/')
    return 0;

  for (char *p = path; p != NULL; p = strchr (p, '/'))
    {
      if (n_segments == SEGMENTS_MAX)
        return 0;

      *p++ = '\0';
      segments[n_segments++] = p;
    }

  return n_segments;
}

/* Percent-decoding after the cut, so that “%2F” stays inside its segment. */
static gboolean
decode_segment (const char  *segment,
                char       **decoded)
{
  g_free (*decoded);
  *decoded = g_uri_unescape_string (segment, NULL);

  return *decoded != NULL && g_utf8_validate (*decoded, -1, NULL);
}

static gboolean
match_literal (const char *segment,
               const char *pattern,
               gsize       length)
{
  g_autofree char *decoded = NULL;

  if (strchr (segment, '%') == NULL)
    return strlen (segment) == length && g_ascii_strncasecmp (segment, pattern, length) == 0;

  return decode_segment (segment, &decoded) && strlen (decoded) == length &&
         g_ascii_strncasecmp (decoded, pattern, length) == 0;
}

static gboolean
match_pattern (PalcodRequest     *request,
               const char        *pattern,
               const char *const *segments,
               guint              n_segments)
{
  for (guint i = 0; i < n_segments; i++)
    {
      gsize length = strcspn (pattern, "/");

      if (length == 0)
        return FALSE;

      if (*pattern == '@' ? !decode_segment (segments[i], &request->account_id)
          : *pattern == '*' ? !decode_segment (segments[i], &request->session_id)
          : !match_literal (segments[i], pattern, length))
        return FALSE;

      pattern += length;
      if (*pattern == '/')
        pattern++;
    }

  return *pattern == '\0';
}

static gboolean
match_method (const char *method,
              const char *wanted)
{
  return wanted == NULL || g_str_equal (method, wanted) ||
         (g_str_equal (method, "HEAD") && g_str_equal (wanted, "GET"));
}

static gboolean
check_version (PalcodRequest *request)
{
  const char *version = request->query != NULL ? g_hash_table_lookup (request->query, "api-version")
                                               : NULL;

  if (version == NULL)
    {
      palcod_answer_error (request->message, SOUP_STATUS_BAD_REQUEST, "ApiVersionUnspecified",
                           "An API version is required, but was not specified. Add api-version="
                           PALCO_API_VERSION ".");
      return FALSE;
    }

  if (g_str_equal (version, PALCO_API_VERSION) || g_str_equal (version, PALCO_API_VERSION_PREVIEW))
    return TRUE;

  palcod_answer_error (request->message, SOUP_STATUS_BAD_REQUEST, "UnsupportedApiVersion",
                       "This API version is not supported. Write api-version=" PALCO_API_VERSION ".");

  return FALSE;
}

/* Before anything is looked up by id (rule 16). */
static gboolean
check_token (PalcodRequest *request)
{
  const char *token = palcod_request_get_bearer (request->message);
  const char *account_id = NULL;

  if (token != NULL)
    account_id = palcod_tokens_check (request->context->tokens, token,
                                      g_get_real_time () / G_USEC_PER_SEC);

  if (account_id == NULL)
    {
      soup_message_headers_append (soup_server_message_get_response_headers (request->message),
                                   "WWW-Authenticate", "Bearer error=\"invalid_token\"");
      palcod_answer_error (request->message, SOUP_STATUS_UNAUTHORIZED, "Unauthorized",
                           "The access token is missing, malformed, expired or revoked. Get a new "
                           "one from the token service.");
      return FALSE;
    }

  if (g_str_equal (account_id, request->account_id))
    return TRUE;

  palcod_answer_error (request->message, SOUP_STATUS_FORBIDDEN, "Forbidden",
                       "The access token is of another account.");

  return FALSE;
}

static gboolean
check_access (PalcodRequest *request,
              Access         access)
{
  return access == ACCESS_ANYBODY ||
         (check_token (request) && palcod_request_is_in_rate (request) && check_version (request));
}

static void
answer_no_route (PalcodRequest *request,
                 const char    *allowed)
{
  if (*allowed == '\0')
    {
      palcod_answer_error (request->message, SOUP_STATUS_NOT_FOUND, "NotFound",
                           "There is nothing at this address.");
      return;
    }

  soup_message_headers_append (soup_server_message_get_response_headers (request->message),
                               "Allow", allowed);
  palcod_answer_error (request->message, SOUP_STATUS_METHOD_NOT_ALLOWED, "MethodNotAllowed",
                       "This address does not take this method.");
}

static void
route (PalcodRequest     *request,
       const char *const *segments,
       guint              n_segments)
{
  const char *method = soup_server_message_get_method (request->message);
  g_autoptr(GString) allowed = g_string_new (NULL);

  for (guint i = 0; n_segments > 0 && i < G_N_ELEMENTS (routes); i++)
    {
      if (!match_pattern (request, routes[i].pattern, segments, n_segments))
        continue;

      if (match_method (method, routes[i].method))
        {
          if (check_access (request, routes[i].access))
            routes[i].handle (request);
          return;
        }

      g_string_append_printf (allowed, "%s%s", allowed->len > 0 ? ", " : "", routes[i].method);
    }

  answer_no_route (request, allowed->str);
}

static void
request_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  PalcodServer *self = user_data;
  g_autoptr(PalcodRequest) request = palcod_request_new (&self->context, message, query);
  const char *segments[SEGMENTS_MAX];
  char buffer[PATH_MAX_LENGTH];
  guint n_segments = 0;

  if (g_strlcpy (buffer, path, sizeof buffer) < sizeof buffer)
    n_segments = split_path (buffer, segments);

  route (request, segments, n_segments);
}

static void
early_cb (SoupServer        *soup,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  PalcodServer *self = user_data;

  /* Sessions are never sent in parts: libsoup would cut any answer to a GET. */
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  palcod_guard_watch_body (self->guard, message);
}

static void
request_started_cb (PalcodServer      *self,
                    SoupServerMessage *message)
{
  palcod_answer_prepare (message);
}

/* What was changed, and what we could not do, can be found by the MS-CV that the client was
 * given. Not what was refused: anybody could fill the log with that. */
static GLogLevelFlags
get_level (SoupServerMessage *message)
{
  const char *method = soup_server_message_get_method (message);
  guint status = soup_server_message_get_status (message);

  if (status >= SOUP_STATUS_INTERNAL_SERVER_ERROR ||
      (SOUP_STATUS_IS_SUCCESSFUL (status) && !match_method (method, "GET")))
    return G_LOG_LEVEL_MESSAGE;

  return G_LOG_LEVEL_DEBUG;
}

static void
request_ended_cb (PalcodServer      *self,
                  SoupServerMessage *message)
{
  GLogLevelFlags level = get_level (message);
  GUri *uri = soup_server_message_get_uri (message);

  if (level != G_LOG_LEVEL_DEBUG || palco_log_is_debug ())
    palco_log (level, palcod_answer_get_ms_cv (message), "%s %s → %u",
               soup_server_message_get_method (message), uri != NULL ? g_uri_get_path (uri) : "-",
               soup_server_message_get_status (message));
}

static void
palcod_server_dispose (GObject *object)
{
  PalcodServer *self = PALCOD_SERVER (object);

  g_cancellable_cancel (self->context.cancellable);

  if (self->guard != NULL)
    palcod_guard_cut_all (self->guard);
  if (self->soup != NULL)
    soup_server_disconnect (self->soup);

  g_clear_object (&self->soup);
  g_clear_object (&self->guard);
  g_clear_object (&self->context.accounts);
  g_clear_object (&self->context.tokens);
  g_clear_object (&self->context.cache);
  g_clear_object (&self->context.manager);

  G_OBJECT_CLASS (palcod_server_parent_class)->dispose (object);
}

static void
palcod_server_finalize (GObject *object)
{
  PalcodServer *self = PALCOD_SERVER (object);

  g_clear_pointer (&self->context.throttle, palcod_throttle_free);
  g_clear_object (&self->context.cancellable);

  G_OBJECT_CLASS (palcod_server_parent_class)->finalize (object);
}

static void
palcod_server_class_init (PalcodServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palcod_server_dispose;
  object_class->finalize = palcod_server_finalize;
}

static void
palcod_server_init (PalcodServer *self)
{
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  self->guard = palcod_guard_new (self->soup);
  self->context.cancellable = g_cancellable_new ();

  g_signal_connect_object (self->soup, "request-started", G_CALLBACK (request_started_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->soup, "request-finished", G_CALLBACK (request_ended_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->soup, "request-aborted", G_CALLBACK (request_ended_cb), self,
                           G_CONNECT_SWAPPED);
  soup_server_add_early_handler (self->soup, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
}

PalcodServer *
palcod_server_new (const PalcodConfig *config,
                   PalcodAccounts     *accounts,
                   PalcodTokens       *tokens,
                   PalcodManager      *manager)
{
  PalcodServer *self = g_object_new (PALCOD_TYPE_SERVER, NULL);

  self->context.owner = self;
  self->context.config = config;
  self->context.accounts = g_object_ref (accounts);
  self->context.tokens = g_object_ref (tokens);
  self->context.manager = g_object_ref (manager);
  self->context.throttle = palcod_throttle_new (config->requests_per_second,
                                                config->request_burst);
  self->context.cache = palcod_answer_cache_new (config, manager);
  palcod_host_route_add (self->soup, self->guard, manager);

  return self;
}

static gboolean
load_certificate (PalcodServer  *self,
                  GError       **error)
{
  const PalcodConfig *config = self->context.config;
  g_autoptr(GTlsCertificate) certificate = NULL;

  if (config->certificate_path == NULL)
    return TRUE;

  certificate = g_tls_certificate_new_from_files (config->certificate_path,
                                                  config->private_key_path, error);

  if (certificate == NULL)
    {
      g_prefix_error (error, "The certificate %s and its key %s cannot be used: ",
                      config->certificate_path, config->private_key_path);
      return FALSE;
    }

  soup_server_set_tls_certificate (self->soup, certificate);

  return TRUE;
}

/* libsoup's own sockets take GIO's ten: of twenty clients that come at once, some would wait a
 * second for their second try. */
static GSocket *
open_socket (GSocketAddress  *address,
             GError         **error)
{
  g_autoptr(GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                            G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;

  g_socket_set_listen_backlog (socket, SOMAXCONN);

  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

gboolean
palcod_server_listen (PalcodServer  *self,
                      GError       **error)
{
  const PalcodConfig *config = self->context.config;
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GSocket) socket = NULL;

  if (!load_certificate (self, error))
    return FALSE;

  address = g_inet_socket_address_new_from_string (config->listen_address, config->listen_port);
  socket = open_socket (address, error);

  if (socket != NULL &&
      soup_server_listen_socket (self->soup, socket,
                                 config->certificate_path != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0,
                                 error))
    return TRUE;

  g_prefix_error (error, "Cannot listen on %s port %u: ", config->listen_address,
                  config->listen_port);

  return FALSE;
}

guint
palcod_server_get_port (PalcodServer *self)
{
  g_autoptr(GSList) sockets = soup_server_get_listeners (self->soup);
  g_autoptr(GSocketAddress) address = NULL;

  if (sockets != NULL)
    address = g_socket_get_local_address (sockets->data, NULL);

  return address != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) : 0;
}

PalcodGuard *
palcod_server_get_guard (PalcodServer *self)
{
  return self->guard;
}
