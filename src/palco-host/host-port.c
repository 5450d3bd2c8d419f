/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-port.h"

#include "palco-protocol.h"

#include <string.h>

#define N_PORTS (PALCO_PORT_MAX - PALCO_PORT_MIN + 1)

struct _HostPort
{
  GObject          parent_instance;
  SoupServer      *server;
  GSocketService  *service;
  GTlsCertificate *certificate;   /* NULL for plain HTTP */
  GHashTable      *guests;        /* the set of open connections */
  guint            number;
  guint            max_connections;
  guint            max_connection_secs;
};

/* One open connection. SoupServer owns the stream; we hear of its end by a weak notify. The last to
 * let go may be the thread of a TLS handshake that failed, so that does no more than to wake us. */
typedef struct
{
  HostPort *port;
  GWeakRef  connection;
  GSource  *gone;
  char     *peer;
  guint     timeout_id;
} Guest;

enum {
  SIGNAL_LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HostPort, host_port, G_TYPE_OBJECT)

static void
shut_down (Guest *guest)
{
  g_autoptr(GSocketConnection) connection = g_weak_ref_get (&guest->connection);

  if (connection != NULL)
    g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE, NULL);
}

static gboolean
guest_timeout_cb (gpointer user_data)
{
  Guest *guest = user_data;

  guest->timeout_id = 0;
  shut_down (guest);

  return G_SOURCE_REMOVE;
}

static gboolean
gone_source_dispatch (GSource     *source,
                      GSourceFunc  callback,
                      gpointer     user_data)
{
  return callback (user_data);
}

/* Is ready once it is told to be. */
static GSourceFuncs gone_source_funcs = {
  .dispatch = gone_source_dispatch,
};

static gboolean
guest_gone_cb (gpointer user_data)
{
  Guest *guest = user_data;
  g_autoptr(HostPort) self = g_object_ref (guest->port);
  g_autofree char *peer = g_strdup (guest->peer);

  g_hash_table_remove (self->guests, guest);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0, peer);

  return G_SOURCE_REMOVE;
}

/* In any thread, and perhaps when the guest is long forgotten. */
static void
connection_gone_cb (gpointer  user_data,
                    GObject  *connection)
{
  g_autoptr(GSource) gone = user_data;

  g_source_set_ready_time (gone, 0);
}

static void
guest_free (gpointer data)
{
  Guest *guest = data;

  shut_down (guest);
  g_weak_ref_clear (&guest->connection);
  g_source_destroy (guest->gone);
  g_source_unref (guest->gone);
  g_clear_handle_id (&guest->timeout_id, g_source_remove);
  g_free (guest->peer);
  g_free (guest);
}

static void
add_guest (HostPort          *self,
           GSocketConnection *connection,
           GSocketAddress    *remote)
{
  Guest *guest = g_new0 (Guest, 1);

  guest->port = self;
  g_weak_ref_init (&guest->connection, connection);
  guest->gone = g_source_new (&gone_source_funcs, sizeof (GSource));
  g_source_set_static_name (guest->gone, "palco-guest");
  g_source_set_callback (guest->gone, guest_gone_cb, guest, NULL);
  g_source_attach (guest->gone, NULL);
  guest->peer = host_port_dup_peer (remote);
  guest->timeout_id = g_timeout_add_seconds (self->max_connection_secs, guest_timeout_cb, guest);
  g_object_weak_ref (G_OBJECT (connection), connection_gone_cb, g_source_ref (guest->gone));
  g_hash_table_add (self->guests, guest);
}

static gboolean
accept_stream (HostPort           *self,
               GSocketConnection  *connection,
               GError            **error)
{
  g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address (connection, error);
  g_autoptr(GSocketAddress) remote = NULL;
  g_autoptr(GIOStream) stream = NULL;

  if (local == NULL)
    return FALSE;

  remote = g_socket_connection_get_remote_address (connection, error);
  if (remote == NULL)
    return FALSE;

  if (self->certificate != NULL)
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, error);
  else
    stream = G_IO_STREAM (g_object_ref (connection));

  if (stream == NULL)
    return FALSE;

  add_guest (self, connection, remote);

  return soup_server_accept_iostream (self->server, stream, local, remote, error);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source_object,
             HostPort          *self)
{
  g_autoptr(GError) error = NULL;

  if (g_hash_table_size (self->guests) >= self->max_connections)
    g_debug ("Port %u: too many connections, refused one", self->number);
  else if (!accept_stream (self, connection, &error))
    g_debug ("Port %u: refused a connection: %s", self->number, error->message);

  return TRUE;
}

static GSocket *
listen_on (GInetAddress  *address,
           guint          number,
           GError       **error)
{
  g_autoptr(GSocketAddress) socket_address = g_inet_socket_address_new (address, number);
  g_autoptr(GSocket) socket = g_socket_new (g_inet_address_get_family (address),
                                            G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  /* Not to be reused: with SO_REUSEADDR two hosts could bind the same port and only one of
   * them would find out, when it listens. */
  if (socket == NULL ||
      !g_socket_bind (socket, socket_address, FALSE, error) ||
      !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

/* From a random port on, so that hosts which start together rarely try the same one. */
static GSocket *
listen_anywhere (GInetAddress  *address,
                 guint         *number,
                 GError       **error)
{
  guint start = g_random_int_range (0, N_PORTS);

  for (guint i = 0; i < N_PORTS; i++)
    {
      g_autoptr(GError) local_error = NULL;
      GSocket *socket;

      *number = PALCO_PORT_MIN + (start + i) % N_PORTS;
      socket = listen_on (address, *number, &local_error);
      if (socket != NULL)
        return socket;

      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        {
          g_propagate_prefixed_error (error, g_steal_pointer (&local_error),
                                      "Cannot listen on port %u: ", *number);
          return NULL;
        }
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
               "All ports from %d to %d are in use: end other sessions on this server",
               PALCO_PORT_MIN, PALCO_PORT_MAX);

  return NULL;
}

static gboolean
host_port_listen (HostPort     *self,
                  const char   *bind_address,
                  GError      **error)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (bind_address);
  g_autoptr(GSocket) socket = NULL;

  if (address == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "Cannot listen on “%s”: the bind address must be an IP address",
                   bind_address);
      return FALSE;
    }

  socket = listen_anywhere (address, &self->number, error);
  if (socket == NULL)
    return FALSE;

  return g_socket_listener_add_socket (G_SOCKET_LISTENER (self->service), socket, NULL, error);
}

static void
host_port_dispose (GObject *object)
{
  HostPort *self = HOST_PORT (object);

  host_port_close (self);
  g_clear_object (&self->service);
  g_clear_object (&self->server);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (host_port_parent_class)->dispose (object);
}

static void
host_port_finalize (GObject *object)
{
  HostPort *self = HOST_PORT (object);

  g_hash_table_unref (self->guests);

  G_OBJECT_CLASS (host_port_parent_class)->finalize (object);
}

static void
host_port_class_init (HostPortClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = host_port_dispose;
  object_class->finalize = host_port_finalize;

  signals[SIGNAL_LEFT] =
    g_signal_new ("left", HOST_TYPE_PORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

/* Nothing that is served here takes a body: let none pile up. */
static void
discard_body_cb (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           user_data)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

static void
host_port_init (HostPort *self)
{
  self->guests = g_hash_table_new_full (NULL, NULL, guest_free, NULL);
  self->server = g_object_new (SOUP_TYPE_SERVER, "server-header", "palco-host", NULL);
  soup_server_add_early_handler (self->server, NULL, discard_body_cb, NULL, NULL);
  self->service = g_socket_service_new ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
}

HostPort *
host_port_new (const char       *bind_address,
               GTlsCertificate  *certificate,
               guint             max_connections,
               guint             max_connection_secs,
               GError          **error)
{
  g_autoptr(HostPort) self = g_object_new (HOST_TYPE_PORT, NULL);

  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->max_connections = max_connections;
  self->max_connection_secs = max_connection_secs;

  return host_port_listen (self, bind_address, error) ? g_steal_pointer (&self) : NULL;
}

guint
host_port_get_number (HostPort *self)
{
  return self->number;
}

SoupServer *
host_port_get_server (HostPort *self)
{
  return self->server;
}

/* Stops listening and cuts who is connected. Nobody is told “left”. */
void
host_port_close (HostPort *self)
{
  if (self->service == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_hash_table_remove_all (self->guests);
  soup_server_disconnect (self->server);
}

void
host_port_answer (SoupServerMessage *message,
                  guint              status,
                  const char        *content_type,
                  const char        *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Cross-Origin-Resource-Policy", "same-origin");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_server_message_set_response (message, content_type, SOUP_MEMORY_COPY,
                                    body, strlen (body));
}

/* What tells two connections to one port apart. */
char *
host_port_dup_peer (GSocketAddress *address)
{
  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}
