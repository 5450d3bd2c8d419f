/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include "palco-map-layout.h"
#include "palco-map-marker.h"
#include "palco-map.h"
#include "palco-resources.h"
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
  palco_app_get_resource ();

#define ADD(path, n_regions, function) \
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_regions), set_up, function, tear_down)

  ADD ("/map/selected", 60, test_selected);

  return g_test_run ();
}
