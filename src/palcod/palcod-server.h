/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-accounts.h"
#include "palcod-config.h"
#include "palcod-guard.h"
#include "palcod-manager.h"
#include "palcod-tokens.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_SERVER (palcod_server_get_type ())

G_DECLARE_FINAL_TYPE (PalcodServer, palcod_server, PALCOD, SERVER, GObject)

/* HTTP: which request goes where, and who may. @config must outlive it. */
PalcodServer *palcod_server_new       (const PalcodConfig  *config,
                                       PalcodAccounts      *accounts,
                                       PalcodTokens        *tokens,
                                       PalcodManager       *manager);

/* Listens where the configuration says. Requests are answered once the main loop runs. */
gboolean      palcod_server_listen    (PalcodServer        *self,
                                       GError             **error);
guint         palcod_server_get_port  (PalcodServer        *self);
PalcodGuard  *palcod_server_get_guard (PalcodServer        *self);

G_END_DECLS
