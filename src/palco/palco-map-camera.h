/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-map-view.h"

G_BEGIN_DECLS

#define PALCO_TYPE_MAP_CAMERA (palco_map_camera_get_type ())

G_DECLARE_FINAL_TYPE (PalcoMapCamera, palco_map_camera, PALCO, MAP_CAMERA, GObject)

PalcoMapCamera     *palco_map_camera_new        (GtkWidget              *widget);
const PalcoMapView *palco_map_camera_get_view   (PalcoMapCamera         *self);
gboolean            palco_map_camera_can_zoom   (PalcoMapCamera         *self,
                                                 double                  factor);
void                palco_map_camera_set_places (PalcoMapCamera         *self,
                                                 const graphene_point_t *places,
                                                 guint                   n_places);
void                palco_map_camera_resize     (PalcoMapCamera         *self,
                                                 double                  width,
                                                 double                  height,
                                                 const GtkBorder        *margin);
void                palco_map_camera_pan        (PalcoMapCamera         *self,
                                                 double                  dx,
                                                 double                  dy);
void                palco_map_camera_zoom       (PalcoMapCamera         *self,
                                                 double                  factor,
                                                 double                  x,
                                                 double                  y);
void                palco_map_camera_fly        (PalcoMapCamera         *self,
                                                 double                  dx,
                                                 double                  dy);
void                palco_map_camera_fly_into   (PalcoMapCamera         *self,
                                                 const graphene_point_t *place,
                                                 double                  factor);
void                palco_map_camera_fly_to     (PalcoMapCamera         *self,
                                                 const graphene_point_t *place,
                                                 double                  degrees);
void                palco_map_camera_fly_home   (PalcoMapCamera         *self);

G_END_DECLS
