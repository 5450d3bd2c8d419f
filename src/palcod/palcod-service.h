/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-accounts.h"
#include "palcod-config.h"
#include "palcod-manager.h"
#include "palcod-server.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_SERVICE (palcod_service_get_type ())

G_DECLARE_FINAL_TYPE (PalcodService, palcod_service, PALCOD, SERVICE, GObject)

/* All parts of the service, put together. Takes @config. Blocks: belongs before the main loop. */
PalcodService  *palcod_service_new          (PalcodConfig   *config,
                                             GError        **error);
PalcodManager  *palcod_service_get_manager  (PalcodService  *self);
PalcodAccounts *palcod_service_get_accounts (PalcodService  *self);

/* Where this service is reached; what its region and hosts use. */
const char     *palcod_service_get_url      (PalcodService  *self);

/* Opens the store below the state folder, which is made if need be. */
PalcodStore    *palcod_service_open_store   (const char     *state_dir,
                                             GError        **error);

G_END_DECLS
