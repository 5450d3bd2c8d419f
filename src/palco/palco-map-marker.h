/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>
#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_MAP_MARKER (palco_map_marker_get_type ())

G_DECLARE_FINAL_TYPE (PalcoMapMarker, palco_map_marker, PALCO, MAP_MARKER, GtkToggleButton)

GtkWidget              *palco_map_marker_new        (PalcoRegion    *region);
PalcoRegion            *palco_map_marker_get_region (PalcoMapMarker *self);
GtkWidget              *palco_map_marker_get_label  (PalcoMapMarker *self);
const graphene_point_t *palco_map_marker_get_place  (PalcoMapMarker *self);
graphene_rect_t        *palco_map_marker_get_box    (PalcoMapMarker *self);
gboolean                palco_map_marker_is_raised  (PalcoMapMarker *self);
int                     palco_map_marker_compare    (PalcoMapMarker *self,
                                                     PalcoMapMarker *other);
gboolean                palco_map_marker_answers    (PalcoMapMarker *self);

G_END_DECLS
