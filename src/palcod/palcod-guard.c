/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-guard.h"

#include "palcod-answer.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define CONNECT_LIMIT_MS 5000
#define READ_LIMIT_MS    30000
#define ANSWER_LIMIT_MS  60000
#define IDLE_LIMIT_MS    120000
#define CONNECTING_MAX   128

/* How many times its limit a peer may take to connect, however long it waits for us. */
#define CONNECT_PATIENCE 6

/* How late a limit may be kept; the sweep runs only while there are connections. */
#define SWEEPS_PER_LIMIT 4

typedef enum
{
  PHASE_CONNECTING,   /* until TLS stands; without TLS until the first headers are there */
  PHASE_READING,
  PHASE_ANSWERING,
  PHASE_IDLE,
  N_PHASES
} Phase;

/* What libsoup holds we only refer to, and not by weak notifies: the thread of a TLS handshake that
 * failed may be the last to let go of its socket. */
typedef struct
{
  GWeakRef  socket;
  Phase     phase;
  gboolean  is_cut;     /* by us, and libsoup has still to take it down */
  gint64    admitted;   /* monotonic, and so is the next */
  gint64    since;
  GWeakRef  owner;      /* libsoup's own connection, where it may forget it */
  gboolean  is_orphan;  /* so it seemed at the last sweep */
} Connection;

struct _PalcodGuard
{
  GObject     parent_instance;
  GHashTable *connections;   /* address of its GSocket → Connection, until the next sweep */
  guint       sweep_id;
  guint       connections_max;
  guint       limits_msecs[N_PHASES];
};

G_DEFINE_FINAL_TYPE (PalcodGuard, palcod_guard, G_TYPE_OBJECT)

static Connection *
connection_new (GSocket *socket)
{
  Connection *self = g_new0 (Connection, 1);

  self->admitted = g_get_monotonic_time ();
  g_weak_ref_init (&self->socket, socket);
  g_weak_ref_init (&self->owner, NULL);

  return self;
}

static void
connection_free (Connection *self)
{
  g_weak_ref_clear (&self->socket);
  g_weak_ref_clear (&self->owner);
  g_free (self);
}

/* Another one may have had the same address. */
static Connection *
lookup (PalcodGuard *self,
        GSocket     *socket)
{
  Connection *connection = g_hash_table_lookup (self->connections, socket);
  g_autoptr(GSocket) known = connection != NULL ? g_weak_ref_get (&connection->socket) : NULL;

  return known == socket ? connection : NULL;
}

static GQuark
owner_quark (void)
{
  return g_quark_from_static_string ("palcod-guard-owner");
}

static gboolean
note_owner_cb (GSignalInvocationHint *hint,
               guint                  n_values,
               const GValue          *values,
               gpointer               user_data)
{
  g_object_set_qdata (g_value_get_object (&values[1]), owner_quark (),
                      g_value_get_object (&values[0]));

  return TRUE;
}

/* libsoup 3.2 forgets connections that their peers close while they are idle, but never frees
 * them: a thousand, and the service answers nobody any more. Its server lets go of what says
 * “disconnected”, as those do from 3.3 on. Their type is private, their signals are not; the type
 * is there from the first connection on, which is the only one that stays. */
static void
note_owners (void)
{
  static gboolean is_done;
  guint signal_id;

  if (is_done || soup_get_minor_version () >= 3)
    return;

  is_done = TRUE;
  signal_id = g_signal_lookup ("request-started", g_type_from_name ("SoupServerConnection"));

  if (signal_id != 0)
    g_signal_add_emission_hook (signal_id, 0, note_owner_cb, NULL, NULL);
}

/* libsoup sees the end of the stream and takes its own connection down. */
static void
cut (Connection *connection)
{
  g_autoptr(GSocket) socket = g_weak_ref_get (&connection->socket);

  connection->is_cut = TRUE;
  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

/* 0 where the peer has closed, negative where it is silent or gone (see errno). */
static gssize
peek (GSocket *socket)
{
  char byte;

  return recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
}

static gboolean
has_ended (GSocket *socket)
{
  gssize n_bytes;

  /* What is closed has been taken down already. */
  if (g_socket_is_closed (socket))
    return FALSE;

  n_bytes = peek (socket);

  return n_bytes == 0 || (n_bytes < 0 && errno != EAGAIN && errno != EINTR);
}

/* What it said nobody has read: it waits for one of GIO's few threads, and not we for it. */
static gboolean
is_waiting_for_us (const Connection *connection,
                   GSocket          *socket)
{
  return connection->phase == PHASE_CONNECTING && !g_socket_is_closed (socket) &&
         peek (socket) > 0;
}

static gboolean
is_late (PalcodGuard      *self,
         const Connection *connection,
         gint64            now)
{
  gint64 limit = self->limits_msecs[connection->phase] * G_TIME_SPAN_MILLISECOND;

  return now - connection->since >= limit ||
         (connection->phase == PHASE_CONNECTING &&
          now - connection->admitted >= limit * CONNECT_PATIENCE);
}

/* Twice in a row: libsoup had all the time to see the end itself, and to read what came before. */
static gboolean
is_forgotten (Connection *connection,
              GSocket    *socket)
{
  gboolean was_orphan = connection->is_orphan;

  connection->is_orphan = connection->phase == PHASE_IDLE && has_ended (socket);

  return was_orphan && connection->is_orphan;
}

static gboolean
sweep_cb (gpointer user_data)
{
  PalcodGuard *self = user_data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->connections);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Connection *connection = value;
      g_autoptr(GSocket) socket = g_weak_ref_get (&connection->socket);
      g_autoptr(GObject) owner = g_weak_ref_get (&connection->owner);

      if (socket == NULL)
        {
          g_hash_table_iter_remove (&iter);
          continue;
        }

      if (owner != NULL && is_forgotten (connection, socket))
        {
          g_hash_table_iter_remove (&iter);
          g_signal_emit_by_name (owner, "disconnected");
          continue;
        }

      if (is_waiting_for_us (connection, socket))
        connection->since = now;

      if (is_late (self, connection, now))
        cut (connection);
    }

  if (g_hash_table_size (self->connections) > 0)
    return G_SOURCE_CONTINUE;

  self->sweep_id = 0;

  return G_SOURCE_REMOVE;
}

static void
ensure_sweep (PalcodGuard *self)
{
  guint shortest = MIN (self->limits_msecs[PHASE_CONNECTING], self->limits_msecs[PHASE_IDLE]);

  if (self->sweep_id == 0)
    self->sweep_id = g_timeout_add (MAX (shortest / SWEEPS_PER_LIMIT, 1), sweep_cb, self);
}

static void
enter_phase (PalcodGuard       *self,
             SoupServerMessage *message,
             Phase              phase)
{
  GSocket *socket = soup_server_message_get_socket (message);
  Connection *connection = socket != NULL ? lookup (self, socket) : NULL;

  if (connection == NULL)
    return;

  connection->phase = phase;
  connection->since = g_get_monotonic_time ();
  connection->is_orphan = FALSE;
}

/* GIO gives each TLS handshake a thread, and those are few: a hundred peers that connect and say
 * nothing would keep all others waiting. And who idles has had its answer. The oldest goes first,
 * it has had its time. */
static gboolean
make_room (PalcodGuard *self)
{
  Connection *oldest[N_PHASES] = { NULL };
  Connection *leaving;
  GHashTableIter iter;
  gpointer value;
  guint n_open = 0;
  guint n_connecting = 0;

  g_hash_table_iter_init (&iter, self->connections);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Connection *connection = value;
      Phase phase = connection->phase;
      g_autoptr(GSocket) socket = g_weak_ref_get (&connection->socket);

      if (connection->is_cut || socket == NULL)
        continue;

      n_open++;
      n_connecting += phase == PHASE_CONNECTING;

      if (oldest[phase] == NULL || connection->since < oldest[phase]->since)
        oldest[phase] = connection;
    }

  if (n_connecting < CONNECTING_MAX && n_open < self->connections_max)
    return TRUE;

  leaving = oldest[n_connecting < CONNECTING_MAX ? PHASE_IDLE : PHASE_CONNECTING];

  if (leaving != NULL)
    cut (leaving);

  return leaving != NULL;
}

static gboolean
shut_down_cb (gpointer socket)
{
  g_socket_shutdown (socket, TRUE, TRUE, NULL);

  return G_SOURCE_REMOVE;
}

static void
admit (PalcodGuard *self,
       GSocket     *socket)
{
  Connection *connection = connection_new (socket);

  /* Not at once: libsoup is in the middle of making the connection and would lose it. */
  if (!make_room (self))
    {
      connection->is_cut = TRUE;
      g_idle_add_full (G_PRIORITY_DEFAULT, shut_down_cb, g_object_ref (socket), g_object_unref);
    }

  g_hash_table_replace (self->connections, socket, connection);
  ensure_sweep (self);
}

static void
take_owner (PalcodGuard       *self,
            SoupServerMessage *message,
            GSocket           *socket)
{
  Connection *connection = lookup (self, socket);
  GObject *owner = g_object_get_qdata (G_OBJECT (message), owner_quark ());

  if (owner != NULL)
    g_weak_ref_set (&connection->owner, owner);
}

static void
reading_cb (PalcodGuard       *self,
            SoupServerMessage *message)
{
  enter_phase (self, message, PHASE_READING);
}

static void
request_started_cb (PalcodGuard       *self,
                    SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket == NULL)
    return;

  note_owners ();

  if (lookup (self, socket) != NULL)
    {
      enter_phase (self, message, PHASE_READING);
    }
  else
    {
      admit (self, socket);
      enter_phase (self, message, PHASE_CONNECTING);
      g_signal_connect_object (message, "connected", G_CALLBACK (reading_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (message, "got-headers", G_CALLBACK (reading_cb), self,
                               G_CONNECT_SWAPPED);
    }

  take_owner (self, message, socket);
}

static void
request_read_cb (PalcodGuard       *self,
                 SoupServerMessage *message)
{
  enter_phase (self, message, PHASE_ANSWERING);
}

static void
request_finished_cb (PalcodGuard       *self,
                     SoupServerMessage *message)
{
  enter_phase (self, message, PHASE_IDLE);
}

static void
palcod_guard_dispose (GObject *object)
{
  PalcodGuard *self = PALCOD_GUARD (object);

  g_clear_handle_id (&self->sweep_id, g_source_remove);
  g_hash_table_remove_all (self->connections);

  G_OBJECT_CLASS (palcod_guard_parent_class)->dispose (object);
}

static void
palcod_guard_finalize (GObject *object)
{
  PalcodGuard *self = PALCOD_GUARD (object);

  g_clear_pointer (&self->connections, g_hash_table_unref);

  G_OBJECT_CLASS (palcod_guard_parent_class)->finalize (object);
}

static void
palcod_guard_class_init (PalcodGuardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palcod_guard_dispose;
  object_class->finalize = palcod_guard_finalize;
}

/* Half of the descriptors are for all the rest: the store, hosts, new servers. */
static guint
choose_connections_max (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return PALCOD_CONNECTIONS_MAX;

  return MIN (PALCOD_CONNECTIONS_MAX, limit.rlim_cur / 2);
}

static void
palcod_guard_init (PalcodGuard *self)
{
  self->connections = g_hash_table_new_full (NULL, NULL, NULL,
                                             (GDestroyNotify) connection_free);
  self->connections_max = choose_connections_max ();
  self->limits_msecs[PHASE_CONNECTING] = CONNECT_LIMIT_MS;
  self->limits_msecs[PHASE_READING] = READ_LIMIT_MS;
  self->limits_msecs[PHASE_ANSWERING] = ANSWER_LIMIT_MS;
  self->limits_msecs[PHASE_IDLE] = IDLE_LIMIT_MS;
}

PalcodGuard *
palcod_guard_new (SoupServer *server)
{
  PalcodGuard *self = g_object_new (PALCOD_TYPE_GUARD, NULL);

  g_signal_connect_object (server, "request-started", G_CALLBACK (request_started_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (server, "request-read", G_CALLBACK (request_read_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (server, "request-finished", G_CALLBACK (request_finished_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
palcod_guard_set_limits (PalcodGuard *self,
                         guint        read_msecs,
                         guint        idle_msecs,
                         guint        connections_max)
{
  self->limits_msecs[PHASE_CONNECTING] = read_msecs;
  self->limits_msecs[PHASE_READING] = read_msecs;
  self->limits_msecs[PHASE_IDLE] = idle_msecs;
  self->connections_max = connections_max;
}

void
palcod_guard_cut_all (PalcodGuard *self)
{
  GHashTableIter iter;
  gpointer connection;

  g_hash_table_iter_init (&iter, self->connections);

  while (g_hash_table_iter_next (&iter, NULL, &connection))
    cut (connection);
}

static void
refuse_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  /* What is still on its way is read and thrown away, at most until the read limit: closing now
   * would make the peer's kernel drop our answer. */
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  palcod_answer_error (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "RequestTooLarge",
                       "The request body is larger than 16 KiB.");
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Connection", "close");
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  if (soup_server_message_get_status (message) == SOUP_STATUS_NONE &&
      soup_server_message_get_request_body (message)->length > PALCOD_BODY_MAX_BYTES)
    refuse_body (message);
}

void
palcod_guard_watch_body (PalcodGuard       *self,
                         SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_NONE)
    return;

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);
  else if (soup_message_headers_get_content_length (headers) > PALCOD_BODY_MAX_BYTES)
    refuse_body (message);
}

void
palcod_guard_release (PalcodGuard       *self,
                      SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    g_hash_table_remove (self->connections, socket);
}
