/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-map.h"

#include <adwaita.h>

#include "palco-test-await.h"
#include "palco-test-window.h"

static void
after_paint_cb (PalcoTestMap *fixture)
{
  fixture->n_frames++;
}

void
palco_test_map_await_frame (PalcoTestMap *fixture)
{
  guint n_frames = fixture->n_frames;

  gtk_widget_queue_draw (fixture->map);
  palco_test_await_that (fixture->n_frames > n_frames);
}

void
palco_test_map_set_up (PalcoTestMap  *fixture,
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
  palco_test_map_await_frame (fixture);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
}

void
palco_test_map_tear_down (PalcoTestMap  *fixture,
                          gconstpointer  n_regions)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (fixture->window), fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->regions);
}

PalcoMapMarker *
palco_test_map_find (PalcoTestMap *fixture,
                     const char   *name)
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

PalcoRegion *
palco_test_map_get_region (PalcoTestMap *fixture,
                           const char   *name)
{
  return palco_map_marker_get_region (palco_test_map_find (fixture, name));
}

const char *
palco_test_map_get_selected (PalcoTestMap *fixture)
{
  g_autoptr(PalcoRegion) selected = NULL;

  g_object_get (fixture->map, "selected", &selected, NULL);

  return selected != NULL ? palco_region_get_name (selected) : NULL;
}

graphene_rect_t
palco_test_map_get_box (PalcoTestMap *fixture,
                        GtkWidget    *widget)
{
  graphene_rect_t box;

  g_assert_true (gtk_widget_compute_bounds (widget, fixture->map, &box));

  return box;
}

/* Flights would take their time. */
int
palco_test_map_run (int    argc,
                    char **argv,
                    void (*add_tests) (void))
{
  if (!palco_test_window_init (&argc, &argv))
    return 0;
  palco_test_load_style ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  add_tests ();

  return g_test_run ();
}
