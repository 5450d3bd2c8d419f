/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_REGION (palco_region_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoRegion, palco_region, PALCO, REGION, GObject)

PALCO_AVAILABLE_IN_1_0
const char    *palco_region_get_id         (PalcoRegion  *self);
PALCO_AVAILABLE_IN_1_0
const char    *palco_region_get_name       (PalcoRegion  *self);
PALCO_AVAILABLE_IN_1_0
const char    *palco_region_get_endpoint   (PalcoRegion  *self);
PALCO_AVAILABLE_IN_1_0
gboolean       palco_region_get_location   (PalcoRegion  *self,
                                            double       *latitude,
                                            double       *longitude);
PALCO_AVAILABLE_IN_1_0
const char    *palco_region_get_probe_host (PalcoRegion  *self);
PALCO_AVAILABLE_IN_1_0
guint          palco_region_get_probe_port (PalcoRegion  *self);
PALCO_AVAILABLE_IN_1_0
PalcoLatency  *palco_region_get_latency    (PalcoRegion  *self);
PALCO_AVAILABLE_IN_1_0
void           palco_region_set_latency    (PalcoRegion  *self,
                                            PalcoLatency *latency);
PALCO_AVAILABLE_IN_1_0
GListModel    *palco_region_get_sizes      (PalcoRegion  *self);
PALCO_AVAILABLE_IN_1_0
void           palco_region_set_sizes      (PalcoRegion  *self,
                                            GListModel   *sizes);

G_END_DECLS
