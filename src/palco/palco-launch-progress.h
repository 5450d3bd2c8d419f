/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_LAUNCH_PROGRESS (palco_launch_progress_get_type ())

G_DECLARE_FINAL_TYPE (PalcoLaunchProgress, palco_launch_progress, PALCO, LAUNCH_PROGRESS, AdwBin)

void palco_launch_progress_set_launcher (PalcoLaunchProgress *self,
                                         PalcoLauncher       *launcher);
void palco_launch_progress_set_typical  (PalcoLaunchProgress *self,
                                         gint64               typical_seconds);

G_END_DECLS
