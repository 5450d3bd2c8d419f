/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-service.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_LOCAL (palcod_local_get_type ())

G_DECLARE_FINAL_TYPE (PalcodLocal, palcod_local, PALCOD, LOCAL, GObject)

/* The embedded service on the session bus: hands its address and a fresh key to whoever of this
 * session asks, and wants to end when there is nothing left to do. Emits “done” then, and when
 * the bus went away. */
PalcodLocal *palcod_local_new  (PalcodService    *service,
                                GDBusConnection  *bus,
                                guint             idle_secs,
                                GError          **error);

G_END_DECLS
