/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_LAUNCH_PAGE (palco_launch_page_get_type ())

G_DECLARE_FINAL_TYPE (PalcoLaunchPage, palco_launch_page, PALCO, LAUNCH_PAGE, AdwBin)

GtkWidget   *palco_launch_page_new          (PalcoConnection *connection);
void         palco_launch_page_refresh      (PalcoLaunchPage *self);
PalcoPreset *palco_launch_page_dup_preset   (PalcoLaunchPage *self);
void         palco_launch_page_show_preset  (PalcoLaunchPage *self,
                                             PalcoPreset     *preset);
void         palco_launch_page_start_preset (PalcoLaunchPage *self,
                                             PalcoPreset     *preset);

G_END_DECLS
