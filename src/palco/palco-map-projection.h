/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The plane of the map. The world is as wide as 1, from the left edge; y goes down from the
 * equator in the same measure. The edge runs through the Bering Strait, where it cuts the least. */
#define PALCO_MAP_LEFT_EDGE -169.0

/* What is shown at first: no Antarctica, and no farther north than people live. */
#define PALCO_MAP_NORTH 76.0
#define PALCO_MAP_SOUTH -56.0

graphene_point_t palco_map_project (double latitude,
                                    double longitude);

G_END_DECLS
