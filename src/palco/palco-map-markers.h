/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-map-marker.h"
#include "palco-map-view.h"

G_BEGIN_DECLS

#define PALCO_TYPE_MAP_MARKERS (palco_map_markers_get_type ())

G_DECLARE_FINAL_TYPE (PalcoMapMarkers, palco_map_markers, PALCO, MAP_MARKERS, GObject)

PalcoMapMarkers *palco_map_markers_new           (GtkWidget             *map,
                                                  GtkWidget             *land);
GListModel      *palco_map_markers_get_regions   (PalcoMapMarkers       *self);
void             palco_map_markers_set_regions   (PalcoMapMarkers       *self,
                                                  GListModel            *regions);
gboolean         palco_map_markers_is_empty      (PalcoMapMarkers       *self);
PalcoRegion     *palco_map_markers_get_selected  (PalcoMapMarkers       *self);
void             palco_map_markers_set_selected  (PalcoMapMarkers       *self,
                                                  PalcoRegion           *region);
GArray          *palco_map_markers_dup_places    (PalcoMapMarkers       *self);
PalcoMapMarker  *palco_map_markers_find          (PalcoMapMarkers       *self,
                                                  PalcoRegion           *region);
PalcoMapMarker  *palco_map_markers_get_nearest   (PalcoMapMarkers       *self);
PalcoMapMarker  *palco_map_markers_get_entry     (PalcoMapMarkers       *self);
PalcoMapMarker  *palco_map_markers_get_next      (PalcoMapMarkers       *self,
                                                  PalcoMapMarker        *from,
                                                  int                    step);
PalcoMapMarker  *palco_map_markers_get_neighbour (PalcoMapMarkers       *self,
                                                  PalcoMapMarker        *from,
                                                  GtkDirectionType       direction);
void             palco_map_markers_allocate      (PalcoMapMarkers       *self,
                                                  const PalcoMapView    *view,
                                                  const graphene_rect_t *controls,
                                                  guint                  n_controls);
void             palco_map_markers_draw_leaders  (PalcoMapMarkers       *self,
                                                  GtkSnapshot           *snapshot,
                                                  const GdkRGBA         *color);
void             palco_map_markers_draw_raised   (PalcoMapMarkers       *self,
                                                  GtkSnapshot           *snapshot);

G_END_DECLS
