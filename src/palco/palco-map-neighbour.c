/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-neighbour.h"

#include <math.h>

/* To the side is farther than ahead, as people feel it. */
#define ACROSS_WEIGHT 2.0f

/* More than any map is wide. */
#define FAR 1e6f

static void
measure (const graphene_point_t *from,
         const graphene_point_t *to,
         GtkDirectionType        direction,
         float                  *ahead,
         float                  *across)
{
  float dx = to->x - from->x;
  float dy = to->y - from->y;
  gboolean is_horizontal = direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT;
  gboolean is_back = direction == GTK_DIR_LEFT || direction == GTK_DIR_UP;

  *ahead = (is_horizontal ? dx : dy) * (is_back ? -1.0f : 1.0f);
  *across = fabsf (is_horizontal ? dy : dx);
}

/* The point that an arrow key leads to: the nearest of those that lie in its direction rather than
 * in another one, else the nearest that lies in its direction at all; −1 without one. */
int
palco_map_neighbour (const graphene_point_t *points,
                     guint                   n_points,
                     guint                   from,
                     GtkDirectionType        direction)
{
  float least = G_MAXFLOAT;
  int best = -1;

  for (guint i = 0; i < n_points; i++)
    {
      float ahead;
      float across;
      float way;

      measure (&points[from], &points[i], direction, &ahead, &across);
      way = ahead + across * ACROSS_WEIGHT + (across > ahead ? FAR : 0.0f);
      if (ahead > 0.0f && way < least)
        {
          least = way;
          best = (int) i;
        }
    }

  return best;
}
