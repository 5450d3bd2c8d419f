/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-host-link.h"

#define MAX_MESSAGE_BYTES  (16 * 1024)
#define PING_SECS          10
#define MESSAGES_MAX       200  /* a host has a few to say in its whole life */
#define MESSAGES_SPAN      (10 * G_USEC_PER_SEC)

struct _PalcodHostLink
{
  GObject                  parent_instance;
  SoupWebsocketConnection *connection;
  guint                    silence_msecs;
  guint                    silence_id;
  guint                    n_messages;
  gint64                   counted_since;   /* monotonic */
};

enum
{
  SIGNAL_MESSAGE,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcodHostLink, palcod_host_link, G_TYPE_OBJECT)

static void
send_message (SoupWebsocketConnection   *connection,
              const PalcoControlMessage *message)
{
  g_autofree char *json = palco_control_message_to_json (message);

  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (connection, json);
}

static void
close_connection (SoupWebsocketConnection *connection,
                  gushort                  code)
{
  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, code, NULL);
}

static void
release_cb (SoupWebsocketConnection *connection,
            gpointer                 user_data)
{
  g_object_unref (connection);
}

/* A connection that is dropped at once would take with it what was not sent yet; libsoup
 * limits how long its closing can last. */
static void
close_later (SoupWebsocketConnection *connection,
             gushort                  code)
{
  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_CLOSED)
    return;

  g_signal_connect (g_object_ref (connection), "closed", G_CALLBACK (release_cb), NULL);
  close_connection (connection, code);
}

static void
report_closed (PalcodHostLink *self)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);

  if (self->connection == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->connection, self);
  close_later (self->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
  g_clear_object (&self->connection);

  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
silence_cb (gpointer user_data)
{
  PalcodHostLink *self = user_data;

  self->silence_id = 0;
  report_closed (self);

  return G_SOURCE_REMOVE;
}

static void
heard (PalcodHostLink *self)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);
  self->silence_id = g_timeout_add (self->silence_msecs, silence_cb, self);
}

/* Each message costs a write or an answer: one host must not keep the service from all others. */
static gboolean
is_flooding (PalcodHostLink *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->counted_since >= MESSAGES_SPAN)
    {
      self->counted_since = now;
      self->n_messages = 0;
    }

  return ++self->n_messages > MESSAGES_MAX;
}

static void
message_cb (PalcodHostLink *self,
            int             data_type,
            GBytes         *data)
{
  g_autoptr(PalcoControlMessage) message = NULL;
  g_autoptr(GError) error = NULL;
  gconstpointer text;
  gsize length;

  if (is_flooding (self))
    {
      g_message ("A host sent too many messages");
      report_closed (self);
      return;
    }

  heard (self);
  if (data_type != SOUP_WEBSOCKET_DATA_TEXT)
    return;

  text = g_bytes_get_data (data, &length);
  message = palco_control_message_from_json (text, length, &error);

  if (message == NULL)
    {
      g_message ("A host sent a message that cannot be read: %s", error->message);
      report_closed (self);
      return;
    }

  if (message->type != PALCO_CONTROL_UNKNOWN)
    g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
}

static void
palcod_host_link_dispose (GObject *object)
{
  PalcodHostLink *self = PALCOD_HOST_LINK (object);

  g_clear_handle_id (&self->silence_id, g_source_remove);

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      close_later (self->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
      g_clear_object (&self->connection);
    }

  G_OBJECT_CLASS (palcod_host_link_parent_class)->dispose (object);
}

static void
palcod_host_link_class_init (PalcodHostLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = palcod_host_link_dispose;

  signals[SIGNAL_MESSAGE] = g_signal_new ("message", PALCOD_TYPE_HOST_LINK, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", PALCOD_TYPE_HOST_LINK, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
palcod_host_link_init (PalcodHostLink *self)
{
}

/* What comes in many frames is limited by libsoup 3.8 only. */
static void
limit_size (SoupWebsocketConnection *connection)
{
  soup_websocket_connection_set_max_incoming_payload_size (connection, MAX_MESSAGE_BYTES);

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (connection), "max-total-message-size"))
    g_object_set (connection, "max-total-message-size", (guint64) MAX_MESSAGE_BYTES, NULL);
}

PalcodHostLink *
palcod_host_link_new (SoupWebsocketConnection *connection,
                      guint                    silence_msecs)
{
  PalcodHostLink *self = g_object_new (PALCOD_TYPE_HOST_LINK, NULL);

  self->connection = g_object_ref (connection);
  self->silence_msecs = silence_msecs;
  limit_size (connection);
  soup_websocket_connection_set_keepalive_interval (connection, PING_SECS);

  g_signal_connect_object (connection, "message", G_CALLBACK (message_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "pong", G_CALLBACK (heard), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "closed", G_CALLBACK (report_closed),
                           self, G_CONNECT_SWAPPED);
  heard (self);

  return self;
}

void
palcod_host_link_send (PalcodHostLink            *self,
                       const PalcoControlMessage *message)
{
  if (self->connection != NULL)
    send_message (self->connection, message);
}

void
palcod_host_link_dismiss (SoupWebsocketConnection *connection,
                          const char              *reason)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_STOP);

  message->reason = g_strdup (reason);
  send_message (connection, message);
  close_later (connection, SOUP_WEBSOCKET_CLOSE_NORMAL);
}
