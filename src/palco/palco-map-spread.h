/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  graphene_point_t anchor;    /* where the region is */
  graphene_point_t point;     /* where its marker goes */
} PalcoMapSpot;

void palco_map_spread (PalcoMapSpot          *spots,
                       guint                  n_spots,
                       float                  distance,
                       const graphene_rect_t *bounds,
                       const graphene_rect_t *obstacles,
                       guint                  n_obstacles);

G_END_DECLS
