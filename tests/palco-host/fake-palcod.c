/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "fake-palcod.h"

#define CONTROL_PATH        "/palco/v1/hosts/1/control"
#define CONNECTIONS_MAX     16
#define CONNECTION_MAX_SECS 60

static void
message_cb (SoupWebsocketConnection *connection,
            int                      type,
            GBytes                  *bytes,
            FakePalcod              *self)
{
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *json = g_bytes_get_data (bytes, &length);
  PalcoControlMessage *message = palco_control_message_from_json (json, length, &error);

  g_assert_no_error (error);
  g_ptr_array_add (self->received, message);
}

static void
drop_connection (FakePalcod *self)
{
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);

  g_clear_object (&self->connection);
}

static void
closed_cb (SoupWebsocketConnection *connection,
           FakePalcod              *self)
{
  drop_connection (self);
}

static void
websocket_cb (SoupServer              *server,
              SoupServerMessage       *message,
              const char              *path,
              SoupWebsocketConnection *connection,
              gpointer                 user_data)
{
  FakePalcod *self = user_data;

  drop_connection (self);
  self->connection = g_object_ref (connection);
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
}

/* Runs before the WebSocket is accepted. */
static void
check_token_cb (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  FakePalcod *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *expected = g_strconcat ("Bearer ", self->token, NULL);

  self->n_dials++;
  if (g_strcmp0 (soup_message_headers_get_one (headers, "Authorization"), expected) != 0)
    soup_server_message_set_status (message, SOUP_STATUS_UNAUTHORIZED, NULL);
}

FakePalcod *
fake_palcod_new (GTlsCertificate *certificate)
{
  FakePalcod *self = g_new0 (FakePalcod, 1);
  g_autoptr(GError) error = NULL;
  SoupServer *server;

  self->port = host_port_new ("127.0.0.1", certificate, CONNECTIONS_MAX, CONNECTION_MAX_SECS,
                              &error);
  g_assert_no_error (error);

  server = host_port_get_server (self->port);
  soup_server_add_early_handler (server, CONTROL_PATH, check_token_cb, self, NULL);
  soup_server_add_websocket_handler (server, CONTROL_PATH, NULL, NULL, websocket_cb, self, NULL);
  self->received = g_ptr_array_new_with_free_func ((GDestroyNotify) palco_control_message_free);
  self->token = g_strdup ("first");
  self->url = g_strdup_printf ("%s://127.0.0.1:%u" CONTROL_PATH,
                               certificate != NULL ? "wss" : "ws",
                               host_port_get_number (self->port));

  return self;
}

void
fake_palcod_free (FakePalcod *self)
{
  drop_connection (self);
  host_port_close (self->port);
  g_object_unref (self->port);
  g_ptr_array_unref (self->received);
  g_free (self->url);
  g_free (self->token);
  g_free (self);
}

PalcoHostBootstrap *
fake_palcod_bootstrap (FakePalcod *self)
{
  PalcoHostBootstrap *bootstrap = g_new0 (PalcoHostBootstrap, 1);

  bootstrap->control_url = g_strdup (self->url);
  bootstrap->token = g_strdup ("first");
  bootstrap->session_id = g_strdup ("turbine");
  bootstrap->size = g_strdup ("Standard");
  bootstrap->hostname = g_strdup ("127.0.0.1");
  bootstrap->bind_address = g_strdup ("127.0.0.1");
  bootstrap->lease_msecs = 10 * 60 * 1000;

  return bootstrap;
}

void
fake_palcod_say (FakePalcod *self,
                 const char *text)
{
  soup_websocket_connection_send_text (self->connection, text);
}

void
fake_palcod_welcome (FakePalcod *self,
                     const char *next_token,
                     gint64      msecs_left)
{
  g_autofree char *json =
    g_strdup_printf ("{\"type\":\"welcome\",\"token\":\"%s\",\"msecs_left\":%" G_GINT64_FORMAT "}",
                     next_token, msecs_left);

  AWAIT (self->connection != NULL);
  g_free (self->token);
  self->token = g_strdup (next_token);
  fake_palcod_say (self, json);
}

/* As a broken wire does: without a word. */
void
fake_palcod_hang_up (FakePalcod *self)
{
  GIOStream *stream = soup_websocket_connection_get_io_stream (self->connection);

  g_io_stream_close (stream, NULL, NULL);
  drop_connection (self);
}

/* As a killed service does: nobody answers any more. */
void
fake_palcod_vanish (FakePalcod *self)
{
  host_port_close (self->port);
  drop_connection (self);
}

/* The last message of @type; NULL when there was none. */
const PalcoControlMessage *
fake_palcod_find (FakePalcod       *self,
                  PalcoControlType  type)
{
  for (guint i = self->received->len; i > 0; i--)
    {
      const PalcoControlMessage *message = self->received->pdata[i - 1];

      if (message->type == type)
        return message;
    }

  return NULL;
}
