/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PALCO_TYPE_MAP (palco_map_get_type ())

G_DECLARE_FINAL_TYPE (PalcoMap, palco_map, PALCO, MAP, GtkWidget)

G_END_DECLS
