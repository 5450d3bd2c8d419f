/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-map-spread.h"
#include "palco-map-view.h"

G_BEGIN_DECLS

/* A target that can be hit: no two are nearer than this. */
#define PALCO_MAP_MARKER_SIZE 24

/* Between the edge of the map and what stands in its corners. */
#define PALCO_MAP_CONTROL_MARGIN 12

void palco_map_lay_out_control (GtkWidget             *control,
                                const PalcoMapView    *view,
                                gboolean               at_end,
                                gboolean               at_bottom,
                                GArray                *controls);
void palco_map_lay_out_markers (GPtrArray             *markers,
                                GArray                *spots,
                                const PalcoMapView    *view,
                                const graphene_rect_t *controls,
                                guint                  n_controls);
void palco_map_lay_out_labels  (GPtrArray             *markers,
                                GArray                *spots,
                                const PalcoMapView    *view,
                                const graphene_rect_t *controls,
                                guint                  n_controls);

G_END_DECLS
