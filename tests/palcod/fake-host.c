/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "fake-host.h"

#include <sys/socket.h>

#include "palco-test-await.h"

static void
message_cb (SoupWebsocketConnection *connection,
            int                      type,
            GBytes                  *data,
            gpointer                 user_data)
{
  FakeHost *self = user_data;
  g_autoptr(GError) error = NULL;
  PalcoControlMessage *message;

  message = palco_control_message_from_json (g_bytes_get_data (data, NULL),
                                             g_bytes_get_size (data), &error);
  g_assert_no_error (error);
  g_queue_push_tail (&self->received, message);
}

static SoupWebsocketConnection *
wrap_socket (int                         fd,
             SoupWebsocketConnectionType type)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocket) socket = g_socket_new_from_fd (fd, &error);
  g_autoptr(GSocketConnection) stream = NULL;
  g_autoptr(GUri) uri = g_uri_parse ("ws://localhost/", SOUP_HTTP_URI_FLAGS, NULL);

  g_assert_no_error (error);
  stream = g_socket_connection_factory_create_connection (socket);

  return soup_websocket_connection_new (G_IO_STREAM (stream), uri, type, NULL, NULL, NULL);
}

/* Returns: (nullable): NULL when the token is refused */
FakeHost *
fake_host_dial (PalcodManager *manager,
                gint64         uid,
                const char    *token)
{
  g_autoptr(SoupWebsocketConnection) server = NULL;
  FakeHost *self;
  int fds[2];

  if (!palcod_manager_check_host_token (manager, uid, token))
    return NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  server = wrap_socket (fds[0], SOUP_WEBSOCKET_CONNECTION_SERVER);

  self = g_new0 (FakeHost, 1);
  g_queue_init (&self->received);
  self->connection = wrap_socket (fds[1], SOUP_WEBSOCKET_CONNECTION_CLIENT);
  g_signal_connect (self->connection, "message", G_CALLBACK (message_cb), self);
  palcod_manager_accept_host (manager, uid, server);

  return self;
}

void
fake_host_free (FakeHost *self)
{
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_object_unref (self->connection);
  g_queue_clear_full (&self->received, (GDestroyNotify) palco_control_message_free);
  g_free (self);
}

void
fake_host_say (FakeHost   *self,
               const char *json)
{
  soup_websocket_connection_send_text (self->connection, json);
}

void
fake_host_ready (FakeHost *self)
{
  fake_host_say (self, "{\"type\":\"ready\",\"hostname\":\"server.test\","
                       "\"handshake_port\":50000,\"inspector_port\":50001}");
}

static PalcoControlMessage *
find (FakeHost         *self,
      PalcoControlType  type)
{
  for (GList *link = self->received.head; link != NULL; link = link->next)
    {
      PalcoControlMessage *message = link->data;

      if (message->type != type)
        continue;

      g_queue_delete_link (&self->received, link);
      return message;
    }

  return NULL;
}

/* Returns: (transfer full): the next of @type, whatever came before it */
PalcoControlMessage *
fake_host_await (FakeHost         *self,
                 PalcoControlType  type)
{
  PalcoControlMessage *message;

  palco_test_await_that ((message = find (self, type)) != NULL);

  return message;
}
