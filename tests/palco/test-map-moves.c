/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"
#include "palco-test-map.h"

static const char *
get_focus (PalcoTestMap *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  if (PALCO_IS_MAP_MARKER (focus))
    return palco_region_get_name (palco_map_marker_get_region (PALCO_MAP_MARKER (focus)));

  return focus != NULL ? gtk_widget_get_tooltip_text (focus) : NULL;
}

/* One stop for the markers, one for each button, and no way around. */
static void
test_tab (PalcoTestMap  *fixture,
          gconstpointer  n_regions)
{
  const char *stops[] = { "Corner", "Tokyo", "Show Nearest Region", "Show All Regions", "Zoom Out", "Zoom In" };
  GtkWidget *corner = gtk_button_new_with_label ("Corner");

  gtk_widget_set_tooltip_text (corner, "Corner");
  g_object_set (fixture->map,
                "corner", corner,
                "selected", palco_test_map_get_region (fixture, "Tokyo"),
                NULL);

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
test_page_keys (PalcoTestMap  *fixture,
                gconstpointer  n_regions)
{
  palco_test_region_set_latency (palco_test_map_get_region (fixture, "Sydney"), 3.0);
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

  g_assert_false (palco_map_marker_answers (palco_test_map_find (fixture, get_focus (fixture))));
}

static void
test_arrows (PalcoTestMap  *fixture,
             gconstpointer  n_regions)
{
  g_object_set (fixture->map, "selected", palco_test_map_get_region (fixture, "Santiago"), NULL);
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_TAB_FORWARD));

  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_RIGHT));
  g_assert_cmpstr (get_focus (fixture), ==, "São Paulo");
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_RIGHT));
  g_assert_cmpstr (get_focus (fixture), ==, "Rio de Janeiro");
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_RIGHT));
  g_assert_cmpstr (get_focus (fixture), ==, "Johannesburg");

  gtk_widget_grab_focus (GTK_WIDGET (palco_test_map_find (fixture, "Auckland")));
  g_assert_true (gtk_widget_child_focus (fixture->map, GTK_DIR_RIGHT));
  g_assert_cmpstr (get_focus (fixture), ==, "Auckland");

  g_assert_cmpstr (palco_test_map_get_selected (fixture), ==, "Santiago");
}

static gboolean
is_inside (PalcoTestMap *fixture,
           const char   *name)
{
  graphene_rect_t inside = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (fixture->map),
                                               gtk_widget_get_height (fixture->map));
  graphene_rect_t box = palco_test_map_get_box (fixture, GTK_WIDGET (palco_test_map_find (fixture, name)));

  return graphene_rect_contains_rect (&inside, &box);
}

static void
test_zoom (PalcoTestMap  *fixture,
           gconstpointer  n_regions)
{
  graphene_rect_t before = palco_test_map_get_box (fixture, GTK_WIDGET (palco_test_map_find (fixture, "Tokyo")));
  graphene_rect_t after;

  gtk_widget_activate_action (fixture->map, "map.nearest", NULL);
  palco_test_map_await_frame (fixture);
  g_assert_true (is_inside (fixture, "Milan"));
  g_assert_false (is_inside (fixture, "Tokyo"));

  for (guint i = 0; i < 10; i++)
    gtk_widget_activate_action (fixture->map, "map.zoom-in", NULL);
  palco_test_map_await_frame (fixture);
  g_assert_false (is_inside (fixture, "Paris"));

  gtk_widget_activate_action (fixture->map, "map.home", NULL);
  palco_test_map_await_frame (fixture);
  after = palco_test_map_get_box (fixture, GTK_WIDGET (palco_test_map_find (fixture, "Tokyo")));
  g_assert_true (graphene_rect_equal (&before, &after));
}

/* What somebody moves to, or chooses in the list, comes into view. */
static void
test_comes_into_view (PalcoTestMap  *fixture,
                      gconstpointer  n_regions)
{
  gtk_widget_activate_action (fixture->map, "map.nearest", NULL);
  gtk_widget_activate_action (fixture->map, "map.zoom-in", NULL);
  palco_test_map_await_frame (fixture);

  for (guint i = 0; i < PALCO_TEST_N_REGIONS; i++)
    {
      const char *name = palco_test_regions[i].name;

      gtk_widget_grab_focus (GTK_WIDGET (palco_test_map_find (fixture, name)));
      palco_test_map_await_frame (fixture);
      g_assert_cmpstr (get_focus (fixture), ==, name);
      g_assert_true (is_inside (fixture, name));
    }

  g_object_set (fixture->map, "selected", palco_test_map_get_region (fixture, "California"), NULL);
  palco_test_map_await_frame (fixture);
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
test_drag (PalcoTestMap  *fixture,
           gconstpointer  n_regions)
{
  GtkEventController *drag = get_controller (fixture->map, GTK_TYPE_GESTURE_DRAG);
  graphene_rect_t before;
  graphene_rect_t after;

  gtk_widget_activate_action (fixture->map, "map.nearest", NULL);
  palco_test_map_await_frame (fixture);
  before = palco_test_map_get_box (fixture, GTK_WIDGET (palco_test_map_find (fixture, "Milan")));

  g_signal_emit_by_name (drag, "drag-begin", 10.0, 10.0);
  g_signal_emit_by_name (drag, "drag-update", 30.0, 5.0);
  g_signal_emit_by_name (drag, "drag-update", 50.0, 20.0);
  g_signal_emit_by_name (drag, "drag-end", 50.0, 20.0);
  palco_test_map_await_frame (fixture);
  after = palco_test_map_get_box (fixture, GTK_WIDGET (palco_test_map_find (fixture, "Milan")));
  g_assert_cmpfloat_with_epsilon (after.origin.x - before.origin.x, 50.0, 1.01);
  g_assert_cmpfloat_with_epsilon (after.origin.y - before.origin.y, 20.0, 1.01);
}

static gboolean
turn_wheel (PalcoTestMap *fixture,
            double        clicks)
{
  gboolean handled;

  g_signal_emit_by_name (get_controller (fixture->map, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll",
                         0.0, clicks, &handled);
  palco_test_map_await_frame (fixture);

  return handled;
}

/* What is under the pointer stays there, and a page may scroll where the map can do no more. */
static void
test_wheel (PalcoTestMap  *fixture,
            gconstpointer  n_regions)
{
  GtkWidget *sydney = GTK_WIDGET (palco_test_map_find (fixture, "Sydney"));
  graphene_rect_t before = palco_test_map_get_box (fixture, sydney);
  graphene_rect_t after;

  g_signal_emit_by_name (get_controller (fixture->map, GTK_TYPE_EVENT_CONTROLLER_MOTION), "enter",
                         before.origin.x + 12.0, before.origin.y + 12.0);
  g_assert_true (turn_wheel (fixture, -2.0));
  after = palco_test_map_get_box (fixture, sydney);
  g_assert_cmpfloat_with_epsilon (after.origin.x, before.origin.x, 8.0);
  g_assert_false (is_inside (fixture, "California"));

  g_assert_true (turn_wheel (fixture, 9.0));
  g_assert_false (turn_wheel (fixture, 1.0));
  g_assert_true (is_inside (fixture, "California"));
}

/* Where animations are on it takes a while; and a window may close in the middle. */
static void
test_flight (PalcoTestMap  *fixture,
             gconstpointer  n_regions)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  gtk_widget_activate_action (fixture->map, "map.nearest", NULL);
  palco_test_await_that (!is_inside (fixture, "Tokyo"));
  g_assert_true (is_inside (fixture, "Milan"));

  gtk_widget_activate_action (fixture->map, "map.home", NULL);
  palco_test_map_await_frame (fixture);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
add_tests (void)
{
  PALCO_TEST_MAP_ADD ("/map/tab", 60, test_tab);
  PALCO_TEST_MAP_ADD ("/map/page-keys", 60, test_page_keys);
  PALCO_TEST_MAP_ADD ("/map/arrows", 60, test_arrows);
  PALCO_TEST_MAP_ADD ("/map/zoom", 60, test_zoom);
  PALCO_TEST_MAP_ADD ("/map/flight", 60, test_flight);
  PALCO_TEST_MAP_ADD ("/map/comes-into-view", 60, test_comes_into_view);
  PALCO_TEST_MAP_ADD ("/map/drag", 60, test_drag);
  PALCO_TEST_MAP_ADD ("/map/wheel", 60, test_wheel);
}

int
main (int    argc,
      char **argv)
{
  return palco_test_map_run (argc, argv, add_tests);
}
