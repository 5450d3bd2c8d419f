/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The part of the plane (palco-map-projection.h) that fills a widget of a certain size. */
typedef struct
{
  double x;        /* of the plane, in the middle of the widget */
  double y;
  double scale;    /* pixels for the whole width of the world */
  double width;    /* of the widget */
  double height;
} PalcoMapView;

graphene_point_t palco_map_view_get_point (const PalcoMapView     *self,
                                           const graphene_point_t *place);
double           palco_map_view_get_least (const PalcoMapView     *self);
double           palco_map_view_get_most  (const PalcoMapView     *self);
gboolean         palco_map_view_equal     (const PalcoMapView     *self,
                                           const PalcoMapView     *other);
void             palco_map_view_resize    (PalcoMapView           *self,
                                           double                  width,
                                           double                  height);
void             palco_map_view_fit       (PalcoMapView           *self,
                                           const graphene_point_t *places,
                                           guint                   n_places,
                                           const GtkBorder        *margin);
void             palco_map_view_pan       (PalcoMapView           *self,
                                           double                  dx,
                                           double                  dy);
void             palco_map_view_zoom      (PalcoMapView           *self,
                                           double                  factor,
                                           double                  x,
                                           double                  y);
void             palco_map_view_center_on (PalcoMapView           *self,
                                           const graphene_point_t *place);
void             palco_map_view_mix       (PalcoMapView           *self,
                                           const PalcoMapView     *from,
                                           const PalcoMapView     *to,
                                           double                  progress);

G_END_DECLS
