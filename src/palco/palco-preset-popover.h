/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_PRESET_POPOVER (palco_preset_popover_get_type ())

G_DECLARE_FINAL_TYPE (PalcoPresetPopover, palco_preset_popover, PALCO, PRESET_POPOVER, GtkPopover)

GtkWidget *palco_preset_popover_new (PalcoConnection *connection,
                                     PalcoPresetList *presets);

G_END_DECLS
