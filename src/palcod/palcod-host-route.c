/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-host-route.h"

#include "palcod-answer.h"
#include "palcod-request.h"

#define PREFIX "/palco/v1/hosts"
#define SUFFIX "/control"

typedef struct
{
  PalcodGuard   *guard;
  PalcodManager *manager;
} HostRoute;

static void
host_route_free (HostRoute *self)
{
  g_object_unref (self->guard);
  g_object_unref (self->manager);
  g_free (self);
}

static gboolean
parse_uid (const char *path,
           gint64     *uid)
{
  g_autofree char *digits = NULL;

  if (!g_str_has_prefix (path, PREFIX "/") || !g_str_has_suffix (path, SUFFIX))
    return FALSE;

  digits = g_strndup (path + strlen (PREFIX "/"),
                      strlen (path) - MIN (strlen (path), strlen (PREFIX "/" SUFFIX)));

  return g_ascii_string_to_signed (digits, 10, 0, G_MAXINT64, uid, NULL);
}

static gboolean
check_token (HostRoute         *self,
             SoupServerMessage *message,
             gint64             uid)
{
  const char *token = palcod_request_get_bearer (message);

  return token != NULL && palcod_manager_check_host_token (self->manager, uid, token);
}

/* An answer here keeps libsoup from taking the WebSocket. */
static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  HostRoute *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gint64 uid;

  palcod_guard_watch_body (self->guard, message);

  if (!parse_uid (path, &uid))
    palcod_answer_error (message, SOUP_STATUS_NOT_FOUND, "NotFound",
                         "There is nothing at this address.");
  else if (!check_token (self, message, uid))
    palcod_answer_error (message, SOUP_STATUS_UNAUTHORIZED, "Unauthorized",
                         "The host token is not valid (any more).");
  else if (!soup_message_headers_header_contains (headers, "Upgrade", "websocket"))
    palcod_answer_error (message, SOUP_STATUS_BAD_REQUEST, "BadRequest",
                         "Hosts speak WebSocket here.");
  else
    palcod_guard_release (self->guard, message);
}

static void
websocket_cb (SoupServer              *server,
              SoupServerMessage       *message,
              const char              *path,
              SoupWebsocketConnection *connection,
              gpointer                 user_data)
{
  HostRoute *self = user_data;
  gint64 uid;

  if (parse_uid (path, &uid))
    palcod_manager_accept_host (self->manager, uid, connection);
}

void
palcod_host_route_add (SoupServer    *server,
                       PalcodGuard   *guard,
                       PalcodManager *manager)
{
  HostRoute *self = g_new0 (HostRoute, 1);

  self->guard = g_object_ref (guard);
  self->manager = g_object_ref (manager);

  /* The limit of a message's size counts what was sent, not what that unpacks to. */
  soup_server_remove_websocket_extension (server, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  soup_server_add_early_handler (server, PREFIX, early_cb, self, NULL);
  soup_server_add_websocket_handler (server, PREFIX, NULL, NULL, websocket_cb, self,
                                     (GDestroyNotify) host_route_free);
}
