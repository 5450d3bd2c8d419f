/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <adwaita.h>

#include "palco-map-land.h"
#include "palco-map-legend.h"
#include "palco-region-private.h"
#include "palco-size-private.h"
#include "palco-test-await.h"
#include "palco-test-map.h"

static void
count_notify_cb (guint *n_notified)
{
  (*n_notified)++;
}

static void
test_selected (PalcoTestMap  *fixture,
               gconstpointer  n_regions)
{
  GtkToggleButton *milan = GTK_TOGGLE_BUTTON (palco_test_map_find (fixture, "Milan"));
  GtkToggleButton *tokyo = GTK_TOGGLE_BUTTON (palco_test_map_find (fixture, "Tokyo"));
  guint n_notified = 0;

  g_signal_connect_swapped (fixture->map, "notify::selected", G_CALLBACK (count_notify_cb), &n_notified);
  g_assert_null (palco_test_map_get_selected (fixture));

  g_object_set (fixture->map, "selected", palco_test_map_get_region (fixture, "Milan"), NULL);
  g_assert_true (gtk_toggle_button_get_active (milan));
  g_assert_cmpuint (n_notified, ==, 1);

  g_signal_emit_by_name (tokyo, "clicked");
  g_assert_cmpstr (palco_test_map_get_selected (fixture), ==, "Tokyo");
  g_assert_false (gtk_toggle_button_get_active (milan));
  g_assert_cmpuint (n_notified, ==, 2);

  g_object_set (fixture->map, "selected", NULL, NULL);
  g_assert_false (gtk_toggle_button_get_active (tokyo));
}

/* By name, and everything that can be focused or read is in it. */
static void
test_accessible (PalcoTestMap  *fixture,
                 gconstpointer  n_regions)
{
  const PalcoSizeInfo info = { .id = "standard", .price_per_hour = -1.0, .total = 4, .free = 3 };
  GtkAccessible *milan = GTK_ACCESSIBLE (palco_test_map_find (fixture, "Milan"));
  g_autoptr(GListStore) sizes = g_list_store_new (PALCO_TYPE_SIZE);
  g_autoptr(PalcoSize) size = palco_size_new (&info);

  gtk_test_accessible_assert_role (fixture->map, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
  gtk_test_accessible_assert_property (fixture->map, GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of Regions");

  gtk_test_accessible_assert_role (milan, GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_test_accessible_assert_property (milan, GTK_ACCESSIBLE_PROPERTY_LABEL, "Milan, 12 ms, Recommended");
  gtk_test_accessible_assert_state (milan, GTK_ACCESSIBLE_STATE_CHECKED, GTK_ACCESSIBLE_TRISTATE_FALSE);

  g_list_store_append (sizes, size);
  palco_region_set_sizes (palco_test_map_get_region (fixture, "Milan"), G_LIST_MODEL (sizes));
  palco_test_region_set_latency (palco_test_map_get_region (fixture, "Milan"), 84.0);
  g_object_set (fixture->map, "selected", palco_test_map_get_region (fixture, "Milan"), NULL);
  gtk_test_accessible_assert_property (milan, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Milan, 84 ms, Usable, 3 servers free");
  gtk_test_accessible_assert_state (milan, GTK_ACCESSIBLE_STATE_CHECKED, GTK_ACCESSIBLE_TRISTATE_TRUE);
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
assert_apart (PalcoTestMap *fixture)
{
  graphene_rect_t inside = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (fixture->map),
                                               gtk_widget_get_height (fixture->map));
  g_autoptr(GArray) boxes = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  guint n_labels = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (fixture->map); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t box = palco_test_map_get_box (fixture, child);

      if (PALCO_IS_MAP_LAND (child) || !gtk_widget_get_child_visible (child))
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
test_sixty (PalcoTestMap  *fixture,
            gconstpointer  n_regions)
{
  assert_apart (fixture);

  for (guint i = 0; i < PALCO_TEST_N_REGIONS; i++)
    {
      GtkWidget *marker = GTK_WIDGET (palco_test_map_find (fixture, palco_test_regions[i].name));
      graphene_rect_t box = palco_test_map_get_box (fixture, marker);
      graphene_point_t centre;
      GtkWidget *hit;

      graphene_rect_get_center (&box, &centre);
      hit = gtk_widget_pick (fixture->map, centre.x, centre.y, GTK_PICK_DEFAULT);
      g_assert_true (hit == marker || gtk_widget_is_ancestor (hit, marker));
    }

  g_object_set (fixture->map, "selected", palco_test_map_get_region (fixture, "Vienna"), NULL);
  palco_test_map_await_frame (fixture);
  assert_apart (fixture);
}

static void
test_no_place (PalcoTestMap  *fixture,
               gconstpointer  n_regions)
{
  const PalcoRegionInfo info = { .id = "attic", .endpoint = "http://127.0.0.1:1" };
  g_autoptr(PalcoRegion) attic = palco_region_new (&info);

  g_list_store_insert (G_LIST_STORE (fixture->regions), 0, attic);
  g_assert_null (palco_test_map_find (fixture, "attic"));
  g_assert_nonnull (palco_test_map_find (fixture, "Milan"));

  g_object_set (fixture->map, "selected", palco_test_map_get_region (fixture, "Milan"), NULL);
  g_object_set (fixture->map, "selected", attic, NULL);
  g_assert_cmpstr (palco_test_map_get_selected (fixture), ==, "attic");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (palco_test_map_find (fixture, "Milan"))));
}

static void
test_no_places (PalcoTestMap  *fixture,
                gconstpointer  n_regions)
{
  const PalcoRegionInfo info = { .id = "attic", .endpoint = "http://127.0.0.1:1" };
  g_autoptr(GListStore) regions = g_list_store_new (PALCO_TYPE_REGION);
  g_autoptr(PalcoRegion) attic = palco_region_new (&info);

  g_list_store_append (regions, attic);
  g_object_set (fixture->map, "regions", regions, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->map));

  g_object_set (fixture->map, "regions", fixture->regions, NULL);
  g_assert_true (gtk_widget_get_visible (fixture->map));
}

static gboolean
is_legend_shown (PalcoTestMap *fixture)
{
  GtkWidget *child = gtk_widget_get_first_child (fixture->map);

  while (!PALCO_IS_MAP_LEGEND (child))
    child = gtk_widget_get_next_sibling (child);

  return gtk_widget_get_child_visible (child);
}

static void
test_regions_change (PalcoTestMap  *fixture,
                     gconstpointer  n_regions)
{
  g_autoptr(PalcoRegion) attic = palco_test_region_new ("Attic", 45.5, 9.2);
  g_autoptr(PalcoRegion) milan = g_object_ref (palco_test_map_get_region (fixture, "Milan"));

  g_assert_true (is_legend_shown (fixture));
  g_object_set (fixture->map, "selected", milan, NULL);
  g_list_store_splice (G_LIST_STORE (fixture->regions), 0, 2, (gpointer *) &attic, 1);
  palco_test_map_await_frame (fixture);
  g_assert_null (palco_test_map_find (fixture, "Milan"));
  g_assert_nonnull (palco_test_map_find (fixture, "Attic"));
  assert_apart (fixture);

  g_list_store_append (G_LIST_STORE (fixture->regions), milan);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (palco_test_map_find (fixture, "Milan"))));

  g_list_store_remove_all (G_LIST_STORE (fixture->regions));
  palco_test_map_await_frame (fixture);
  g_assert_null (palco_test_map_find (fixture, "Attic"));
  g_assert_false (is_legend_shown (fixture));
}

/* A map that nobody moved shows all regions whatever its size. */
static void
test_resize (PalcoTestMap  *fixture,
             gconstpointer  n_regions)
{
  const int sizes[][2] = { { 360, 200 }, { 900, 640 }, { 320, 560 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), sizes[i][0], sizes[i][1]);
      palco_test_await_that (gtk_widget_get_width (fixture->map) == sizes[i][0]);
      palco_test_map_await_frame (fixture);
      assert_apart (fixture);
    }
}

static GskRenderNode *
draw_land (PalcoTestMap *fixture)
{
  GtkWidget *land = gtk_widget_get_first_child (fixture->map);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();

  while (!PALCO_IS_MAP_LAND (land))
    land = gtk_widget_get_next_sibling (land);

  palco_test_map_await_frame (fixture);
  GTK_WIDGET_GET_CLASS (land)->snapshot (land, snapshot);

  return gtk_snapshot_to_node (snapshot);
}

/* The land is drawn again when it looks different, and only then. */
static void
test_land_is_kept (PalcoTestMap  *fixture,
                   gconstpointer  n_regions)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr(GskRenderNode) first = draw_land (fixture);
  g_autoptr(GskRenderNode) again = NULL;
  g_autoptr(GskRenderNode) moved = NULL;
  g_autoptr(GskRenderNode) dark = NULL;

  g_object_set (fixture->map, "selected", palco_test_map_get_region (fixture, "Tokyo"), NULL);
  again = draw_land (fixture);
  g_assert_true (again == first);

  gtk_widget_activate_action (fixture->map, "map.zoom-in", NULL);
  moved = draw_land (fixture);
  g_assert_true (moved != first);

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  dark = draw_land (fixture);
  g_assert_true (dark != moved);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

/* The world is not mirrored; what stands in its corners is. */
static void
test_right_to_left (PalcoTestMap  *fixture,
                    gconstpointer  n_regions)
{
  graphene_rect_t before = palco_test_map_get_box (fixture, GTK_WIDGET (palco_test_map_find (fixture, "Tokyo")));
  graphene_rect_t box;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  palco_test_map_await_frame (fixture);
  box = palco_test_map_get_box (fixture, GTK_WIDGET (palco_test_map_find (fixture, "Tokyo")));
  g_assert_cmpfloat_with_epsilon (box.origin.x, before.origin.x, 30.0);
  assert_apart (fixture);

  for (GtkWidget *child = gtk_widget_get_first_child (fixture->map); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!GTK_IS_BOX (child))
        continue;

      box = palco_test_map_get_box (fixture, child);
      g_assert_true (PALCO_IS_MAP_LEGEND (child) == (box.origin.x > 300.0f));
    }

  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
add_tests (void)
{
  PALCO_TEST_MAP_ADD ("/map/selected", 60, test_selected);
  PALCO_TEST_MAP_ADD ("/map/accessible", 10, test_accessible);
  PALCO_TEST_MAP_ADD ("/map/sixty", 60, test_sixty);
  PALCO_TEST_MAP_ADD ("/map/no-place", 10, test_no_place);
  PALCO_TEST_MAP_ADD ("/map/no-places", 10, test_no_places);
  PALCO_TEST_MAP_ADD ("/map/regions-change", 10, test_regions_change);
  PALCO_TEST_MAP_ADD ("/map/resize", 10, test_resize);
  PALCO_TEST_MAP_ADD ("/map/land-is-kept", 60, test_land_is_kept);
  PALCO_TEST_MAP_ADD ("/map/right-to-left", 60, test_right_to_left);
}

int
main (int    argc,
      char **argv)
{
  return palco_test_map_run (argc, argv, add_tests);
}
