/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-markers.h"

#include <math.h>

#include "palco-map-layout.h"
#include "palco-map-neighbour.h"

/* A marker that moved no farther than this needs no line to where its region is. */
#define LEADER_MIN_LENGTH 8.0f
#define LEADER_WIDTH 1.5f

/**
 * PalcoMapMarkers:
 *
 * The markers of a map: a child of it for each region whose place is known, before the land, and
 * one for its label, after everything else. One marker may be selected. Emits “changed” when there are others, or when one is
 * nearer or farther than before.
 */

struct _PalcoMapMarkers
{
  GObject             parent_instance;
  GtkWidget          *map;
  GtkWidget          *land;
  GtkFilterListModel *located;
  PalcoRegion        *selected;
  GtkToggleButton    *nobody;      /* in no window: active when no marker is */
  GPtrArray          *markers;     /* in the order of “located” */
  GArray             *spots;       /* PalcoMapSpot of each marker */
  GskRenderNode      *leaders;     /* the same in each frame, or all of them would be drawn anew */
  GdkRGBA             leader_color;
};

enum {
  PROP_SELECTED = 1,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoMapMarkers, palco_map_markers, G_TYPE_OBJECT)

static gboolean
has_place (gpointer item,
           gpointer user_data)
{
  return palco_region_get_location (item, NULL, NULL);
}

static int
compare_markers (gconstpointer a,
                 gconstpointer b)
{
  return palco_map_marker_compare (*(PalcoMapMarker **) a, *(PalcoMapMarker **) b);
}

/* The nearest first. */
static GPtrArray *
get_ranking (PalcoMapMarkers *self)
{
  GPtrArray *ranking = g_ptr_array_sized_new (self->markers->len);

  g_ptr_array_extend (ranking, self->markers, NULL, NULL);
  g_ptr_array_sort (ranking, compare_markers);

  return ranking;
}

static void
changed (PalcoMapMarkers *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
toggled_cb (PalcoMapMarkers *self,
            GtkToggleButton *toggle)
{
  if (gtk_toggle_button_get_active (toggle))
    palco_map_markers_set_selected (self, palco_map_marker_get_region (PALCO_MAP_MARKER (toggle)));
}

static PalcoMapMarker *
create_marker (PalcoMapMarkers *self,
               PalcoRegion     *region)
{
  GtkWidget *marker = palco_map_marker_new (region);
  GtkWidget *label = palco_map_marker_get_label (PALCO_MAP_MARKER (marker));

  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (marker), self->nobody);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (marker), region == self->selected);
  gtk_widget_insert_before (marker, self->map, self->land);
  gtk_widget_set_parent (label, self->map);

  g_signal_connect_object (marker, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (region, "notify::latency", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);

  return PALCO_MAP_MARKER (marker);
}

static void
remove_marker (gpointer data)
{
  PalcoMapMarker *marker = data;

  gtk_widget_unparent (palco_map_marker_get_label (marker));
  gtk_widget_unparent (GTK_WIDGET (marker));
}

static void
located_changed_cb (PalcoMapMarkers *self,
                    guint            position,
                    guint            n_removed,
                    guint            n_added,
                    GListModel      *located)
{
  if (n_removed > 0)
    g_ptr_array_remove_range (self->markers, position, n_removed);

  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (located, i);

      g_ptr_array_insert (self->markers, i, create_marker (self, region));
    }

  if (palco_map_markers_find (self, self->selected) == NULL)
    gtk_toggle_button_set_active (self->nobody, TRUE);

  changed (self);
}

static void
palco_map_markers_dispose (GObject *object)
{
  PalcoMapMarkers *self = PALCO_MAP_MARKERS (object);

  g_clear_object (&self->located);
  g_ptr_array_set_size (self->markers, 0);
  g_clear_object (&self->nobody);

  G_OBJECT_CLASS (palco_map_markers_parent_class)->dispose (object);
}

static void
palco_map_markers_finalize (GObject *object)
{
  PalcoMapMarkers *self = PALCO_MAP_MARKERS (object);

  g_clear_object (&self->selected);
  g_ptr_array_unref (self->markers);
  g_array_unref (self->spots);
  g_clear_pointer (&self->leaders, gsk_render_node_unref);

  G_OBJECT_CLASS (palco_map_markers_parent_class)->finalize (object);
}

static void
palco_map_markers_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PalcoMapMarkers *self = PALCO_MAP_MARKERS (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_map_markers_class_init (PalcoMapMarkersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_map_markers_dispose;
  object_class->finalize = palco_map_markers_finalize;
  object_class->get_property = palco_map_markers_get_property;

  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, PALCO_TYPE_REGION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", PALCO_TYPE_MAP_MARKERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
palco_map_markers_init (PalcoMapMarkers *self)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (has_place, NULL, NULL));

  self->markers = g_ptr_array_new_with_free_func (remove_marker);
  self->spots = g_array_new (FALSE, TRUE, sizeof (PalcoMapSpot));
  self->nobody = g_object_ref_sink (GTK_TOGGLE_BUTTON (gtk_toggle_button_new ()));
  self->located = gtk_filter_list_model_new (NULL, filter);

  gtk_toggle_button_set_active (self->nobody, TRUE);
  g_signal_connect_object (self->located, "items-changed", G_CALLBACK (located_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

PalcoMapMarkers *
palco_map_markers_new (GtkWidget *map,
                       GtkWidget *land)
{
  PalcoMapMarkers *self = g_object_new (PALCO_TYPE_MAP_MARKERS, NULL);

  self->map = map;
  self->land = land;

  return self;
}

GListModel *
palco_map_markers_get_regions (PalcoMapMarkers *self)
{
  return gtk_filter_list_model_get_model (self->located);
}

void
palco_map_markers_set_regions (PalcoMapMarkers *self,
                               GListModel      *regions)
{
  gtk_filter_list_model_set_model (self->located, regions);
}

gboolean
palco_map_markers_is_empty (PalcoMapMarkers *self)
{
  return self->markers->len == 0;
}

PalcoRegion *
palco_map_markers_get_selected (PalcoMapMarkers *self)
{
  return self->selected;
}

void
palco_map_markers_set_selected (PalcoMapMarkers *self,
                                PalcoRegion     *region)
{
  PalcoMapMarker *marker = palco_map_markers_find (self, region);

  if (!g_set_object (&self->selected, region))
    return;

  gtk_toggle_button_set_active (marker != NULL ? GTK_TOGGLE_BUTTON (marker) : self->nobody, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* Where the regions are, in the plane of the map. */
GArray *
palco_map_markers_dup_places (PalcoMapMarkers *self)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (graphene_point_t));

  for (guint i = 0; i < self->markers->len; i++)
    g_array_append_vals (places, palco_map_marker_get_place (g_ptr_array_index (self->markers, i)), 1);

  return places;
}

PalcoMapMarker *
palco_map_markers_find (PalcoMapMarkers *self,
                        PalcoRegion     *region)
{
  for (guint i = 0; i < self->markers->len; i++)
    {
      PalcoMapMarker *marker = g_ptr_array_index (self->markers, i);

      if (palco_map_marker_get_region (marker) == region)
        return marker;
    }

  return NULL;
}

/* NULL where none has answered. */
PalcoMapMarker *
palco_map_markers_get_nearest (PalcoMapMarkers *self)
{
  g_autoptr(GPtrArray) ranking = get_ranking (self);

  if (ranking->len == 0 || !palco_map_marker_answers (g_ptr_array_index (ranking, 0)))
    return NULL;

  return g_ptr_array_index (ranking, 0);
}

/* Where Tab enters: the selected marker, else the nearest one. */
PalcoMapMarker *
palco_map_markers_get_entry (PalcoMapMarkers *self)
{
  PalcoMapMarker *selected = palco_map_markers_find (self, self->selected);
  g_autoptr(GPtrArray) ranking = get_ranking (self);

  if (selected != NULL || ranking->len == 0)
    return selected;

  return g_ptr_array_index (ranking, 0);
}

/* So many steps farther away, or nearer when negative; NULL at the end. */
PalcoMapMarker *
palco_map_markers_get_next (PalcoMapMarkers *self,
                            PalcoMapMarker  *from,
                            int              step)
{
  g_autoptr(GPtrArray) ranking = get_ranking (self);
  guint rank;

  if (!g_ptr_array_find (ranking, from, &rank) || rank + step >= ranking->len)
    return NULL;

  return g_ptr_array_index (ranking, rank + step);
}

PalcoMapMarker *
palco_map_markers_get_neighbour (PalcoMapMarkers  *self,
                                 PalcoMapMarker   *from,
                                 GtkDirectionType  direction)
{
  g_autofree graphene_point_t *points = g_new (graphene_point_t, self->spots->len);
  guint index;
  int neighbour;

  for (guint i = 0; i < self->spots->len; i++)
    points[i] = g_array_index (self->spots, PalcoMapSpot, i).point;

  if (!g_ptr_array_find (self->markers, from, &index))
    return NULL;

  neighbour = palco_map_neighbour (points, self->spots->len, index, direction);

  return neighbour >= 0 ? g_ptr_array_index (self->markers, neighbour) : NULL;
}

/* An empty array has no data that memcmp() may be given. */
static gboolean
spots_are_equal (GArray *a,
                 GArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (PalcoMapSpot)) == 0);
}

void
palco_map_markers_allocate (PalcoMapMarkers       *self,
                            const PalcoMapView    *view,
                            const graphene_rect_t *controls,
                            guint                  n_controls)
{
  g_autoptr(GArray) before = g_array_copy (self->spots);

  palco_map_lay_out_markers (self->markers, self->spots, view, controls, n_controls);
  if (!spots_are_equal (before, self->spots))
    g_clear_pointer (&self->leaders, gsk_render_node_unref);

  palco_map_lay_out_labels (self->markers, self->spots, view, controls, n_controls);
}

static void
draw_leader (GtkSnapshot        *snapshot,
             const PalcoMapSpot *spot,
             const GdkRGBA      *color)
{
  float dx = spot->point.x - spot->anchor.x;
  float dy = spot->point.y - spot->anchor.y;
  float length = sqrtf (dx * dx + dy * dy);

  if (length < LEADER_MIN_LENGTH)
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &spot->anchor);
  gtk_snapshot_rotate (snapshot, atan2f (dy, dx) * 180.0f / (float) G_PI);
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT (0, -LEADER_WIDTH / 2.0f, length, LEADER_WIDTH));
  gtk_snapshot_restore (snapshot);
}

static GskRenderNode *
create_leaders (PalcoMapMarkers *self)
{
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();

  for (guint i = 0; i < self->spots->len; i++)
    draw_leader (snapshot, &g_array_index (self->spots, PalcoMapSpot, i), &self->leader_color);

  return gtk_snapshot_to_node (snapshot);
}

/* From markers that had to give way to where their regions are. */
void
palco_map_markers_draw_leaders (PalcoMapMarkers *self,
                                GtkSnapshot     *snapshot,
                                const GdkRGBA   *color)
{
  if (!gdk_rgba_equal (&self->leader_color, color))
    g_clear_pointer (&self->leaders, gsk_render_node_unref);

  self->leader_color = *color;
  if (self->leaders == NULL)
    self->leaders = create_leaders (self);

  if (self->leaders != NULL)
    gtk_snapshot_append_node (snapshot, self->leaders);
}

/* The labels that somebody asks for cover the others. */
void
palco_map_markers_draw_raised (PalcoMapMarkers *self,
                               GtkSnapshot     *snapshot)
{
  for (guint i = 0; i < self->markers->len; i++)
    {
      PalcoMapMarker *marker = g_ptr_array_index (self->markers, i);

      if (palco_map_marker_is_raised (marker))
        gtk_widget_snapshot_child (self->map, palco_map_marker_get_label (marker), snapshot);
    }
}
