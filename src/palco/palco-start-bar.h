/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_START_BAR (palco_start_bar_get_type ())

G_DECLARE_FINAL_TYPE (PalcoStartBar, palco_start_bar, PALCO, START_BAR, AdwBin)

void     palco_start_bar_set_connection (PalcoStartBar   *self,
                                         PalcoConnection *connection);
void     palco_start_bar_set_menu       (PalcoStartBar   *self,
                                         GtkWidget       *popover);
void     palco_start_bar_offer          (PalcoStartBar   *self,
                                         PalcoRegion     *region,
                                         PalcoSize       *size,
                                         guint            lease_minutes,
                                         guint            cap_minutes);
gboolean palco_start_bar_get_running    (PalcoStartBar   *self);
void     palco_start_bar_run            (PalcoStartBar   *self,
                                         PalcoLaunchPlan *plan);
void     palco_start_bar_cancel         (PalcoStartBar   *self);

G_END_DECLS
