/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-projection.h"

#include <math.h>

/* Miller's cylindrical projection: Europe, where regions are dense, gets more room than in one
 * that keeps areas, and the north less than in Mercator's. */
graphene_point_t
palco_map_project (double latitude,
                   double longitude)
{
  double east = fmod (longitude - PALCO_MAP_LEFT_EDGE + 720.0, 360.0);
  double y = -1.25 * log (tan (G_PI_4 + 0.4 * latitude * G_PI / 180.0));

  return GRAPHENE_POINT_INIT (east / 360.0, y / (2.0 * G_PI));
}
