/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map.h"

#include "palco-map-camera.h"
#include "palco-map-gestures.h"
#include "palco-map-land.h"
#include "palco-map-layout.h"
#include "palco-map-legend.h"
#include "palco-map-markers.h"

#define MIN_WIDTH 200
#define MIN_HEIGHT 120
#define NATURAL_WIDTH 680
#define NATURAL_HEIGHT 400

/* Around the regions at first: there is room for some labels. */
#define HOME_MARGIN 36

/* Below this the legend would hide too much; the labels have the words as well. */
#define LEGEND_MIN_HEIGHT 260

#define ZOOM_STEP 1.6
#define PAN_STEP 0.2

/* How much of the world is around a region that the map flies to. */
#define NEAR_DEGREES 40.0

/**
 * PalcoMap:
 *
 * A world map with a marker for each region whose place is known. They are radio buttons: the
 * map is one stop for Tab, arrow keys go from marker to marker, Page Up and Page Down from the
 * nearest region to the farthest. Everything that it says is said by the list of regions too;
 * where no place is known, the list is alone.
 */

struct _PalcoMap
{
  GtkWidget        parent_instance;
  PalcoMapLand    *land;
  GtkWidget       *legend;
  GtkWidget       *buttons;
  GtkWidget       *corner;
  PalcoMapMarkers *markers;
  PalcoMapCamera  *camera;
};

enum {
  PROP_REGIONS = 1,
  PROP_SELECTED,
  PROP_CORNER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoMap, palco_map, GTK_TYPE_WIDGET)

/* What was chosen elsewhere, or moved to with keys, comes into view. */
static void
show_marker (PalcoMap       *self,
             PalcoMapMarker *marker)
{
  const PalcoMapView *view = palco_map_camera_get_view (self->camera);
  graphene_rect_t inner = GRAPHENE_RECT_INIT (0, 0, view->width, view->height);
  graphene_point_t point;

  if (marker == NULL || view->width < 1.0)
    return;

  graphene_rect_inset (&inner, PALCO_MAP_MARKER_SIZE / 2.0f, PALCO_MAP_MARKER_SIZE / 2.0f);
  point = palco_map_view_get_point (view, palco_map_marker_get_place (marker));
  if (!graphene_rect_contains_point (&inner, &point))
    palco_map_camera_fly (self->camera, view->width / 2.0 - point.x, view->height / 2.0 - point.y);
}

static void
selected_changed_cb (PalcoMap *self)
{
  PalcoRegion *selected = palco_map_markers_get_selected (self->markers);

  show_marker (self, palco_map_markers_find (self->markers, selected));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
markers_changed_cb (PalcoMap *self)
{
  g_autoptr(GArray) places = palco_map_markers_dup_places (self->markers);

  palco_map_camera_set_places (self->camera, (graphene_point_t *) places->data, places->len);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.nearest",
                                 palco_map_markers_get_nearest (self->markers) != NULL);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_regions (PalcoMap   *self,
             GListModel *regions)
{
  if (palco_map_markers_get_regions (self->markers) == regions)
    return;

  palco_map_markers_set_regions (self->markers, regions);
  gtk_widget_set_visible (GTK_WIDGET (self), regions == NULL || !palco_map_markers_is_empty (self->markers));
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

static PalcoMapMarker *
get_focus_marker (PalcoMap *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return PALCO_IS_MAP_MARKER (child) ? PALCO_MAP_MARKER (child) : NULL;
}

/* Keys and buttons */

/* At the marker that somebody moved to with keys, else at the middle. */
static void
zoom (PalcoMap *self,
      double    factor)
{
  PalcoMapMarker *marker = get_focus_marker (self);
  gboolean has_moved = marker != NULL && palco_map_marker_is_raised (marker);

  palco_map_camera_fly_into (self->camera, has_moved ? palco_map_marker_get_place (marker) : NULL, factor);
}

static void
zoom_in_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  zoom (PALCO_MAP (widget), ZOOM_STEP);
}

static void
zoom_out_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  zoom (PALCO_MAP (widget), 1.0 / ZOOM_STEP);
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
  PalcoMapMarker *nearest = palco_map_markers_get_nearest (self->markers);

  palco_map_camera_fly_to (self->camera, palco_map_marker_get_place (nearest), NEAR_DEGREES);
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
  palco_map_camera_fly (self->camera, -right * PAN_STEP * gtk_widget_get_width (widget),
                        -down * PAN_STEP * gtk_widget_get_height (widget));
}

static gboolean
focus_marker (PalcoMapMarker *marker)
{
  return marker != NULL && gtk_widget_grab_focus (GTK_WIDGET (marker));
}

static void
step_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PalcoMap *self = PALCO_MAP (widget);

  focus_marker (palco_map_markers_get_next (self->markers, get_focus_marker (self),
                                            g_variant_get_int32 (parameter)));
}

/* Focus */

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
      return focus_marker (palco_map_markers_get_entry (self->markers));
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
focus_next_stop (PalcoMap         *self,
                 GtkDirectionType  direction)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  int step = direction == GTK_DIR_TAB_BACKWARD ? -1 : 1;
  int stop = step > 0 ? 0 : 2;

  if (child != NULL)
    stop = get_stop (self, child) + step;

  for (; stop >= 0 && stop <= 2; stop += step)
    {
      if (focus_stop (self, stop, direction))
        return TRUE;
    }

  return FALSE;
}

/* At the last marker in a direction, arrow keys stay in the map. */
static gboolean
palco_map_focus (GtkWidget        *widget,
                 GtkDirectionType  direction)
{
  PalcoMap *self = PALCO_MAP (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);
  PalcoMapMarker *marker = get_focus_marker (self);

  if (marker != NULL && direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    {
      focus_marker (palco_map_markers_get_neighbour (self->markers, marker, direction));
      return TRUE;
    }

  if (marker == NULL && child != NULL && gtk_widget_child_focus (child, direction))
    return TRUE;

  return focus_next_stop (self, direction);
}

static void
palco_map_set_focus_child (GtkWidget *widget,
                           GtkWidget *child)
{
  PalcoMap *self = PALCO_MAP (widget);

  GTK_WIDGET_CLASS (palco_map_parent_class)->set_focus_child (widget, child);
  show_marker (self, get_focus_marker (self));
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

static int
natural_size (GtkWidget      *widget,
              GtkOrientation  orientation)
{
  int natural;

  gtk_widget_measure (widget, orientation, -1, NULL, &natural, NULL, NULL);

  return natural;
}

static gboolean
needs_legend (PalcoMap *self,
              int       width,
              int       height)
{
  return palco_map_markers_get_entry (self->markers) != NULL && height >= LEGEND_MIN_HEIGHT &&
         width >= natural_size (self->legend, GTK_ORIENTATION_HORIZONTAL) +
                  natural_size (self->buttons, GTK_ORIENTATION_HORIZONTAL) + 3 * PALCO_MAP_CONTROL_MARGIN;
}

static void
palco_map_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  PalcoMap *self = PALCO_MAP (widget);
  int bottom = natural_size (self->buttons, GTK_ORIENTATION_VERTICAL) + 2 * PALCO_MAP_CONTROL_MARGIN;
  const GtkBorder margin = { HOME_MARGIN, HOME_MARGIN, HOME_MARGIN, MAX (HOME_MARGIN, bottom) };
  g_autoptr(GArray) controls = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  gboolean has_legend = needs_legend (self, width, height);
  const PalcoMapView *view;

  palco_map_camera_resize (self->camera, width, height, &margin);
  view = palco_map_camera_get_view (self->camera);

  gtk_widget_size_allocate (GTK_WIDGET (self->land), &(GtkAllocation) { 0, 0, width, height }, -1);
  palco_map_land_set_view (self->land, view);

  palco_map_lay_out_control (self->buttons, view, TRUE, TRUE, controls);
  gtk_widget_set_child_visible (self->legend, has_legend);
  if (has_legend)
    palco_map_lay_out_control (self->legend, view, FALSE, TRUE, controls);
  if (self->corner != NULL && gtk_widget_should_layout (self->corner))
    palco_map_lay_out_control (self->corner, view, FALSE, FALSE, controls);

  palco_map_markers_allocate (self->markers, view, (graphene_rect_t *) controls->data, controls->len);
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

  palco_map_markers_draw_leaders (self->markers, snapshot, &color);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (child != land)
        gtk_widget_snapshot_child (widget, child, snapshot);
    }

  palco_map_markers_draw_raised (self->markers, snapshot);
}

static void
palco_map_dispose (GObject *object)
{
  PalcoMap *self = PALCO_MAP (object);
  GtkWidget *child;

  palco_map_markers_set_regions (self->markers, NULL);
  self->corner = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (palco_map_parent_class)->dispose (object);
}

static void
palco_map_finalize (GObject *object)
{
  PalcoMap *self = PALCO_MAP (object);

  g_clear_object (&self->markers);
  g_clear_object (&self->camera);

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
      g_value_set_object (value, palco_map_markers_get_regions (self->markers));
      break;
    case PROP_SELECTED:
      g_value_set_object (value, palco_map_markers_get_selected (self->markers));
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
      palco_map_markers_set_selected (self->markers, g_value_get_object (value));
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
  self->camera = palco_map_camera_new (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.nearest", FALSE);
  palco_map_add_gestures (GTK_WIDGET (self), self->camera);
  self->markers = palco_map_markers_new (GTK_WIDGET (self), GTK_WIDGET (self->land));

  g_signal_connect_object (self->camera, "changed", G_CALLBACK (gtk_widget_queue_allocate), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->markers, "changed", G_CALLBACK (markers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->markers, "notify::selected", G_CALLBACK (selected_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
