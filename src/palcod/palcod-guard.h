/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define PALCOD_TYPE_GUARD (palcod_guard_get_type ())

G_DECLARE_FINAL_TYPE (PalcodGuard, palcod_guard, PALCOD, GUARD, GObject)

#define PALCOD_CONNECTIONS_MAX 1024
#define PALCOD_BODY_MAX_BYTES  16384

/* Keeps slow, idle and talkative peers from using up the service: how many connections there
 * are, how long a request may take to arrive and its answer to leave, how long a connection may
 * idle, how much is read of a body. Where there are too many, who idles makes room. SoupServer has
 * no limits of its own. */
PalcodGuard *palcod_guard_new     (SoupServer        *server);

/* A shorter clock, for tests. */
void         palcod_guard_set_limits (PalcodGuard    *self,
                                   guint              read_msecs,
                                   guint              idle_msecs,
                                   guint              connections_max);

/* Counts what arrives of the body of @message and answers 413 when it is too much. */
void         palcod_guard_watch_body (PalcodGuard       *self,
                                      SoupServerMessage *message);

/* Ends all connections but WebSockets. soup_server_disconnect() alone waits, without end, for the
 * handshake of a peer that connects to a TLS port and says nothing. */
void         palcod_guard_cut_all    (PalcodGuard       *self);

/* The connection becomes a WebSocket: it may live and be silent for long. */
void         palcod_guard_release    (PalcodGuard       *self,
                                      SoupServerMessage *message);

G_END_DECLS
