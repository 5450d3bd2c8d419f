/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>
#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_REGION_ROW (palco_region_row_get_type ())

G_DECLARE_FINAL_TYPE (PalcoRegionRow, palco_region_row, PALCO, REGION_ROW, AdwActionRow)

GtkWidget   *palco_region_row_new         (PalcoRegion    *region,
                                           GtkCheckButton *group);
PalcoRegion *palco_region_row_get_region  (PalcoRegionRow *self);
gboolean     palco_region_row_get_active  (PalcoRegionRow *self);
void         palco_region_row_set_active  (PalcoRegionRow *self,
                                           gboolean        active);
void         palco_region_row_set_nearest (PalcoRegionRow *self,
                                           gboolean        nearest);

G_END_DECLS
