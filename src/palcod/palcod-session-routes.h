/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-request.h"

G_BEGIN_DECLS

/* The session REST API (rules 17–40): what each route does once its request is authorised. */
void palcod_session_routes_create     (PalcodRequest *request);
void palcod_session_routes_get        (PalcodRequest *request);
void palcod_session_routes_update     (PalcodRequest *request);
void palcod_session_routes_stop       (PalcodRequest *request);
void palcod_session_routes_list       (PalcodRequest *request);
void palcod_session_routes_not_served (PalcodRequest *request);

G_END_DECLS
