/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

#include "palcod-guard.h"
#include "palcod-manager.h"

G_BEGIN_DECLS

/* Where hosts dial their control WebSocket: /palco/v1/hosts/UID/control. */
void palcod_host_route_add (SoupServer    *server,
                            PalcodGuard   *guard,
                            PalcodManager *manager);

G_END_DECLS
