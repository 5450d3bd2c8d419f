/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include "palco-map-legend.h"
#include "palco-map-marker.h"
#include "palco-map.h"
#include "palco-region-private.h"
#include "palco-size-private.h"
#include "palco-test-await.h"
#include "palco-test-regions.h"

typedef struct
{
  GListModel *regions;
  GtkWidget  *window;
  GtkWidget  *map;
  guint       n_frames;
} Fixture;

static void
after_paint_cb (Fixture *fixture)
{
  fixture->n_frames++;
}

static void
await_frame (Fixture *fixture)
{
  guint n_frames = fixture->n_frames;

  gtk_widget_queue_draw (fixture->map);
  palco_test_await_that (fixture->n_frames > n_frames);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  n_regions)
{
  GdkFrameClock *clock;

  fixture->regions = palco_test_regions_new (GPOINTER_TO_UINT (n_regions));
  fixture->map = g_object_new (PALCO_TYPE_MAP, "regions", fixture->regions, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->map);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 680, 400);
  gtk_window_present (GTK_WINDOW (fixture->window));

  clock = gtk_widget_get_frame_clock (fixture->window);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_paint_cb), fixture);
  await_frame (fixture);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  n_regions)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (fixture->window), fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->regions);
}

static PalcoMapMarker *
find_marker (Fixture    *fixture,
             const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (fixture->map); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (PALCO_IS_MAP_MARKER (child) &&
          g_str_equal (palco_region_get_name (palco_map_marker_get_region (PALCO_MAP_MARKER (child))), name))
        return PALCO_MAP_MARKER (child);
    }

  return NULL;
}

static PalcoRegion *
get_region (Fixture    *fixture,
            const char *name)
{
  return palco_map_marker_get_region (find_marker (fixture, name));
}

static const char *
get_selected (Fixture *fixture)
{
  g_autoptr(PalcoRegion) selected = NULL;

  g_object_get (fixture->map, "selected", &selected, NULL);

  return selected != NULL ? palco_region_get_name (selected) : NULL;
}

static void
count_notify_cb (guint *n_notified)
{
  (*n_notified)++;
}

static void
test_selected (Fixture       *fixture,
               gconstpointer  n_regions)
{
  GtkToggleButton *milan = GTK_TOGGLE_BUTTON (find_marker (fixture, "Milan"));
  GtkToggleButton *tokyo = GTK_TOGGLE_BUTTON (find_marker (fixture, "Tokyo"));
  guint n_notified = 0;

  g_signal_connect_swapped (fixture->map, "notify::selected", G_CALLBACK (count_notify_cb), &n_notified);
  g_assert_null (get_selected (fixture));

  g_object_set (fixture->map, "selected", get_region (fixture, "Milan"), NULL);
  g_assert_true (gtk_toggle_button_get_active (milan));
  g_assert_cmpuint (n_notified, ==, 1);

  g_signal_emit_by_name (tokyo, "clicked");
  g_assert_cmpstr (get_selected (fixture), ==, "Tokyo");
  g_assert_false (gtk_toggle_button_get_active (milan));
  g_assert_cmpuint (n_notified, ==, 2);

  g_object_set (fixture->map, "selected", NULL, NULL);
  g_assert_false (gtk_toggle_button_get_active (tokyo));
}

/* By name, and everything that can be focused or read is in it. */
static void
test_accessible (Fixture       *fixture,
                 gconstpointer  n_regions)
{
  const PalcoSizeInfo info = { .id = "standard", .price_per_hour = -1.0, .total = 4, .free = 3 };
  GtkAccessible *milan = GTK_ACCESSIBLE (find_marker (fixture, "Milan"));
  g_autoptr(GListStore) sizes = g_list_store_new (PALCO_TYPE_SIZE);
  g_autoptr(PalcoSize) size = palco_size_new (&info);

  gtk_test_accessible_assert_role (fixture->map, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
  gtk_test_accessible_assert_property (fixture->map, GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of Regions");

  gtk_test_accessible_assert_role (milan, GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_test_accessible_assert_property (milan, GTK_ACCESSIBLE_PROPERTY_LABEL, "Milan, 12 ms, Recommended");
  gtk_test_accessible_assert_state (milan, GTK_ACCESSIBLE_STATE_CHECKED, GTK_ACCESSIBLE_TRISTATE_FALSE);

  g_list_store_append (sizes, size);
  palco_region_set_sizes (get_region (fixture, "Milan"), G_LIST_MODEL (sizes));
  palco_test_region_set_latency (get_region (fixture, "Milan"), 84.0);
  g_object_set (fixture->map, "selected", get_region (fixture, "Milan"), NULL);
  gtk_test_accessible_assert_property (milan, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Milan, 84 ms, Usable, 3 servers free");
  gtk_test_accessible_assert_state (milan, GTK_ACCESSIBLE_STATE_CHECKED, GTK_ACCESSIBLE_TRISTATE_TRUE);
}

static graphene_rect_t
get_box (Fixture   *fixture,
         GtkWidget *widget)
{
  graphene_rect_t box;

  g_assert_true (gtk_widget_compute_bounds (widget, fixture->map, &box));

  return box;
}

static float
common_area (const graphene_rect_t *a,
             const graphene_rect_t *b)
{
  graphene_rect_t common;

  return graphene_rect_intersection (a, b, &common) ? graphene_rect_get_area (&common) : 0.0f;
}

/* Each marker and label of 60, and the controls: inside, and none on another. The size of a
 * marker is what can be hit; of others labels may cover no more than the empty corners. */
static void
assert_apart (Fixture *fixture)
{
  graphene_rect_t inside = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (fixture->map),
                                               gtk_widget_get_height (fixture->map));
  g_autoptr(GArray) boxes = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  guint n_labels = 0;

  for (GtkWidget *child = gtk_widget_get_next_sibling (gtk_widget_get_first_child (fixture->map));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t box = get_box (fixture, child);

      if (!gtk_widget_get_child_visible (child))
        continue;

      g_assert_true (graphene_rect_contains_rect (&inside, &box));
      if (PALCO_IS_MAP_MARKER (child))
        graphene_rect_inset (&box, 4, 4);
      n_labels += GTK_IS_LABEL (child);

      for (guint i = 0; i < boxes->len; i++)
        g_assert_cmpfloat (common_area (&box, &g_array_index (boxes, graphene_rect_t, i)), <=, 40.0f);

      g_array_append_val (boxes, box);
    }

  g_assert_cmpuint (n_labels, >=, 3);
}

/* What is seen at the middle of each marker is that marker. */
static void
test_sixty (Fixture       *fixture,
            gconstpointer  n_regions)
{
  assert_apart (fixture);

  for (guint i = 0; i < PALCO_TEST_N_REGIONS; i++)
    {
      GtkWidget *marker = GTK_WIDGET (find_marker (fixture, palco_test_regions[i].name));
      graphene_rect_t box = get_box (fixture, marker);
      graphene_point_t centre;
      GtkWidget *hit;

      graphene_rect_get_center (&box, &centre);
      hit = gtk_widget_pick (fixture->map, centre.x, centre.y, GTK_PICK_DEFAULT);
      g_assert_true (hit == marker || gtk_widget_is_ancestor (hit, marker));
    }

  g_object_set (fixture->map, "selected", get_region (fixture, "Vienna"), NULL);
  await_frame (fixture);
  assert_apart (fixture);
}

static void
test_no_place (Fixture       *fixture,
               gconstpointer  n_regions)
{
  const PalcoRegionInfo info = { .id = "attic", .endpoint = "http://127.0.0.1:1" };
  g_autoptr(PalcoRegion) attic = palco_region_new (&info);

  g_list_store_insert (G_LIST_STORE (fixture->regions), 0, attic);
  g_assert_null (find_marker (fixture, "attic"));
  g_assert_nonnull (find_marker (fixture, "Milan"));

  g_object_set (fixture->map, "selected", get_region (fixture, "Milan"), NULL);
  g_object_set (fixture->map, "selected", attic, NULL);
  g_assert_cmpstr (get_selected (fixture), ==, "attic");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_marker (fixture, "Milan"))));
}

static void
test_regions_change (Fixture       *fixture,
                     gconstpointer  n_regions)
{
  g_autoptr(PalcoRegion) attic = palco_test_region_new ("Attic", 45.5, 9.2);
  g_autoptr(PalcoRegion) milan = g_object_ref (get_region (fixture, "Milan"));

  g_object_set (fixture->map, "selected", milan, NULL);
  g_list_store_splice (G_LIST_STORE (fixture->regions), 0, 2, (gpointer *) &attic, 1);
  await_frame (fixture);
  g_assert_null (find_marker (fixture, "Milan"));
  g_assert_nonnull (find_marker (fixture, "Attic"));
  assert_apart (fixture);

  g_list_store_append (G_LIST_STORE (fixture->regions), milan);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_marker (fixture, "Milan"))));

  g_list_store_remove_all (G_LIST_STORE (fixture->regions));
  await_frame (fixture);
  g_assert_null (find_marker (fixture, "Attic"));
}

static const char *
get_focus (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  if (PALCO_IS_MAP_MARKER (focus))
    return palco_region_get_name (palco_map_marker_get_region (PALCO_MAP_MARKER (focus)));

  return focus != NULL ? gtk_widget_get_tooltip_text (focus) : NULL;
}

/* One stop for the markers, one for each button, and no way around. */
static void
test_tab (Fixture       *fixture,
          gconstpointer  n_regions)
{
  const char *stops[] = { "Corner", "Tokyo", "Show Nearest Region", "Show All Regions", "Zoom In" };
  GtkWidget *corner = gtk_button_new_with_label ("Corner");

  gtk_widget_set_tooltip_text (corner, "Corner");
  g_object_set (fixture->map, "corner", corner, "selected", get_region (fixture, "Tokyo"), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_TAB_FORWARD));
      g_assert_cmpstr (get_focus (fixture), ==, stops[i]);
    }

  g_assert_false (gtk_widget_child_focus (fixture->map, GTK_DIR_TAB_FORWARD));

  for (int i = G_N_ELEMENTS (stops) - 2; i >= 0; i--)
    {
      g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_TAB_BACKWARD));
      g_assert_cmpstr (get_focus (fixture), ==, stops[i]);
    }
}

/* Where nothing is selected, Tab enters at the nearest; Page Down goes through all. */
static void
test_page_keys (Fixture       *fixture,
                gconstpointer  n_regions)
{
  palco_test_region_set_latency (get_region (fixture, "Sydney"), 3.0);
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (get_focus (fixture), ==, "Sydney");

  gtk_widget_activate_action (fixture->map, "map.step", "i", -1);
  g_assert_cmpstr (get_focus (fixture), ==, "Sydney");
  gtk_widget_activate_action (fixture->map, "map.step", "i", 1);
  g_assert_cmpstr (get_focus (fixture), ==, "Milan");

  for (guint i = 2; i < PALCO_TEST_N_REGIONS; i++)
    {
      g_autofree char *before = g_strdup (get_focus (fixture));

      gtk_widget_activate_action (fixture->map, "map.step", "i", 1);
      g_assert_cmpstr (get_focus (fixture), !=, before);
    }

  g_assert_true (palco_latency_get_error (palco_region_get_latency (get_region (fixture, get_focus (fixture)))) != NULL);
}

static void
test_arrows (Fixture       *fixture,
             gconstpointer  n_regions)
{
  g_object_set (fixture->map, "selected", get_region (fixture, "Santiago"), NULL);
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_TAB_FORWARD));

  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_RIGHT));
  g_assert_cmpstr (get_focus (fixture), ==, "São Paulo");
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_RIGHT));
  g_assert_cmpstr (get_focus (fixture), ==, "Rio de Janeiro");
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_RIGHT));
  g_assert_cmpstr (get_focus (fixture), ==, "Johannesburg");

  gtk_widget_grab_focus (GTK_WIDGET (find_marker (fixture, "Auckland")));
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_RIGHT));
  g_assert_cmpstr (get_focus (fixture), ==, "Auckland");

  g_assert_cmpstr (get_selected (fixture), ==, "Santiago");
}

static gboolean
is_inside (Fixture    *fixture,
           const char *name)
{
  graphene_rect_t inside = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (fixture->map),
                                               gtk_widget_get_height (fixture->map));
  graphene_rect_t box = get_box (fixture, GTK_WIDGET (find_marker (fixture, name)));

  return graphene_rect_contains_rect (&inside, &box);
}

static gboolean
is_action_enabled (Fixture    *fixture,
                   const char *tooltip)
{
  GtkWidget *child = gtk_widget_get_first_child (fixture->map);

  while (!GTK_IS_BOX (child) || !GTK_IS_BUTTON (gtk_widget_get_first_child (child)))
    child = gtk_widget_get_next_sibling (child);

  child = gtk_widget_get_first_child (child);
  while (g_strcmp0 (gtk_widget_get_tooltip_text (child), tooltip) != 0)
    child = gtk_widget_get_next_sibling (child);

  return gtk_widget_get_sensitive (child);
}

static void
test_zoom (Fixture       *fixture,
           gconstpointer  n_regions)
{
  graphene_rect_t before = get_box (fixture, GTK_WIDGET (find_marker (fixture, "Tokyo")));
  graphene_rect_t after;

  gtk_widget_activate_action (fixture->map, "map.nearest", NULL);
  await_frame (fixture);
  g_assert_true (is_inside (fixture, "Milan"));
  g_assert_false (is_inside (fixture, "Tokyo"));

  for (guint i = 0; i < 10; i++)
    gtk_widget_activate_action (fixture->map, "map.zoom-in", NULL);
  await_frame (fixture);
  g_assert_false (is_action_enabled (fixture, "Zoom In"));
  g_assert_true (is_action_enabled (fixture, "Zoom Out"));

  gtk_widget_activate_action (fixture->map, "map.home", NULL);
  await_frame (fixture);
  after = get_box (fixture, GTK_WIDGET (find_marker (fixture, "Tokyo")));
  g_assert_true (graphene_rect_equal (&before, &after));
}

/* What somebody moves to, or chooses in the list, comes into view. */
static void
test_comes_into_view (Fixture       *fixture,
                      gconstpointer  n_regions)
{
  gtk_widget_activate_action (fixture->map, "map.nearest", NULL);
  gtk_widget_activate_action (fixture->map, "map.zoom-in", NULL);
  await_frame (fixture);

  for (guint i = 0; i < PALCO_TEST_N_REGIONS; i++)
    {
      const char *name = palco_test_regions[i].name;

      gtk_widget_grab_focus (GTK_WIDGET (find_marker (fixture, name)));
      await_frame (fixture);
      g_assert_cmpstr (get_focus (fixture), ==, name);
      g_assert_true (is_inside (fixture, name));
    }

  g_object_set (fixture->map, "selected", get_region (fixture, "California"), NULL);
  await_frame (fixture);
  g_assert_true (is_inside (fixture, "California"));
}

static GtkEventController *
get_controller (GtkWidget *widget,
                GType      type)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }

  g_assert_not_reached ();
}

static void
test_drag (Fixture       *fixture,
           gconstpointer  n_regions)
{
  GtkEventController *drag = get_controller (fixture->map, GTK_TYPE_GESTURE_DRAG);
  graphene_rect_t before;
  graphene_rect_t after;

  gtk_widget_activate_action (fixture->map, "map.nearest", NULL);
  await_frame (fixture);
  before = get_box (fixture, GTK_WIDGET (find_marker (fixture, "Milan")));

  g_signal_emit_by_name (drag, "drag-begin", 10.0, 10.0);
  g_signal_emit_by_name (drag, "drag-update", 30.0, 5.0);
  g_signal_emit_by_name (drag, "drag-update", 50.0, 20.0);
  g_signal_emit_by_name (drag, "drag-end", 50.0, 20.0);
  await_frame (fixture);
  after = get_box (fixture, GTK_WIDGET (find_marker (fixture, "Milan")));
  g_assert_cmpfloat_with_epsilon (after.origin.x - before.origin.x, 50.0, 1.01);
  g_assert_cmpfloat_with_epsilon (after.origin.y - before.origin.y, 20.0, 1.01);
}

/* A map that nobody moved shows all regions whatever its size. */
static void
test_resize (Fixture       *fixture,
             gconstpointer  n_regions)
{
  const int sizes[][2] = { { 360, 200 }, { 900, 640 }, { 320, 560 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), sizes[i][0], sizes[i][1]);
      palco_test_await_that (gtk_widget_get_width (fixture->map) == sizes[i][0]);
      await_frame (fixture);
      assert_apart (fixture);
    }
}

static GdkTexture *
get_land (Fixture *fixture)
{
  GtkWidget *land = gtk_widget_get_first_child (fixture->map);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;

  GTK_WIDGET_GET_CLASS (land)->snapshot (land, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_true (gsk_render_node_get_node_type (node) == GSK_TEXTURE_NODE);

  return g_object_ref (gsk_texture_node_get_texture (node));
}

/* The land is drawn again when it looks different, and only then. */
static void
test_land_is_kept (Fixture       *fixture,
                   gconstpointer  n_regions)
{
  g_autoptr(GdkTexture) first = get_land (fixture);
  g_autoptr(GdkTexture) next = NULL;

  g_object_set (fixture->map, "selected", get_region (fixture, "Tokyo"), NULL);
  await_frame (fixture);
  next = get_land (fixture);
  g_assert_true (next == first);
  g_clear_object (&next);

  gtk_widget_activate_action (fixture->map, "map.zoom-in", NULL);
  await_frame (fixture);
  next = get_land (fixture);
  g_assert_true (next != first);
  g_set_object (&first, next);
  g_clear_object (&next);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  await_frame (fixture);
  next = get_land (fixture);
  g_assert_true (next != first);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

/* The world is not mirrored; what stands in its corners is. */
static void
test_right_to_left (Fixture       *fixture,
                    gconstpointer  n_regions)
{
  graphene_rect_t before = get_box (fixture, GTK_WIDGET (find_marker (fixture, "Tokyo")));
  graphene_rect_t box;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  await_frame (fixture);
  box = get_box (fixture, GTK_WIDGET (find_marker (fixture, "Tokyo")));
  g_assert_cmpfloat_with_epsilon (box.origin.x, before.origin.x, 30.0);
  assert_apart (fixture);

  for (GtkWidget *child = gtk_widget_get_first_child (fixture->map); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!GTK_IS_BOX (child))
        continue;

      box = get_box (fixture, child);
      g_assert_true (PALCO_IS_MAP_LEGEND (child) == (box.origin.x > 300.0f));
    }

  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* As GtkApplication does. */
static void
load_style (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/palco/Palco/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

  adw_init ();
  load_style ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, n_regions, function) \
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_regions), set_up, function, tear_down)

  ADD ("/map/selected", 60, test_selected);
  ADD ("/map/accessible", 10, test_accessible);
  ADD ("/map/sixty", 60, test_sixty);
  ADD ("/map/no-place", 10, test_no_place);
  ADD ("/map/regions-change", 10, test_regions_change);

  ADD ("/map/tab", 60, test_tab);
  ADD ("/map/page-keys", 60, test_page_keys);
  ADD ("/map/arrows", 60, test_arrows);

  ADD ("/map/zoom", 60, test_zoom);
  ADD ("/map/comes-into-view", 60, test_comes_into_view);
  ADD ("/map/drag", 60, test_drag);

  ADD ("/map/resize", 10, test_resize);
  ADD ("/map/land-is-kept", 60, test_land_is_kept);
  ADD ("/map/right-to-left", 60, test_right_to_left);

  return g_test_run ();
}
