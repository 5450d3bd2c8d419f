/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SIZE (palco_size_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoSize, palco_size, PALCO, SIZE, GObject)

PALCO_AVAILABLE_IN_1_0
const char  *palco_size_get_id            (PalcoSize *self);
PALCO_AVAILABLE_IN_1_0
const char  *palco_size_get_description   (PalcoSize *self);
PALCO_AVAILABLE_IN_1_0
gint64       palco_size_get_polygon_limit (PalcoSize *self);
PALCO_AVAILABLE_IN_1_0
double       palco_size_get_teraflops     (PalcoSize *self);
PALCO_AVAILABLE_IN_1_0
gboolean     palco_size_get_price         (PalcoSize   *self,
                                           double      *per_hour,
                                           const char **currency);
PALCO_AVAILABLE_IN_1_0
int          palco_size_get_total         (PalcoSize *self);
PALCO_AVAILABLE_IN_1_0
int          palco_size_get_free          (PalcoSize *self);

G_END_DECLS
