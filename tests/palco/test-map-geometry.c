/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-coast.h"
#include "palco-map-labels.h"
#include "palco-map-neighbour.h"
#include "palco-map-projection.h"
#include "palco-map-spread.h"
#include "palco-map-view.h"
#include "palco-test-regions.h"

#define DISTANCE 24.0f
#define EDGE 12.0f

static const GtkBorder margin = { 40, 40, 24, 48 };

static void
get_places (graphene_point_t places[PALCO_TEST_N_REGIONS])
{
  for (guint i = 0; i < PALCO_TEST_N_REGIONS; i++)
    places[i] = palco_map_project (palco_test_regions[i].latitude, palco_test_regions[i].longitude);
}

static PalcoMapView
first_view (double width,
            double height)
{
  graphene_point_t places[PALCO_TEST_N_REGIONS];
  PalcoMapView view = { .scale = 1.0 };

  get_places (places);
  palco_map_view_resize (&view, width, height);
  palco_map_view_fit (&view, places, PALCO_TEST_N_REGIONS, &margin);

  return view;
}

/* On a sphere of radius 1, Miller's map ends at ±2.303412543. */
static void
test_projection (void)
{
  graphene_point_t point = palco_map_project (90.0, 11.0);

  g_assert_cmpfloat_with_epsilon (point.x, 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (point.y * 2.0 * G_PI, -2.303412543, 1e-5);

  point = palco_map_project (0.0, 190.0);
  g_assert_cmpfloat_with_epsilon (point.x, 359.0 / 360.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (point.y, 0.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (palco_map_project (0.0, -170.0).x, 359.0 / 360.0, 1e-6);

  point = palco_map_project (-90.0, 180.0);
  g_assert_cmpfloat_with_epsilon (point.y * 2.0 * G_PI, 2.303412543, 1e-5);
}

static void
test_view_fits (void)
{
  const double sizes[][2] = { { 680, 400 }, { 990, 565 }, { 360, 200 }, { 300, 700 }, { 3840, 2000 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PalcoMapView view = first_view (sizes[i][0], sizes[i][1]);
      graphene_point_t places[PALCO_TEST_N_REGIONS];

      get_places (places);

      for (guint j = 0; j < PALCO_TEST_N_REGIONS; j++)
        {
          graphene_point_t point = palco_map_view_get_point (&view, &places[j]);

          g_assert_cmpfloat (point.x, >=, 0.0);
          g_assert_cmpfloat (point.x, <=, sizes[i][0]);
          g_assert_cmpfloat (point.y, >=, 0.0);
          g_assert_cmpfloat (point.y, <=, sizes[i][1]);
        }
    }
}

static void
test_view_first_degrees (void)
{
  graphene_point_t milan = palco_map_project (45.46, 9.19);
  PalcoMapView view = { .scale = 1.0 };

  palco_map_view_resize (&view, 720, 400);
  palco_map_view_fit (&view, &milan, 1, &margin);
  g_assert_cmpfloat_with_epsilon (view.scale / 360.0, 7.2, 1e-6);

  palco_map_view_fit (&view, NULL, 0, &margin);
  g_assert_cmpfloat_with_epsilon (view.scale, palco_map_view_get_least (&view), 1e-6);
  g_assert_cmpfloat_with_epsilon (view.x, 0.5, 1e-6);
}

static void
test_view_zoom_keeps_point (void)
{
  PalcoMapView view = first_view (680, 400);
  graphene_point_t milan = palco_map_project (45.46, 9.19);
  graphene_point_t before = palco_map_view_get_point (&view, &milan);
  graphene_point_t after;

  palco_map_view_zoom (&view, 8.0, before.x, before.y);
  after = palco_map_view_get_point (&view, &milan);
  g_assert_true (graphene_point_near (&before, &after, 0.05f));

  palco_map_view_zoom (&view, 1000.0, before.x, before.y);
  g_assert_cmpfloat (view.scale, ==, palco_map_view_get_most (&view));
  palco_map_view_zoom (&view, 1e-6, before.x, before.y);
  g_assert_cmpfloat (view.scale, ==, palco_map_view_get_least (&view));
}

static void
test_view_stays_on_the_world (void)
{
  PalcoMapView view = first_view (680, 400);

  palco_map_view_zoom (&view, 4.0, 340, 200);
  palco_map_view_pan (&view, 1e5, 1e5);
  g_assert_cmpfloat_with_epsilon (view.x * view.scale, 340, 1e-6);
  palco_map_view_pan (&view, -1e5, -1e5);
  g_assert_cmpfloat_with_epsilon ((1.0 - view.x) * view.scale, 340, 1e-6);
}

/* From one end to the other, and one point of the plane never moves. */
static void
test_view_flight (void)
{
  PalcoMapView from = first_view (680, 400);
  PalcoMapView to = from;
  PalcoMapView view = from;
  graphene_point_t milan = palco_map_project (45.46, 9.19);
  graphene_point_t fixed = palco_map_view_get_point (&from, &milan);

  palco_map_view_zoom (&to, 8.0, fixed.x, fixed.y);

  for (double progress = 0.0; progress <= 1.0; progress += 0.125)
    {
      graphene_point_t point;

      palco_map_view_mix (&view, &from, &to, progress);
      point = palco_map_view_get_point (&view, &milan);
      g_assert_true (graphene_point_near (&point, &fixed, 0.1f));
    }

  g_assert_cmpfloat_with_epsilon (view.scale, to.scale, 1e-6);
  g_assert_cmpfloat_with_epsilon (view.x, to.x, 1e-9);
}

static PalcoMapCoast *
load_coast (GBytes **bytes)
{
  g_autoptr(GError) error = NULL;
  gsize length;
  const guint8 *data;

  *bytes = g_resources_lookup_data ("/io/github/palco/Palco/map/land.bin",
                                    G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (*bytes, &length);

  return palco_map_coast_new (data, length);
}

/* The generator and the projection mean the same plane. */
static void
test_coast_places (void)
{
  const struct { double latitude; double longitude; gboolean is_land; } places[] = {
    { 45.46, 9.19, TRUE },      /* Milan */
    { 43.40, 9.40, FALSE },     /* off Corsica */
    { 42.20, 9.10, TRUE },      /* Corsica */
    { 35.95, -5.60, FALSE },    /* the Strait of Gibraltar */
    { 36.60, -5.60, TRUE },
    { 51.00, 1.50, FALSE },     /* the Strait of Dover */
    { 42.00, 51.00, FALSE },    /* the Caspian Sea, a hole in the land */
    { 66.00, -173.50, TRUE },   /* Chukotka, where the antimeridian cuts */
    { 66.00, 179.00, TRUE },
    { 0.00, -150.00, FALSE },
    { -54.50, -68.00, TRUE },   /* Tierra del Fuego */
    { -80.00, 0.00, FALSE },    /* no Antarctica */
  };
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(PalcoMapCoast) coast = load_coast (&bytes);
  PalcoMapView view = { 0.5, 0.0, 16000, 16000, 16000 };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);

  palco_map_coast_add_path (coast, &view, 0.0, cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      graphene_point_t place = palco_map_project (places[i].latitude, places[i].longitude);
      graphene_point_t point = palco_map_view_get_point (&view, &place);

      if (cairo_in_fill (cr, point.x, point.y) != places[i].is_land)
        g_error ("%g, %g is not %s", places[i].latitude, places[i].longitude,
                 places[i].is_land ? "land" : "sea");
    }

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static guint
count_points (const PalcoMapCoast *coast,
              const PalcoMapView  *view,
              double               tolerance)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  guint n_points = palco_map_coast_add_path (coast, view, tolerance, cr);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return n_points;
}

static void
test_coast_detail (void)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(PalcoMapCoast) coast = load_coast (&bytes);
  PalcoMapView world = first_view (680, 400);
  PalcoMapView nowhere = { 0.1, 0.0, 16000, 680, 400 };
  guint n_all = count_points (coast, &world, 0.0);
  guint n_seen = count_points (coast, &world, 0.5);

  g_assert_cmpuint (n_all, >, 50000);
  g_assert_cmpuint (n_seen, <, n_all / 3);
  g_assert_cmpuint (n_seen, >, 2000);
  g_assert_cmpuint (count_points (coast, &nowhere, 0.5), <, 50);
}

/* What is passed over beyond the view makes no difference within it. */
static void
test_coast_edges (void)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(PalcoMapCoast) coast = load_coast (&bytes);
  PalcoMapView part = { 0.5, -0.13, 3000, 320, 240 };
  PalcoMapView all = { 0.5, -0.13, 3000, 20000, 20000 };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *some = cairo_create (surface);
  cairo_t *every = cairo_create (surface);

  palco_map_coast_add_path (coast, &part, 0.0, some);
  palco_map_coast_add_path (coast, &all, 0.0, every);
  cairo_set_fill_rule (some, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_fill_rule (every, CAIRO_FILL_RULE_EVEN_ODD);

  for (double y = 3; y < part.height; y += 26)
    {
      for (double x = 3; x < part.width; x += 35)
        g_assert_cmpint (cairo_in_fill (some, x, y), ==,
                         cairo_in_fill (every, x + (all.width - part.width) / 2.0,
                                        y + (all.height - part.height) / 2.0));
    }

  cairo_destroy (some);
  cairo_destroy (every);
  cairo_surface_destroy (surface);
}

/* A file that was cut off anywhere gives the rings before the cut. */
static void
test_coast_cut_off (void)
{
  const guint8 data[] = { 3, 0, 0, 0x80, 0x7d, 0, 0, 0x80, 0x7d, 2, 2, 2, 4, 4 };
  PalcoMapView view = { 0.0, 0.0, 36000, 20000, 20000 };

  for (gsize length = 0; length <= sizeof data; length++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr(PalcoMapCoast) coast = palco_map_coast_new (copy, length);
      guint n_expected = length == sizeof data ? 5 : length >= 9 ? 3 : 0;

      g_assert_cmpuint (count_points (coast, &view, 0.0), ==, n_expected);
    }
}

static float
least_distance (const PalcoMapSpot *spots,
                guint               n_spots)
{
  float least = G_MAXFLOAT;

  for (guint i = 0; i < n_spots; i++)
    {
      for (guint j = i + 1; j < n_spots; j++)
        least = MIN (least, graphene_point_distance (&spots[i].point, &spots[j].point, NULL, NULL));
    }

  return least;
}

static float
greatest_way (const PalcoMapSpot *spots,
              guint               n_spots)
{
  float greatest = 0.0f;

  for (guint i = 0; i < n_spots; i++)
    greatest = MAX (greatest, graphene_point_distance (&spots[i].point, &spots[i].anchor, NULL, NULL));

  return greatest;
}

static void
spread_regions (PalcoMapSpot           spots[PALCO_TEST_N_REGIONS],
                const PalcoMapView    *view,
                const graphene_rect_t *obstacles,
                guint                  n_obstacles)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (EDGE, EDGE, view->width - 2 * EDGE, view->height - 2 * EDGE);
  graphene_point_t places[PALCO_TEST_N_REGIONS];

  get_places (places);

  for (guint i = 0; i < PALCO_TEST_N_REGIONS; i++)
    spots[i].anchor = palco_map_view_get_point (view, &places[i]);

  palco_map_spread (spots, PALCO_TEST_N_REGIONS, DISTANCE, &bounds, obstacles, n_obstacles);
}

static void
test_spread_world (void)
{
  const double sizes[][3] = { { 680, 400, 60 }, { 990, 565, 40 }, { 1600, 900, 30 }, { 400, 300, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PalcoMapView view = first_view (sizes[i][0], sizes[i][1]);
      graphene_rect_t corner = GRAPHENE_RECT_INIT (view.width - 160, view.height - 60, 160, 60);
      PalcoMapSpot spots[PALCO_TEST_N_REGIONS];

      spread_regions (spots, &view, &corner, 1);
      g_test_message ("%g × %g: at most %.1f px away", view.width, view.height,
                      greatest_way (spots, PALCO_TEST_N_REGIONS));
      g_assert_cmpfloat (least_distance (spots, PALCO_TEST_N_REGIONS), >=, DISTANCE - 0.1f);
      g_assert_cmpfloat (greatest_way (spots, PALCO_TEST_N_REGIONS), <=, sizes[i][2]);

      for (guint j = 0; j < PALCO_TEST_N_REGIONS; j++)
        {
          g_assert_cmpfloat (spots[j].point.x, >=, EDGE - 0.1f);
          g_assert_cmpfloat (spots[j].point.x, <=, view.width - EDGE + 0.1f);
          g_assert_cmpfloat (spots[j].point.y, >=, EDGE - 0.1f);
          g_assert_cmpfloat (spots[j].point.y, <=, view.height - EDGE + 0.1f);
          g_assert_false (graphene_rect_contains_point (&corner, &spots[j].point) &&
                          spots[j].point.x > corner.origin.x + 0.1f &&
                          spots[j].point.y > corner.origin.y + 0.1f);
        }
    }
}

static void
test_spread_one_place (void)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 300, 300);
  PalcoMapSpot spots[12];

  for (guint i = 0; i < G_N_ELEMENTS (spots); i++)
    spots[i].anchor = GRAPHENE_POINT_INIT (150, 150);

  palco_map_spread (spots, G_N_ELEMENTS (spots), DISTANCE, &bounds, NULL, 0);
  g_assert_cmpfloat (least_distance (spots, G_N_ELEMENTS (spots)), >=, DISTANCE - 0.1f);
  g_assert_cmpfloat (greatest_way (spots, G_N_ELEMENTS (spots)), <=, 60.0f);
}

/* Where there is room, everything is where it belongs. */
static void
test_spread_leaves_alone (void)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 300, 300);
  PalcoMapSpot spots[] = {
    { .anchor = GRAPHENE_POINT_INIT (100, 100) },
    { .anchor = GRAPHENE_POINT_INIT (124, 100) },
    { .anchor = GRAPHENE_POINT_INIT (-50, 100) },
  };

  palco_map_spread (spots, G_N_ELEMENTS (spots), DISTANCE, &bounds, NULL, 0);
  g_assert_cmpfloat (greatest_way (spots, G_N_ELEMENTS (spots)), ==, 0.0f);
}

static void
test_labels_apart (void)
{
  PalcoMapView view = first_view (680, 400);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, view.width, view.height);
  g_autoptr(GArray) taken = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  PalcoMapSpot spots[PALCO_TEST_N_REGIONS];
  guint n_placed = 0;

  spread_regions (spots, &view, NULL, 0);

  for (guint i = 0; i < PALCO_TEST_N_REGIONS; i++)
    {
      graphene_rect_t marker = GRAPHENE_RECT_INIT (spots[i].point.x - 9, spots[i].point.y - 9, 18, 18);

      g_array_append_val (taken, marker);
    }

  for (guint i = 0; i < PALCO_TEST_N_REGIONS; i++)
    {
      graphene_rect_t label = GRAPHENE_RECT_INIT (0, 0, 90, 22);

      if (!palco_map_place_label (&label, &spots[i].point, 11, &bounds,
                                  (graphene_rect_t *) taken->data, taken->len))
        continue;

      g_assert_true (graphene_rect_contains_rect (&bounds, &label));

      for (guint j = 0; j < taken->len; j++)
        {
          graphene_rect_t common;

          if (graphene_rect_intersection (&label, &g_array_index (taken, graphene_rect_t, j), &common))
            g_assert_cmpfloat (graphene_rect_get_area (&common), ==, 0.0f);
        }

      g_array_append_val (taken, label);
      n_placed++;
    }

  g_assert_cmpuint (n_placed, >=, 15);
}

static void
test_label_prefers_the_right (void)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 300, 100);
  graphene_rect_t label = GRAPHENE_RECT_INIT (0, 0, 80, 20);
  graphene_point_t middle = GRAPHENE_POINT_INIT (150, 50);
  graphene_point_t edge = GRAPHENE_POINT_INIT (280, 50);
  graphene_rect_t everything = bounds;

  g_assert_true (palco_map_place_label (&label, &middle, 10, &bounds, NULL, 0));
  g_assert_cmpfloat (label.origin.x, ==, 160.0f);
  g_assert_cmpfloat (label.origin.y, ==, 40.0f);

  g_assert_true (palco_map_place_label (&label, &edge, 10, &bounds, NULL, 0));
  g_assert_cmpfloat (label.origin.x, ==, 190.0f);

  g_assert_false (palco_map_place_label (&label, &edge, 10, &bounds, &everything, 1));
  g_assert_true (graphene_rect_contains_rect (&bounds, &label));
}

static void
visit (const graphene_point_t *points,
       guint                   from,
       gboolean                is_visited[PALCO_TEST_N_REGIONS])
{
  const GtkDirectionType directions[] = { GTK_DIR_LEFT, GTK_DIR_RIGHT, GTK_DIR_UP, GTK_DIR_DOWN };

  is_visited[from] = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      int next = palco_map_neighbour (points, PALCO_TEST_N_REGIONS, from, directions[i]);

      if (next >= 0 && !is_visited[next])
        visit (points, next, is_visited);
    }
}

/* From each marker to each other one with arrow keys alone. */
static void
test_neighbours_reach_all (void)
{
  const double sizes[][2] = { { 680, 400 }, { 990, 565 }, { 400, 300 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PalcoMapView view = first_view (sizes[i][0], sizes[i][1]);
      PalcoMapSpot spots[PALCO_TEST_N_REGIONS];
      graphene_point_t points[PALCO_TEST_N_REGIONS];

      spread_regions (spots, &view, NULL, 0);

      for (guint j = 0; j < PALCO_TEST_N_REGIONS; j++)
        points[j] = spots[j].point;

      for (guint from = 0; from < PALCO_TEST_N_REGIONS; from++)
        {
          gboolean is_visited[PALCO_TEST_N_REGIONS] = { FALSE };

          visit (points, from, is_visited);

          for (guint j = 0; j < PALCO_TEST_N_REGIONS; j++)
            {
              if (!is_visited[j])
                g_error ("%s is not reached from %s", palco_test_regions[j].name,
                         palco_test_regions[from].name);
            }
        }
    }
}

static void
test_neighbour_directions (void)
{
  const graphene_point_t points[] = {
    GRAPHENE_POINT_INIT (100, 100),
    GRAPHENE_POINT_INIT (130, 160),
    GRAPHENE_POINT_INIT (180, 110),
    GRAPHENE_POINT_INIT (100, 20),
  };

  g_assert_cmpint (palco_map_neighbour (points, 4, 0, GTK_DIR_RIGHT), ==, 2);
  g_assert_cmpint (palco_map_neighbour (points, 4, 0, GTK_DIR_DOWN), ==, 1);
  g_assert_cmpint (palco_map_neighbour (points, 4, 0, GTK_DIR_UP), ==, 3);
  g_assert_cmpint (palco_map_neighbour (points, 4, 0, GTK_DIR_LEFT), ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/map/projection", test_projection);
  g_test_add_func ("/map/view/fits", test_view_fits);
  g_test_add_func ("/map/view/first-degrees", test_view_first_degrees);
  g_test_add_func ("/map/view/zoom-keeps-point", test_view_zoom_keeps_point);
  g_test_add_func ("/map/view/stays-on-the-world", test_view_stays_on_the_world);
  g_test_add_func ("/map/view/flight", test_view_flight);

  g_test_add_func ("/map/coast/places", test_coast_places);
  g_test_add_func ("/map/coast/detail", test_coast_detail);
  g_test_add_func ("/map/coast/edges", test_coast_edges);
  g_test_add_func ("/map/coast/cut-off", test_coast_cut_off);

  g_test_add_func ("/map/spread/world", test_spread_world);
  g_test_add_func ("/map/spread/one-place", test_spread_one_place);
  g_test_add_func ("/map/spread/leaves-alone", test_spread_leaves_alone);

  g_test_add_func ("/map/labels/apart", test_labels_apart);
  g_test_add_func ("/map/labels/prefers-the-right", test_label_prefers_the_right);

  g_test_add_func ("/map/neighbour/reaches-all", test_neighbours_reach_all);
  g_test_add_func ("/map/neighbour/directions", test_neighbour_directions);

  return g_test_run ();
}
