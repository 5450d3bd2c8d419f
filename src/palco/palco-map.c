/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map.h"

#include <math.h>
#include <palco.h>

#include "palco-map-camera.h"
#include "palco-map-gestures.h"
#include "palco-map-land.h"
#include "palco-map-layout.h"
#include "palco-map-legend.h"
#include "palco-map-marker.h"
#include "palco-map-neighbour.h"

#define MIN_WIDTH 200
#define MIN_HEIGHT 120
#define NATURAL_WIDTH 680
#define NATURAL_HEIGHT 400

/* Around controls, and around the regions at first: there is room for some labels. */
#define CONTROL_MARGIN 12
#define HOME_MARGIN 36

/* Below this the legend would hide too much; the labels have the words as well. */
#define LEGEND_MIN_HEIGHT 260

#define ZOOM_STEP 1.6
#define PAN_STEP 0.2

/* How much of the world is around a region that the map flies to. */
#define NEAR_DEGREES 40.0

/* A marker that moved no farther than this needs no line to where its region is. */
#define LEADER_MIN_LENGTH 8.0f
#define LEADER_WIDTH 1.5f

/**
 * PalcoMap:
 *
 * A world map with a marker for each region whose place is known. They are radio buttons: the
 * map is one stop for Tab, arrow keys go from marker to marker, Page Up and Page Down from the
 * nearest region to the farthest. Everything that it says is said by the list of regions too.
 */

struct _PalcoMap
{
  GtkWidget           parent_instance;
  PalcoMapLand       *land;
  GtkWidget          *legend;
  GtkWidget          *buttons;
  GtkWidget          *corner;
  GtkFilterListModel *located;
  GListModel         *regions;
  PalcoRegion        *selected;
  GtkToggleButton    *group;       /* in no window: active when no marker is */
  GPtrArray          *markers;     /* in the order of “located” */
  GArray             *spots;       /* PalcoMapSpot of each marker */
  PalcoMapCamera     *camera;
};

enum {
  PROP_REGIONS = 1,
  PROP_SELECTED,
  PROP_CORNER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoMap, palco_map, GTK_TYPE_WIDGET)

static gboolean
has_place (gpointer item,
           gpointer user_data)
{
  return palco_region_get_location (item, NULL, NULL);
}

static int
find_marker (PalcoMap    *self,
             PalcoRegion *region)
{
  for (guint i = 0; i < self->markers->len; i++)
    {
      if (palco_map_marker_get_region (g_ptr_array_index (self->markers, i)) == region)
        return i;
    }

  return -1;
}

static int
compare_markers (gconstpointer a,
                 gconstpointer b)
{
  return palco_map_marker_compare (*(PalcoMapMarker **) a, *(PalcoMapMarker **) b);
}

/* The nearest first. */
static GPtrArray *
get_ranking (PalcoMap *self)
{
  GPtrArray *ranking = g_ptr_array_sized_new (self->markers->len);

  g_ptr_array_extend (ranking, self->markers, NULL, NULL);
  g_ptr_array_sort (ranking, compare_markers);

  return ranking;
}

static PalcoMapMarker *
get_nearest (PalcoMap *self)
{
  g_autoptr(GPtrArray) ranking = get_ranking (self);

  if (ranking->len == 0 || !palco_map_marker_answers (g_ptr_array_index (ranking, 0)))
    return NULL;

  return g_ptr_array_index (ranking, 0);
}

static void
update_actions (PalcoMap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "map.nearest", get_nearest (self) != NULL);
  gtk_widget_action_set_enabled (widget, "map.zoom-in",
                                 palco_map_camera_can_zoom (self->camera, ZOOM_STEP));
  gtk_widget_action_set_enabled (widget, "map.zoom-out",
                                 palco_map_camera_can_zoom (self->camera, 1.0 / ZOOM_STEP));
}

static void
camera_changed_cb (PalcoMap *self)
{
  update_actions (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* What was chosen elsewhere, or moved to with keys, comes into view. */
static void
show_marker (PalcoMap *self,
             int       index)
{
  const PalcoMapView *view = palco_map_camera_get_view (self->camera);
  graphene_rect_t inner = GRAPHENE_RECT_INIT (0, 0, view->width, view->height);
  PalcoMapMarker *marker;
  graphene_point_t point;

  if (index < 0 || view->width < 1.0)
    return;

  marker = g_ptr_array_index (self->markers, index);
  point = palco_map_view_get_point (view, palco_map_marker_get_place (marker));
  if (!graphene_rect_contains_point (&inner, &point))
    palco_map_camera_fly (self->camera, 1.0, view->width / 2.0 - point.x, view->height / 2.0 - point.y);
}

static void
set_selected (PalcoMap    *self,
              PalcoRegion *region)
{
  int index = find_marker (self, region);
  GtkToggleButton *toggle =
    index >= 0 ? g_ptr_array_index (self->markers, index) : self->group;

  if (!g_set_object (&self->selected, region))
    return;

  gtk_toggle_button_set_active (toggle, TRUE);
  show_marker (self, index);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
marker_toggled_cb (PalcoMap        *self,
                   GtkToggleButton *toggle)
{
  if (gtk_toggle_button_get_active (toggle))
    set_selected (self, palco_map_marker_get_region (PALCO_MAP_MARKER (toggle)));
}

static GtkWidget *
create_marker (PalcoMap    *self,
               PalcoRegion *region)
{
  GtkWidget *marker = palco_map_marker_new (region);

  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (marker), self->group);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (marker), region == self->selected);
  gtk_widget_insert_before (marker, GTK_WIDGET (self), self->legend);
  gtk_widget_insert_before (palco_map_marker_get_label (PALCO_MAP_MARKER (marker)),
                            GTK_WIDGET (self), self->legend);
  g_signal_connect_object (marker, "toggled", G_CALLBACK (marker_toggled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (region, "notify::latency", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);

  return marker;
}

static void
remove_marker (gpointer data)
{
  PalcoMapMarker *marker = data;

  gtk_widget_unparent (palco_map_marker_get_label (marker));
  gtk_widget_unparent (GTK_WIDGET (marker));
}

static void
update_places (PalcoMap *self)
{
  g_autofree graphene_point_t *places = g_new (graphene_point_t, self->markers->len);

  for (guint i = 0; i < self->markers->len; i++)
    places[i] = *palco_map_marker_get_place (g_ptr_array_index (self->markers, i));

  palco_map_camera_set_places (self->camera, places, self->markers->len);
}

static void
located_changed_cb (PalcoMap   *self,
                    guint       position,
                    guint       n_removed,
                    guint       n_added,
                    GListModel *located)
{
  if (n_removed > 0)
    g_ptr_array_remove_range (self->markers, position, n_removed);

  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (located, i);

      g_ptr_array_insert (self->markers, i, create_marker (self, region));
    }

  if (find_marker (self, self->selected) < 0)
    gtk_toggle_button_set_active (self->group, TRUE);

  update_places (self);
}

static void
set_regions (PalcoMap   *self,
             GListModel *regions)
{
  if (!g_set_object (&self->regions, regions))
    return;

  gtk_filter_list_model_set_model (self->located, regions);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGIONS]);
}

static void
set_corner (PalcoMap  *self,
            GtkWidget *corner)
{
  if (self->corner == corner)
    return;

  g_clear_pointer (&self->corner, gtk_widget_unparent);
  self->corner = corner;
  if (corner != NULL)
    gtk_widget_insert_after (corner, GTK_WIDGET (self), GTK_WIDGET (self->land));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CORNER]);
}

/* Keys and buttons */

static void
zoom_in_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  palco_map_camera_fly (PALCO_MAP (widget)->camera, ZOOM_STEP, 0.0, 0.0);
}

static void
zoom_out_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  palco_map_camera_fly (PALCO_MAP (widget)->camera, 1.0 / ZOOM_STEP, 0.0, 0.0);
}

static void
home_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  palco_map_camera_fly_home (PALCO_MAP (widget)->camera);
}

static void
nearest_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PalcoMap *self = PALCO_MAP (widget);

  palco_map_camera_fly_to (self->camera, palco_map_marker_get_place (get_nearest (self)), NEAR_DEGREES);
}

static void
pan_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PalcoMap *self = PALCO_MAP (widget);
  int right;
  int down;

  g_variant_get (parameter, "(ii)", &right, &down);
  palco_map_camera_fly (self->camera, 1.0, -right * PAN_STEP * gtk_widget_get_width (widget),
                        -down * PAN_STEP * gtk_widget_get_height (widget));
}

static gboolean
focus_marker (PalcoMap *self,
              int       index)
{
  return index >= 0 && gtk_widget_grab_focus (g_ptr_array_index (self->markers, index));
}

static void
step_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PalcoMap *self = PALCO_MAP (widget);
  g_autoptr(GPtrArray) ranking = get_ranking (self);
  guint rank;
  guint next;

  if (!g_ptr_array_find (ranking, gtk_widget_get_focus_child (widget), &rank))
    return;

  next = rank + g_variant_get_int32 (parameter);
  if (next < ranking->len)
    gtk_widget_grab_focus (g_ptr_array_index (ranking, next));
}

/* Focus */

/* The marker at which Tab enters. */
static int
get_entry (PalcoMap *self)
{
  PalcoMapMarker *nearest = get_nearest (self);
  int index = find_marker (self, self->selected);

  if (index < 0 && nearest != NULL)
    index = find_marker (self, palco_map_marker_get_region (nearest));

  return index < 0 && self->markers->len > 0 ? 0 : index;
}

static gboolean
focus_neighbour (PalcoMap         *self,
                 guint             from,
                 GtkDirectionType  direction)
{
  g_autofree graphene_point_t *points = g_new (graphene_point_t, self->spots->len);

  for (guint i = 0; i < self->spots->len; i++)
    points[i] = g_array_index (self->spots, PalcoMapSpot, i).point;

  return focus_marker (self, palco_map_neighbour (points, self->spots->len, from, direction));
}

/* Tab goes through the corner, the markers as one, and the buttons. */
static gboolean
focus_stop (PalcoMap         *self,
            int               stop,
            GtkDirectionType  direction)
{
  switch (stop)
    {
    case 0:
      return self->corner != NULL && gtk_widget_child_focus (self->corner, direction);
    case 1:
      return focus_marker (self, get_entry (self));
    default:
      return gtk_widget_child_focus (self->buttons, direction);
    }
}

static int
get_stop (PalcoMap  *self,
          GtkWidget *child)
{
  if (child == self->corner)
    return 0;

  return child == self->buttons ? 2 : 1;
}

static gboolean
palco_map_focus (GtkWidget        *widget,
                 GtkDirectionType  direction)
{
  PalcoMap *self = PALCO_MAP (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);
  int step = direction == GTK_DIR_TAB_BACKWARD ? -1 : 1;
  int stop = step > 0 ? 0 : 2;
  guint index;

  if (child != NULL && g_ptr_array_find (self->markers, child, &index))
    {
      if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
        return focus_neighbour (self, index, direction) || gtk_widget_keynav_failed (widget, direction);

      stop = 1 + step;
    }
  else if (child != NULL)
    {
      if (gtk_widget_child_focus (child, direction))
        return TRUE;

      stop = get_stop (self, child) + step;
    }

  for (; stop >= 0 && stop <= 2; stop += step)
    {
      if (focus_stop (self, stop, direction))
        return TRUE;
    }

  return FALSE;
}

static void
palco_map_set_focus_child (GtkWidget *widget,
                           GtkWidget *child)
{
  PalcoMap *self = PALCO_MAP (widget);
  guint index;

  GTK_WIDGET_CLASS (palco_map_parent_class)->set_focus_child (widget, child);

  if (child != NULL && g_ptr_array_find (self->markers, child, &index))
    show_marker (self, index);
}

/* Size */

static void
palco_map_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = is_width ? MIN_WIDTH : MIN_HEIGHT;
  *natural = is_width ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

/* Puts a control into a corner and remembers where it is. */
static void
allocate_control (PalcoMap  *self,
                  GtkWidget *control,
                  gboolean   at_end,
                  gboolean   at_bottom,
                  GArray    *controls)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const PalcoMapView *view = palco_map_camera_get_view (self->camera);
  GtkAllocation place;
  GtkRequisition size;
  graphene_rect_t box;

  gtk_widget_get_preferred_size (control, NULL, &size);
  place.x = at_end != is_rtl ? view->width - size.width - CONTROL_MARGIN : CONTROL_MARGIN;
  place.y = at_bottom ? view->height - size.height - CONTROL_MARGIN : CONTROL_MARGIN;
  place.width = size.width;
  place.height = size.height;
  gtk_widget_size_allocate (control, &place, -1);

  box = GRAPHENE_RECT_INIT (place.x, place.y, place.width, place.height);
  g_array_append_val (controls, box);
}

static int
natural_size (GtkWidget      *widget,
              GtkOrientation  orientation)
{
  int natural;

  gtk_widget_measure (widget, orientation, -1, NULL, &natural, NULL, NULL);

  return natural;
}

static gboolean
has_room_for_legend (PalcoMap *self,
                     int       width,
                     int       height)
{
  return height >= LEGEND_MIN_HEIGHT &&
         width >= natural_size (self->legend, GTK_ORIENTATION_HORIZONTAL) +
                  natural_size (self->buttons, GTK_ORIENTATION_HORIZONTAL) + 3 * CONTROL_MARGIN;
}

static void
palco_map_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  PalcoMap *self = PALCO_MAP (widget);
  int bottom = natural_size (self->buttons, GTK_ORIENTATION_VERTICAL) + 2 * CONTROL_MARGIN;
  const GtkBorder margin = { HOME_MARGIN, HOME_MARGIN, HOME_MARGIN, MAX (HOME_MARGIN, bottom) };
  g_autoptr(GArray) controls = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  gboolean has_legend = has_room_for_legend (self, width, height);
  const PalcoMapView *view;

  palco_map_camera_resize (self->camera, width, height, &margin);
  view = palco_map_camera_get_view (self->camera);

  gtk_widget_size_allocate (GTK_WIDGET (self->land), &(GtkAllocation) { 0, 0, width, height }, -1);
  palco_map_land_set_view (self->land, view);

  allocate_control (self, self->buttons, TRUE, TRUE, controls);
  gtk_widget_set_child_visible (self->legend, has_legend);
  if (has_legend)
    allocate_control (self, self->legend, FALSE, TRUE, controls);
  if (self->corner != NULL && gtk_widget_should_layout (self->corner))
    allocate_control (self, self->corner, FALSE, FALSE, controls);

  palco_map_lay_out_markers (self->markers, self->spots, view,
                             (graphene_rect_t *) controls->data, controls->len);
  palco_map_lay_out_labels (self->markers, self->spots, view,
                            (graphene_rect_t *) controls->data, controls->len);
}

/* Drawing */

/* From a marker to where its region is. */
static void
snapshot_leader (GtkSnapshot        *snapshot,
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

static void
palco_map_snapshot (GtkWidget   *widget,
                    GtkSnapshot *snapshot)
{
  PalcoMap *self = PALCO_MAP (widget);
  GtkWidget *land = GTK_WIDGET (self->land);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_widget_snapshot_child (widget, land, snapshot);

  for (guint i = 0; i < self->spots->len; i++)
    snapshot_leader (snapshot, &g_array_index (self->spots, PalcoMapSpot, i), &color);

  for (GtkWidget *child = gtk_widget_get_next_sibling (land); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_snapshot_child (widget, child, snapshot);

  for (guint i = 0; i < self->markers->len; i++)
    {
      PalcoMapMarker *marker = g_ptr_array_index (self->markers, i);

      if (palco_map_marker_is_raised (marker))
        gtk_widget_snapshot_child (widget, palco_map_marker_get_label (marker), snapshot);
    }
}

static void
palco_map_dispose (GObject *object)
{
  PalcoMap *self = PALCO_MAP (object);
  GtkWidget *child;

  g_clear_object (&self->located);
  g_ptr_array_set_size (self->markers, 0);
  g_clear_object (&self->group);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (palco_map_parent_class)->dispose (object);
}

static void
palco_map_finalize (GObject *object)
{
  PalcoMap *self = PALCO_MAP (object);

  g_clear_object (&self->regions);
  g_clear_object (&self->selected);
  g_clear_object (&self->camera);
  g_ptr_array_unref (self->markers);
  g_array_unref (self->spots);

  G_OBJECT_CLASS (palco_map_parent_class)->finalize (object);
}

static void
palco_map_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  PalcoMap *self = PALCO_MAP (object);

  switch (prop_id)
    {
    case PROP_REGIONS:
      g_value_set_object (value, self->regions);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_CORNER:
      g_value_set_object (value, self->corner);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_map_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  PalcoMap *self = PALCO_MAP (object);

  switch (prop_id)
    {
    case PROP_REGIONS:
      set_regions (self, g_value_get_object (value));
      break;
    case PROP_SELECTED:
      set_selected (self, g_value_get_object (value));
      break;
    case PROP_CORNER:
      set_corner (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct { guint key; const char *action; } keys[] = {
    { GDK_KEY_plus, "map.zoom-in" },
    { GDK_KEY_equal, "map.zoom-in" },
    { GDK_KEY_KP_Add, "map.zoom-in" },
    { GDK_KEY_minus, "map.zoom-out" },
    { GDK_KEY_KP_Subtract, "map.zoom-out" },
    { GDK_KEY_0, "map.home" },
    { GDK_KEY_KP_0, "map.home" },
  };
  static const struct { guint key; int right; int down; } arrows[] = {
    { GDK_KEY_Left, -1, 0 },
    { GDK_KEY_Right, 1, 0 },
    { GDK_KEY_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 },
  };

  gtk_widget_class_install_action (widget_class, "map.zoom-in", NULL, zoom_in_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-out", NULL, zoom_out_cb);
  gtk_widget_class_install_action (widget_class, "map.home", NULL, home_cb);
  gtk_widget_class_install_action (widget_class, "map.nearest", NULL, nearest_cb);
  gtk_widget_class_install_action (widget_class, "map.pan", "(ii)", pan_cb);
  gtk_widget_class_install_action (widget_class, "map.step", "i", step_cb);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    gtk_widget_class_add_binding_action (widget_class, arrows[i].key, GDK_CONTROL_MASK, "map.pan",
                                         "(ii)", arrows[i].right, arrows[i].down);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "map.step", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "map.step", "i", -1);
}

static void
palco_map_class_init (PalcoMapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = palco_map_dispose;
  object_class->finalize = palco_map_finalize;
  object_class->get_property = palco_map_get_property;
  object_class->set_property = palco_map_set_property;

  widget_class->focus = palco_map_focus;
  widget_class->set_focus_child = palco_map_set_focus_child;
  widget_class->measure = palco_map_measure;
  widget_class->size_allocate = palco_map_size_allocate;
  widget_class->snapshot = palco_map_snapshot;

  /* All regions; those whose place is not known are not shown. */
  properties[PROP_REGIONS] =
    g_param_spec_object ("regions", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, PALCO_TYPE_REGION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /* A widget for the upper corner at the start of lines. */
  properties[PROP_CORNER] =
    g_param_spec_object ("corner", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "map");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/palco/Palco/palco-map.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoMap, land);
  gtk_widget_class_bind_template_child (widget_class, PalcoMap, legend);
  gtk_widget_class_bind_template_child (widget_class, PalcoMap, buttons);

  g_type_ensure (PALCO_TYPE_MAP_LAND);
  g_type_ensure (PALCO_TYPE_MAP_LEGEND);
  install_actions (widget_class);
}

static void
palco_map_init (PalcoMap *self)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (has_place, NULL, NULL));

  self->markers = g_ptr_array_new_with_free_func (remove_marker);
  self->spots = g_array_new (FALSE, TRUE, sizeof (PalcoMapSpot));
  self->group = g_object_ref_sink (GTK_TOGGLE_BUTTON (gtk_toggle_button_new ()));
  self->camera = palco_map_camera_new (GTK_WIDGET (self));
  self->located = gtk_filter_list_model_new (NULL, filter);

  gtk_widget_init_template (GTK_WIDGET (self));
  palco_map_add_gestures (GTK_WIDGET (self), self->camera);
  gtk_toggle_button_set_active (self->group, TRUE);
  update_actions (self);

  g_signal_connect_object (self->camera, "changed", G_CALLBACK (camera_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->located, "items-changed", G_CALLBACK (located_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
