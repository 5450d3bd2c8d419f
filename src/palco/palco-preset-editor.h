/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include <palco.h>

G_BEGIN_DECLS

void palco_preset_editor_save   (GtkWidget       *origin,
                                 PalcoPresetList *presets,
                                 PalcoPreset     *preset);
void palco_preset_editor_remove (GtkWidget       *origin,
                                 PalcoPresetList *presets,
                                 PalcoPreset     *preset);

G_END_DECLS
