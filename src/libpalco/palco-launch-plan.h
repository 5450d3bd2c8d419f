/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-preset.h"
#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_LAUNCH_PLAN (palco_launch_plan_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoLaunchPlan, palco_launch_plan, PALCO, LAUNCH_PLAN, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoLaunchPlan *palco_launch_plan_new               (PalcoRegion     *region,
                                                      PalcoSize       *size,
                                                      guint            lease_minutes);
PALCO_AVAILABLE_IN_1_0
PalcoLaunchPlan *palco_launch_plan_new_when_full     (PalcoCatalogue  *catalogue,
                                                      PalcoRegion     *region,
                                                      const char      *size_id,
                                                      guint            lease_minutes,
                                                      PalcoWhenFull    when_full);
PALCO_AVAILABLE_IN_1_0
void             palco_launch_plan_add               (PalcoLaunchPlan *self,
                                                      PalcoRegion     *region,
                                                      PalcoSize       *size);
PALCO_AVAILABLE_IN_1_0
void             palco_launch_plan_add_regions       (PalcoLaunchPlan *self,
                                                      GListModel      *regions);
PALCO_AVAILABLE_IN_1_0
void             palco_launch_plan_add_sizes         (PalcoLaunchPlan *self,
                                                      GListModel      *sizes);
PALCO_AVAILABLE_IN_1_0
guint            palco_launch_plan_get_n_candidates  (PalcoLaunchPlan *self);
PALCO_AVAILABLE_IN_1_0
PalcoRegion     *palco_launch_plan_get_region        (PalcoLaunchPlan *self,
                                                      guint            index);
PALCO_AVAILABLE_IN_1_0
PalcoSize       *palco_launch_plan_get_size          (PalcoLaunchPlan *self,
                                                      guint            index);
PALCO_AVAILABLE_IN_1_0
guint            palco_launch_plan_get_lease_minutes (PalcoLaunchPlan *self);
PALCO_AVAILABLE_IN_1_0
guint            palco_launch_plan_get_cap_minutes   (PalcoLaunchPlan *self);
PALCO_AVAILABLE_IN_1_0
void             palco_launch_plan_set_cap_minutes   (PalcoLaunchPlan *self,
                                                      guint            cap_minutes);
PALCO_AVAILABLE_IN_1_0
const char      *palco_launch_plan_get_title         (PalcoLaunchPlan *self);
PALCO_AVAILABLE_IN_1_0
void             palco_launch_plan_set_title         (PalcoLaunchPlan *self,
                                                      const char      *title);

G_END_DECLS
