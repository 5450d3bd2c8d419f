/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PALCO_TYPE_MAP_LEGEND (palco_map_legend_get_type ())

G_DECLARE_FINAL_TYPE (PalcoMapLegend, palco_map_legend, PALCO, MAP_LEGEND, GtkBox)

GtkWidget *palco_map_dot_new (const char *css_class);

G_END_DECLS
