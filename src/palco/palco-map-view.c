/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-view.h"

#include <math.h>

#include "palco-map-projection.h"

/* Beyond this the coasts, drawn after a map of 1 : 50 million, become polygons. */
#define MOST_PIXELS 16000.0

/* At first no less of the world than this is shown, or nobody would know where it is. */
#define FIRST_DEGREES 100.0

/* How far one can pan: to the north of Greenland, and a bit beyond Tierra del Fuego. */
#define PAN_NORTH 84.0
#define PAN_SOUTH -60.0

static double
latitude_to_y (double latitude)
{
  return palco_map_project (latitude, 0.0).y;
}

static double
clamp_axis (double middle,
            double half,
            double low,
            double high)
{
  if (high - low <= 2.0 * half)
    return (low + high) / 2.0;

  return CLAMP (middle, low + half, high - half);
}

static void
clamp_view (PalcoMapView *self)
{
  self->scale = CLAMP (self->scale, palco_map_view_get_least (self), palco_map_view_get_most (self));
  self->x = clamp_axis (self->x, self->width / 2.0 / self->scale, 0.0, 1.0);
  self->y = clamp_axis (self->y, self->height / 2.0 / self->scale,
                        latitude_to_y (PAN_NORTH), latitude_to_y (PAN_SOUTH));
}

graphene_point_t
palco_map_view_get_point (const PalcoMapView     *self,
                          const graphene_point_t *place)
{
  return GRAPHENE_POINT_INIT ((place->x - self->x) * self->scale + self->width / 2.0,
                              (place->y - self->y) * self->scale + self->height / 2.0);
}

/* The scale with which the world fits. */
double
palco_map_view_get_least (const PalcoMapView *self)
{
  double world = latitude_to_y (PALCO_MAP_SOUTH) - latitude_to_y (PALCO_MAP_NORTH);

  return MAX (1.0, MIN (self->width, self->height / world));
}

double
palco_map_view_get_most (const PalcoMapView *self)
{
  return MAX (MOST_PIXELS, palco_map_view_get_least (self));
}

gboolean
palco_map_view_equal (const PalcoMapView *self,
                      const PalcoMapView *other)
{
  return self->x == other->x && self->y == other->y && self->scale == other->scale &&
         self->width == other->width && self->height == other->height;
}

void
palco_map_view_resize (PalcoMapView *self,
                       double        width,
                       double        height)
{
  self->width = width;
  self->height = height;
  clamp_view (self);
}

/* Shows all of the places, away from the edges by a margin in pixels, and as little around
 * them as possible; without a place, the world. */
void
palco_map_view_fit (PalcoMapView           *self,
                    const graphene_point_t *places,
                    guint                   n_places,
                    const GtkBorder        *margin)
{
  double inner_width = MAX (1.0, self->width - margin->left - margin->right);
  double inner_height = MAX (1.0, self->height - margin->top - margin->bottom);
  graphene_point_t low = GRAPHENE_POINT_INIT (0.0, latitude_to_y (PALCO_MAP_NORTH));
  graphene_point_t high = GRAPHENE_POINT_INIT (1.0, latitude_to_y (PALCO_MAP_SOUTH));

  for (guint i = 0; i < n_places; i++)
    {
      low.x = i == 0 ? places[i].x : MIN (low.x, places[i].x);
      low.y = i == 0 ? places[i].y : MIN (low.y, places[i].y);
      high.x = i == 0 ? places[i].x : MAX (high.x, places[i].x);
      high.y = i == 0 ? places[i].y : MAX (high.y, places[i].y);
    }

  self->scale = MIN (self->width * 360.0 / FIRST_DEGREES,
                     MIN (inner_width / MAX (high.x - low.x, 1e-6),
                          inner_height / MAX (high.y - low.y, 1e-6)));
  self->scale = MAX (self->scale, palco_map_view_get_least (self));
  self->x = (low.x + high.x) / 2.0 + (margin->right - margin->left) / 2.0 / self->scale;
  self->y = (low.y + high.y) / 2.0 + (margin->bottom - margin->top) / 2.0 / self->scale;
  clamp_view (self);
}

/* By pixels, as a hand moves the map. */
void
palco_map_view_pan (PalcoMapView *self,
                    double        dx,
                    double        dy)
{
  self->x -= dx / self->scale;
  self->y -= dy / self->scale;
  clamp_view (self);
}

/* What is at a point of the widget stays there. */
void
palco_map_view_zoom (PalcoMapView *self,
                     double        factor,
                     double        x,
                     double        y)
{
  double right = x - self->width / 2.0;
  double below = y - self->height / 2.0;
  double before = self->scale;

  self->scale = CLAMP (before * factor,
                       palco_map_view_get_least (self), palco_map_view_get_most (self));
  self->x += right / before - right / self->scale;
  self->y += below / before - below / self->scale;
  clamp_view (self);
}

void
palco_map_view_center_on (PalcoMapView           *self,
                          const graphene_point_t *place)
{
  self->x = place->x;
  self->y = place->y;
  clamp_view (self);
}

/* A step of a flight: each moment enlarges by the same factor, and one point of the plane stays
 * where it is, so that nothing swims. */
void
palco_map_view_mix (PalcoMapView       *self,
                    const PalcoMapView *from,
                    const PalcoMapView *to,
                    double              progress)
{
  double ratio = to->scale / from->scale;
  double way = progress;

  self->scale = from->scale * pow (ratio, progress);
  if (fabs (ratio - 1.0) > 1e-3)
    way = (1.0 - pow (ratio, -progress)) / (1.0 - 1.0 / ratio);

  self->x = from->x + (to->x - from->x) * way;
  self->y = from->y + (to->y - from->y) * way;
  clamp_view (self);
}
