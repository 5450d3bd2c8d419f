/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-handshake.h"

#include "host-port.h"
#include "host-request.h"

#define CONNECTIONS_MAX     8
#define CONNECTION_MAX_SECS 10

static const char refusal_text[] =
  "This is the handshake port of a Palco session. The session runs, but this version of Palco "
  "cannot show its picture yet: the viewer comes with a later version. The session's facts are "
  "on its inspector port.\n";

static const char busy_text[] =
  "This is the handshake port of a Palco session, and somebody else is connected. A session has "
  "one viewer at a time: try again when they have left.\n";

struct _HostHandshake
{
  GObject     parent_instance;
  HostPort   *port;
  const char *hostname;   /* the session's, which outlives us */
  char       *client;     /* host_port_dup_peer() of who holds the place, NULL when it is free */
};

enum {
  SIGNAL_CLIENT_CHANGED,
  SIGNAL_USED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HostHandshake, host_handshake, G_TYPE_OBJECT)

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HostHandshake *self = user_data;
  g_autofree char *peer =
    host_port_dup_peer (soup_server_message_get_remote_address (message));
  gboolean is_busy = self->client != NULL && !g_str_equal (self->client, peer);

  if (!host_request_check_host (message, self->hostname))
    return;

  host_port_answer (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "text/plain; charset=utf-8",
                    is_busy ? busy_text : refusal_text);

  if (is_busy || host_request_is_cross_site (message))
    return;

  if (self->client == NULL)
    {
      self->client = g_steal_pointer (&peer);
      g_signal_emit (self, signals[SIGNAL_CLIENT_CHANGED], 0);
    }

  g_signal_emit (self, signals[SIGNAL_USED], 0);
}

static void
left_cb (HostPort      *port,
         const char    *peer,
         HostHandshake *self)
{
  if (g_strcmp0 (self->client, peer) != 0)
    return;

  g_clear_pointer (&self->client, g_free);
  g_signal_emit (self, signals[SIGNAL_CLIENT_CHANGED], 0);
}

static void
host_handshake_dispose (GObject *object)
{
  HostHandshake *self = HOST_HANDSHAKE (object);

  if (self->port != NULL)
    host_port_close (self->port);
  g_clear_object (&self->port);
  g_clear_pointer (&self->client, g_free);

  G_OBJECT_CLASS (host_handshake_parent_class)->dispose (object);
}

static void
host_handshake_class_init (HostHandshakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = host_handshake_dispose;

  signals[SIGNAL_CLIENT_CHANGED] =
    g_signal_new ("client-changed", HOST_TYPE_HANDSHAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_USED] =
    g_signal_new ("used", HOST_TYPE_HANDSHAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
host_handshake_init (HostHandshake *self)
{
}

HostHandshake *
host_handshake_new (const char       *bind_address,
                    GTlsCertificate  *certificate,
                    const char       *hostname,
                    GError          **error)
{
  g_autoptr(HostHandshake) self = g_object_new (HOST_TYPE_HANDSHAKE, NULL);

  self->hostname = hostname;
  self->port = host_port_new (bind_address, certificate, CONNECTIONS_MAX,
                              CONNECTION_MAX_SECS, error);
  if (self->port == NULL)
    return NULL;

  soup_server_add_handler (host_port_get_server (self->port), NULL, request_cb, self, NULL);
  g_signal_connect (self->port, "left", G_CALLBACK (left_cb), self);

  return g_steal_pointer (&self);
}

guint
host_handshake_get_port (HostHandshake *self)
{
  return host_port_get_number (self->port);
}

gboolean
host_handshake_has_client (HostHandshake *self)
{
  return self->client != NULL;
}
