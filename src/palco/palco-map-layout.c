/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-layout.h"

#include <math.h>

#include "palco-map-labels.h"
#include "palco-map-marker.h"

/* A label begins here, from the centre of its marker. */
#define LABEL_DISTANCE 12.0f

/* That of the selected region goes away by halves of this, so often. */
#define MAX_LABEL_STEPS 12

/* What a label must not cover of another marker. */
#define DOT_SIZE 18.0f

/* One label for so many square pixels, so that a small map is not made of them. */
#define AREA_PER_LABEL 45000.0
#define MIN_LABELS 3
#define MAX_LABELS 12

typedef struct
{
  graphene_rect_t  bounds;
  GArray          *taken;     /* graphene_rect_t */
} Labels;

static void
allocate (GtkWidget             *widget,
          const graphene_rect_t *box)
{
  const GtkAllocation allocation = { roundf (box->origin.x), roundf (box->origin.y),
                                     box->size.width, box->size.height };

  gtk_widget_size_allocate (widget, &allocation, -1);
}

static graphene_rect_t
square (const graphene_point_t *centre,
        float                   size)
{
  return GRAPHENE_RECT_INIT (centre->x - size / 2.0f, centre->y - size / 2.0f, size, size);
}

/* Into a corner, as lines run; its box is appended to those of the others. */
void
palco_map_lay_out_control (GtkWidget          *control,
                           const PalcoMapView *view,
                           gboolean            at_end,
                           gboolean            at_bottom,
                           GArray             *controls)
{
  gboolean is_rtl = gtk_widget_get_direction (control) == GTK_TEXT_DIR_RTL;
  GtkRequisition size;
  graphene_rect_t box;

  gtk_widget_get_preferred_size (control, NULL, &size);
  box = GRAPHENE_RECT_INIT (PALCO_MAP_CONTROL_MARGIN, PALCO_MAP_CONTROL_MARGIN, size.width, size.height);
  if (at_end != is_rtl)
    box.origin.x = view->width - size.width - PALCO_MAP_CONTROL_MARGIN;
  if (at_bottom)
    box.origin.y = view->height - size.height - PALCO_MAP_CONTROL_MARGIN;

  allocate (control, &box);
  g_array_append_val (controls, box);
}

static void
allocate_marker (GtkWidget          *marker,
                 const PalcoMapSpot *spot)
{
  graphene_rect_t box = square (&spot->point, PALCO_MAP_MARKER_SIZE);

  gtk_widget_measure (marker, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (marker, GTK_ORIENTATION_VERTICAL, -1, NULL, NULL, NULL, NULL);
  allocate (marker, &box);
}

/* Each where its region is, or beside it where others are too near. */
void
palco_map_lay_out_markers (GPtrArray             *markers,
                           GArray                *spots,
                           const PalcoMapView    *view,
                           const graphene_rect_t *controls,
                           guint                  n_controls)
{
  const float half = PALCO_MAP_MARKER_SIZE / 2.0f;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (half, half, MAX (0.0, view->width - 2.0 * half),
                                               MAX (0.0, view->height - 2.0 * half));
  g_autofree graphene_rect_t *obstacles = g_new (graphene_rect_t, n_controls);

  g_array_set_size (spots, markers->len);

  for (guint i = 0; i < n_controls; i++)
    graphene_rect_inset_r (&controls[i], -half, -half, &obstacles[i]);

  for (guint i = 0; i < markers->len; i++)
    {
      const graphene_point_t *place = palco_map_marker_get_place (g_ptr_array_index (markers, i));

      g_array_index (spots, PalcoMapSpot, i).anchor = palco_map_view_get_point (view, place);
    }

  palco_map_spread ((PalcoMapSpot *) spots->data, spots->len, PALCO_MAP_MARKER_SIZE,
                    &bounds, obstacles, n_controls);

  for (guint i = 0; i < markers->len; i++)
    allocate_marker (g_ptr_array_index (markers, i), &g_array_index (spots, PalcoMapSpot, i));
}

static void
show_label (PalcoMapMarker        *marker,
            const graphene_rect_t *place)
{
  GtkWidget *label = palco_map_marker_get_label (marker);

  gtk_widget_set_child_visible (label, TRUE);
  allocate (label, place);
}

static void
hide_label (PalcoMapMarker *marker)
{
  gtk_widget_set_child_visible (palco_map_marker_get_label (marker), FALSE);
}

static gboolean
is_selected (PalcoMapMarker *marker)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (marker));
}

/* Whether somebody asks for a label that would otherwise say less, or not be there. */
static gboolean
is_extra (PalcoMapMarker *marker)
{
  return palco_map_marker_is_raised (marker) && !is_selected (marker);
}

static gboolean
find_room (Labels                 *self,
           PalcoMapMarker         *marker,
           const graphene_point_t *point,
           float                   distance,
           graphene_rect_t        *place)
{
  GtkRequisition size;

  gtk_widget_get_preferred_size (palco_map_marker_get_label (marker), NULL, &size);
  *place = GRAPHENE_RECT_INIT (0, 0, MIN (size.width, self->bounds.size.width), size.height);

  return palco_map_place_label (place, point, distance, &self->bounds,
                                (graphene_rect_t *) self->taken->data, self->taken->len);
}

/* Farther away if need be: among so many labels, this one is known by its colour. If there is
 * no room at all, beside the marker and over something. */
static void
make_room (Labels                 *self,
           PalcoMapMarker         *marker,
           const graphene_point_t *point,
           graphene_rect_t        *place)
{
  for (guint i = 0; i <= MAX_LABEL_STEPS; i++)
    {
      if (find_room (self, marker, point, LABEL_DISTANCE * (1.0f + i / 2.0f), place))
        return;
    }

  find_room (self, marker, point, LABEL_DISTANCE, place);
}

static gboolean
find_place (Labels                 *self,
            PalcoMapMarker         *marker,
            const graphene_point_t *point,
            graphene_rect_t        *place)
{
  if (!graphene_rect_contains_point (&self->bounds, point))
    return FALSE;

  if (!is_selected (marker))
    return find_room (self, marker, point, LABEL_DISTANCE, place);

  make_room (self, marker, point, place);

  return TRUE;
}

/* A label that grows under the pointer keeps the room it had, so that the others do not move. */
static gboolean
place_label (Labels                 *self,
             PalcoMapMarker         *marker,
             const graphene_point_t *point)
{
  graphene_rect_t *box = palco_map_marker_get_box (marker);
  graphene_rect_t place;

  if (is_extra (marker))
    {
      graphene_rect_offset_r (box, point->x, point->y, &place);
    }
  else if (find_place (self, marker, point, &place))
    {
      show_label (marker, &place);
      graphene_rect_offset_r (&place, -point->x, -point->y, box);
    }
  else
    {
      hide_label (marker);
      place = *box = *graphene_rect_zero ();
    }

  g_array_append_val (self->taken, place);

  return box->size.width > 0.0f;
}

/* On top of the other labels, if need be. */
static void
place_extra_label (Labels                 *self,
                   PalcoMapMarker         *marker,
                   const graphene_point_t *point)
{
  graphene_rect_t place;

  make_room (self, marker, point, &place);
  show_label (marker, &place);
}

static guint
take_fixed (Labels                *self,
            GArray                *spots,
            const graphene_rect_t *controls,
            guint                  n_controls)
{
  g_array_append_vals (self->taken, controls, n_controls);

  for (guint i = 0; i < spots->len; i++)
    {
      graphene_rect_t dot = square (&g_array_index (spots, PalcoMapSpot, i).point, DOT_SIZE);

      g_array_append_val (self->taken, dot);
    }

  return self->taken->len;
}

static int
compare_indices (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  GPtrArray *markers = user_data;
  PalcoMapMarker *first = g_ptr_array_index (markers, *(const guint *) a);
  PalcoMapMarker *second = g_ptr_array_index (markers, *(const guint *) b);

  if (is_selected (first) != is_selected (second))
    return is_selected (first) ? -1 : 1;

  return palco_map_marker_compare (first, second);
}

/* In the order in which they deserve a label. */
static GArray *
rank (GPtrArray *markers)
{
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint), markers->len);

  for (guint i = 0; i < markers->len; i++)
    g_array_append_val (order, i);

  g_array_sort_with_data (order, compare_indices, markers);

  return order;
}

/* The selected region first, then the nearest ones, as many as fit. */
void
palco_map_lay_out_labels (GPtrArray             *markers,
                          GArray                *spots,
                          const PalcoMapView    *view,
                          const graphene_rect_t *controls,
                          guint                  n_controls)
{
  guint n_left = CLAMP (view->width * view->height / AREA_PER_LABEL, MIN_LABELS, MAX_LABELS);
  g_autoptr(GArray) order = rank (markers);
  g_autoptr(GArray) taken = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  Labels self = { GRAPHENE_RECT_INIT (0, 0, view->width, view->height), taken };
  guint n_fixed = take_fixed (&self, spots, controls, n_controls);

  for (guint i = 0; i < order->len; i++)
    {
      guint index = g_array_index (order, guint, i);
      PalcoMapMarker *marker = g_ptr_array_index (markers, index);

      if (n_left == 0)
        hide_label (marker);
      else if (place_label (&self, marker, &g_array_index (spots, PalcoMapSpot, index).point))
        n_left--;
    }

  g_array_set_size (taken, n_fixed);

  for (guint i = 0; i < markers->len; i++)
    {
      PalcoMapMarker *marker = g_ptr_array_index (markers, i);

      if (is_extra (marker))
        place_extra_label (&self, marker, &g_array_index (spots, PalcoMapSpot, i).point);
    }
}
