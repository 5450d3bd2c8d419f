/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-labels.h"

/* Where a label may stand, best first: the share of its own size, and of the radius of the
 * marker, by which its corner is away from the centre of the marker. */
static const struct
{
  float width;
  float height;
  float right;
  float down;
} candidates[] = {
  {  0.0f, -0.5f,  1.0f,  0.0f },
  { -1.0f, -0.5f, -1.0f,  0.0f },
  { -0.5f, -1.0f,  0.0f, -1.0f },
  { -0.5f,  0.0f,  0.0f,  1.0f },
  {  0.0f, -1.0f,  0.7f, -0.7f },
  { -1.0f, -1.0f, -0.7f, -0.7f },
  {  0.0f,  0.0f,  0.7f,  0.7f },
  { -1.0f,  0.0f, -0.7f,  0.7f },
  {  0.0f, -0.8f,  1.0f, -0.3f },
  { -1.0f, -0.8f, -1.0f, -0.3f },
  {  0.0f, -0.2f,  1.0f,  0.3f },
  { -1.0f, -0.2f, -1.0f,  0.3f },
  { -0.2f, -1.0f, -0.3f, -1.0f },
  { -0.8f, -1.0f,  0.3f, -1.0f },
  { -0.2f,  0.0f, -0.3f,  1.0f },
  { -0.8f,  0.0f,  0.3f,  1.0f },
};

static float
common_area (const graphene_rect_t *a,
             const graphene_rect_t *b)
{
  graphene_rect_t common;

  if (!graphene_rect_intersection (a, b, &common))
    return 0.0f;

  return graphene_rect_get_area (&common);
}

static void
move_inside (graphene_rect_t       *label,
             const graphene_rect_t *bounds)
{
  float right = bounds->origin.x + bounds->size.width - label->size.width;
  float bottom = bounds->origin.y + bounds->size.height - label->size.height;

  label->origin.x = MAX (bounds->origin.x, MIN (label->origin.x, right));
  label->origin.y = MAX (bounds->origin.y, MIN (label->origin.y, bottom));
}

static float
covered_area (const graphene_rect_t *label,
              const graphene_rect_t *taken,
              guint                  n_taken)
{
  float area = 0.0f;

  for (guint i = 0; i < n_taken; i++)
    area += common_area (label, &taken[i]);

  return area;
}

/* Moves a label beside its marker, inside the map and where it covers least. Returns whether it
 * covers nothing that is there already. */
gboolean
palco_map_place_label (graphene_rect_t        *label,
                       const graphene_point_t *marker,
                       float                   radius,
                       const graphene_rect_t  *bounds,
                       const graphene_rect_t  *taken,
                       guint                   n_taken)
{
  const graphene_rect_t own = GRAPHENE_RECT_INIT (marker->x - radius / 2.0f, marker->y - radius / 2.0f,
                                                  radius, radius);
  float width = label->size.width;
  float height = label->size.height;
  float least = G_MAXFLOAT;

  for (guint i = 0; i < G_N_ELEMENTS (candidates) && least > 0.0f; i++)
    {
      graphene_rect_t place =
        GRAPHENE_RECT_INIT (marker->x + candidates[i].width * width + candidates[i].right * radius,
                            marker->y + candidates[i].height * height + candidates[i].down * radius,
                            width, height);
      float area;

      move_inside (&place, bounds);
      area = covered_area (&place, taken, n_taken) + common_area (&place, &own);
      if (area < least)
        {
          least = area;
          *label = place;
        }
    }

  return least <= 0.0f;
}
