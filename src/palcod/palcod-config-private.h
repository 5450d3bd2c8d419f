/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-config.h"

G_BEGIN_DECLS

/* For palcod-config-file.c, which fills what these make. */
PalcodConfig *palcod_config_new        (void);
PalcodRegion *palcod_config_add_region (PalcodConfig *self,
                                        const char   *id);
PalcodSize   *palcod_config_add_size   (PalcodConfig *self,
                                        const char   *id);

G_END_DECLS
