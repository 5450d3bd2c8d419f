/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_REGION_CHOICE (palco_region_choice_get_type ())

G_DECLARE_FINAL_TYPE (PalcoRegionChoice, palco_region_choice, PALCO, REGION_CHOICE, GObject)

PalcoRegionChoice *palco_region_choice_new          (GSettings         *settings);
void               palco_region_choice_set_regions  (PalcoRegionChoice *self,
                                                     const char        *account_uid,
                                                     GListModel        *regions);
void               palco_region_choice_set_nearest  (PalcoRegionChoice *self,
                                                     PalcoRegion       *nearest);
PalcoRegion       *palco_region_choice_get_selected (PalcoRegionChoice *self);
gboolean           palco_region_choice_select       (PalcoRegionChoice *self,
                                                     PalcoRegion       *region);
void               palco_region_choice_show         (PalcoRegionChoice *self,
                                                     const char        *region_id);
char              *palco_region_choice_dup_reason   (PalcoRegionChoice *self);

G_END_DECLS
