/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

#include "palco-control.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_HOST_LINK (palcod_host_link_get_type ())

G_DECLARE_FINAL_TYPE (PalcodHostLink, palcod_host_link, PALCOD, HOST_LINK, GObject)

/* The control WebSocket of one host. Emits “message” (PalcoControlMessage) for each message
 * of a known type, and once “closed”: by the host, or because it said nothing for
 * @silence_msecs, not even to a ping. */
PalcodHostLink *palcod_host_link_new     (SoupWebsocketConnection   *connection,
                                          guint                      silence_msecs);
void            palcod_host_link_send    (PalcodHostLink            *self,
                                          const PalcoControlMessage *message);

/* Says goodbye to a host that has no business here (any more); needs no link. */
void            palcod_host_link_dismiss (SoupWebsocketConnection   *connection,
                                          const char                *reason);

G_END_DECLS
