/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-coast.h"

#define UNITS 36000.0f

typedef struct
{
  guint            first;     /* of its points */
  guint            n_points;
  graphene_point_t low;       /* the corners of its box */
  graphene_point_t high;
} Ring;

struct _PalcoMapCoast
{
  GArray *points;
  GArray *rings;
};

typedef struct
{
  const guint8 *next;
  const guint8 *end;
} Reader;

static gboolean
read_number (Reader  *reader,
             guint32 *number)
{
  *number = 0;

  for (guint shift = 0; shift < 28; shift += 7)
    {
      if (reader->next == reader->end)
        return FALSE;

      *number |= (guint32) (*reader->next & 0x7f) << shift;
      if ((*reader->next++ & 0x80) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
read_step (Reader *reader,
           gint32 *position)
{
  guint32 number;

  if (!read_number (reader, &number))
    return FALSE;

  *position += (gint32) (number >> 1) ^ -(gint32) (number & 1);

  return TRUE;
}

static void
extend (Ring             *ring,
        graphene_point_t  point)
{
  ring->low.x = MIN (ring->low.x, point.x);
  ring->low.y = MIN (ring->low.y, point.y);
  ring->high.x = MAX (ring->high.x, point.x);
  ring->high.y = MAX (ring->high.y, point.y);
}

static gboolean
read_ring (PalcoMapCoast *self,
           Reader        *reader)
{
  Ring ring = {
    .first = self->points->len,
    .low = GRAPHENE_POINT_INIT (G_MAXFLOAT, G_MAXFLOAT),
    .high = GRAPHENE_POINT_INIT (-G_MAXFLOAT, -G_MAXFLOAT),
  };
  gint32 x = 0;
  gint32 y = 0;

  if (!read_number (reader, &ring.n_points))
    return FALSE;

  for (guint i = 0; i < ring.n_points; i++)
    {
      graphene_point_t point;

      if (!read_step (reader, &x) || !read_step (reader, &y))
        return FALSE;

      point = GRAPHENE_POINT_INIT (x / UNITS, y / UNITS);
      g_array_append_val (self->points, point);
      extend (&ring, point);
    }

  g_array_append_val (self->rings, ring);

  return TRUE;
}

PalcoMapCoast *
palco_map_coast_new (const guint8 *data,
                     gsize         length)
{
  PalcoMapCoast *self = g_new0 (PalcoMapCoast, 1);
  Reader reader = { data, length > 0 ? data + length : data };

  self->points = g_array_new (FALSE, FALSE, sizeof (graphene_point_t));
  self->rings = g_array_new (FALSE, FALSE, sizeof (Ring));

  while (reader.next < reader.end && read_ring (self, &reader))
    continue;

  return self;
}

void
palco_map_coast_free (PalcoMapCoast *self)
{
  g_array_unref (self->points);
  g_array_unref (self->rings);
  g_free (self);
}

static gboolean
is_seen (const Ring         *ring,
         const PalcoMapView *view,
         double              tolerance)
{
  graphene_point_t low = palco_map_view_get_point (view, &ring->low);
  graphene_point_t high = palco_map_view_get_point (view, &ring->high);

  return high.x >= 0.0 && low.x <= view->width && high.y >= 0.0 && low.y <= view->height &&
         MAX (high.x - low.x, high.y - low.y) >= tolerance;
}

/* The sides of the view that a point is beyond. */
static guint
get_sides (const PalcoMapView     *view,
           const graphene_point_t *point)
{
  return (point->x < 0.0f) | (point->x > view->width) << 1 |
         (point->y < 0.0f) << 2 | (point->y > view->height) << 3;
}

/* Two kinds of points are passed over: those nearer than the tolerance to the one before, two of
 * three where the whole world is shown; and those that lie, like the ones before and after,
 * beyond the same side of the view, whose way there does not matter. */
static guint
add_ring (const graphene_point_t *places,
          guint                   n_places,
          const PalcoMapView     *view,
          double                  tolerance,
          cairo_t                *cr)
{
  graphene_point_t before = palco_map_view_get_point (view, &places[0]);
  graphene_point_t next = palco_map_view_get_point (view, &places[1 % n_places]);
  guint n_added = 1;

  cairo_move_to (cr, before.x, before.y);

  for (guint i = 1; i < n_places; i++)
    {
      graphene_point_t point = next;

      next = palco_map_view_get_point (view, &places[(i + 1) % n_places]);
      if (graphene_point_near (&point, &before, tolerance) ||
          (get_sides (view, &before) & get_sides (view, &point) & get_sides (view, &next)) != 0)
        continue;

      cairo_line_to (cr, point.x, point.y);
      before = point;
      n_added++;
    }

  cairo_close_path (cr);

  return n_added;
}

/* Adds what is in view to a path for the even-odd rule; returns how many points it took. */
guint
palco_map_coast_add_path (const PalcoMapCoast *self,
                          const PalcoMapView  *view,
                          double               tolerance,
                          cairo_t             *cr)
{
  guint n_added = 0;

  for (guint i = 0; i < self->rings->len; i++)
    {
      const Ring *ring = &g_array_index (self->rings, Ring, i);

      if (ring->n_points > 0 && is_seen (ring, view, tolerance))
        n_added += add_ring (&g_array_index (self->points, graphene_point_t, ring->first),
                             ring->n_points, view, tolerance, cr);
    }

  return n_added;
}
