/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-spread.h"

#include <math.h>

/* In the first rounds each marker is also drawn home, less and less; then they only give way. */
#define PULL_ROUNDS 60
#define MOST_ROUNDS 400
#define FIRST_PULL 0.25f

/* Nearly touching is good enough. Without this, rounding would keep the last pairs moving. */
#define SLACK 0.02f

/* Different for each pair, so that regions of one place part in all directions. */
static float
any_angle (guint first,
           guint second)
{
  const float golden_angle = 2.3999632f;

  return (first * 7 + second) * golden_angle;
}

static gboolean
part (PalcoMapSpot *spots,
      guint         first,
      guint         second,
      float         distance)
{
  graphene_point_t *a = &spots[first].point;
  graphene_point_t *b = &spots[second].point;
  float dx = b->x - a->x;
  float dy = b->y - a->y;
  float length = sqrtf (dx * dx + dy * dy);
  float step = (distance - length) / 2.0f;

  if (length >= distance - SLACK)
    return FALSE;

  if (length < SLACK)
    {
      dx = cosf (any_angle (first, second));
      dy = sinf (any_angle (first, second));
      length = 1.0f;
    }

  a->x -= dx / length * step;
  a->y -= dy / length * step;
  b->x += dx / length * step;
  b->y += dy / length * step;

  return TRUE;
}

static gboolean
part_all (PalcoMapSpot *spots,
          guint         n_spots,
          float         distance)
{
  gboolean has_parted = FALSE;

  for (guint i = 0; i < n_spots; i++)
    {
      for (guint j = i + 1; j < n_spots; j++)
        {
          if (fabsf (spots[j].point.x - spots[i].point.x) < distance &&
              fabsf (spots[j].point.y - spots[i].point.y) < distance &&
              part (spots, i, j, distance))
            has_parted = TRUE;
        }
    }

  return has_parted;
}

static void
clamp_to (graphene_point_t      *point,
          const graphene_rect_t *bounds)
{
  point->x = CLAMP (point->x, bounds->origin.x, bounds->origin.x + bounds->size.width);
  point->y = CLAMP (point->y, bounds->origin.y, bounds->origin.y + bounds->size.height);
}

/* Out of the obstacle by the shortest way that does not lead out of the map. */
static void
leave (graphene_point_t      *point,
       const graphene_rect_t *obstacle,
       const graphene_rect_t *bounds)
{
  float left = obstacle->origin.x;
  float top = obstacle->origin.y;
  const graphene_point_t exits[] = {
    GRAPHENE_POINT_INIT (point->x, top),
    GRAPHENE_POINT_INIT (point->x, top + obstacle->size.height),
    GRAPHENE_POINT_INIT (left, point->y),
    GRAPHENE_POINT_INIT (left + obstacle->size.width, point->y),
  };
  const graphene_point_t *best = NULL;
  float least = G_MAXFLOAT;

  for (guint i = 0; i < G_N_ELEMENTS (exits); i++)
    {
      float way = graphene_point_distance (point, &exits[i], NULL, NULL);

      if (way < least && graphene_rect_contains_point (bounds, &exits[i]))
        {
          best = &exits[i];
          least = way;
        }
    }

  if (best != NULL)
    *point = *best;
}

/* What lies outside of the view stays there. */
static void
confine (PalcoMapSpot          *spot,
         const graphene_rect_t *bounds,
         const graphene_rect_t *obstacles,
         guint                  n_obstacles)
{
  if (!graphene_rect_contains_point (bounds, &spot->anchor))
    return;

  clamp_to (&spot->point, bounds);

  for (guint i = 0; i < n_obstacles; i++)
    {
      if (graphene_rect_contains_point (&obstacles[i], &spot->point))
        leave (&spot->point, &obstacles[i], bounds);
    }
}

/* Pulls the markers apart to a least distance of their centres and out of obstacles, each as
 * near to its region as the others let it. Bounds and obstacles are for the centres. */
void
palco_map_spread (PalcoMapSpot          *spots,
                  guint                  n_spots,
                  float                  distance,
                  const graphene_rect_t *bounds,
                  const graphene_rect_t *obstacles,
                  guint                  n_obstacles)
{
  for (guint i = 0; i < n_spots; i++)
    spots[i].point = spots[i].anchor;

  for (guint round = 0; round < MOST_ROUNDS; round++)
    {
      float pull = round < PULL_ROUNDS ? FIRST_PULL * (PULL_ROUNDS - round) / PULL_ROUNDS : 0.0f;
      gboolean has_parted;

      for (guint i = 0; i < n_spots; i++)
        {
          graphene_point_interpolate (&spots[i].point, &spots[i].anchor, pull, &spots[i].point);
          confine (&spots[i], bounds, obstacles, n_obstacles);
        }

      has_parted = part_all (spots, n_spots, distance);
      if (!has_parted && (pull == 0.0f || round == 0))
        break;
    }
}
