/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-application.h"
#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_PRESET_CONTROL (palco_preset_control_get_type ())

G_DECLARE_FINAL_TYPE (PalcoPresetControl, palco_preset_control, PALCO, PRESET_CONTROL, GObject)

PalcoPresetControl *palco_preset_control_new       (PalcoApplication   *application,
                                                    PalcoConnection    *connection,
                                                    PalcoPresetList    *presets);
void                palco_preset_control_show      (PalcoPresetControl *self,
                                                    const char         *name_or_uid,
                                                    gboolean            start);
void                palco_preset_control_show_last (PalcoPresetControl *self);

G_END_DECLS
