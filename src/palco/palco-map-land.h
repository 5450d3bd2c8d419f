/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-map-view.h"

G_BEGIN_DECLS

#define PALCO_TYPE_MAP_LAND (palco_map_land_get_type ())

G_DECLARE_FINAL_TYPE (PalcoMapLand, palco_map_land, PALCO, MAP_LAND, GtkWidget)

void palco_map_land_set_view (PalcoMapLand       *self,
                              const PalcoMapView *view);

G_END_DECLS
