/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "palco-map-coast.h"
#include "palco-map.h"
#include "palco-test-regions.h"

/* Prints what frames cost, in milliseconds of their median: of an empty window; of a map of 60
 * regions that stands still, that selects one after the other, and that moves; and of all
 * points of the coasts, drawn as they are. */

#define WIDTH 990
#define HEIGHT 565
#define N_FRAMES 61

typedef struct
{
  GtkWidget *child;
  void     (*change) (GtkWidget *child, guint n_frames);
  gint64     begin;
  GArray    *times;     /* double */
} Run;

/* Of this process, in microseconds: others may be busy too. */
static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0.0) - (difference < 0.0);
}

static void
report (const char *name,
        GArray     *times)
{
  g_array_sort (times, compare_times);
  g_print ("%s %.3f\n", name, g_array_index (times, double, times->len / 2));
}

static void
add_time (GArray *times,
          gint64  begin)
{
  double milliseconds = (get_cpu_time () - begin) / 1000.0;

  g_array_append_val (times, milliseconds);
}

static void
before_paint_cb (Run *run)
{
  run->begin = get_cpu_time ();
}

static void
after_paint_cb (Run *run)
{
  add_time (run->times, run->begin);
  gtk_widget_queue_draw (run->child);
  if (run->change != NULL)
    run->change (run->child, run->times->len);
}

static void
select_next (GtkWidget *map,
             guint      n_frames)
{
  g_autoptr(GListModel) regions = NULL;
  g_autoptr(GObject) region = NULL;

  g_object_get (map, "regions", &regions, NULL);
  region = g_list_model_get_item (regions, n_frames % g_list_model_get_n_items (regions));
  g_object_set (map, "selected", region, NULL);
}

static void
move (GtkWidget *map,
      guint      n_frames)
{
  if (n_frames == 1)
    gtk_widget_activate_action (map, "map.zoom-in", NULL);
  else
    gtk_widget_activate_action (map, "map.pan", "(ii)", n_frames % 2 == 0 ? 1 : -1, 0);
}

static void
run_frames (const char  *name,
            GtkWidget   *child,
            void       (*change) (GtkWidget *child, guint n_frames))
{
  GtkWidget *window = gtk_window_new ();
  Run run = { child, change, 0, g_array_new (FALSE, FALSE, sizeof (double)) };
  GdkFrameClock *clock;

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));

  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_paint_cb), &run);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_paint_cb), &run);
  while (run.times->len < N_FRAMES)
    g_main_context_iteration (NULL, TRUE);

  g_signal_handlers_disconnect_by_data (clock, &run);
  report (name, run.times);
  g_array_unref (run.times);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
draw_all_points (void)
{
  g_autoptr(GBytes) bytes = g_resources_lookup_data ("/io/github/palco/Palco/map/land.bin",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(PalcoMapCoast) coast = palco_map_coast_new (g_bytes_get_data (bytes, NULL),
                                                        g_bytes_get_size (bytes));
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  const PalcoMapView world = { 0.5, -0.05, WIDTH, WIDTH, HEIGHT };

  while (times->len < N_FRAMES)
    {
      gint64 begin = get_cpu_time ();
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
      cairo_t *cr = cairo_create (surface);

      palco_map_coast_add_path (coast, &world, 0.0, cr);
      cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
      cairo_fill (cr);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      add_time (times, begin);
    }

  report ("points", times);
}

static GtkWidget *
create_map (void)
{
  g_autoptr(GListModel) regions = palco_test_regions_new (PALCO_TEST_N_REGIONS);

  return g_object_new (PALCO_TYPE_MAP, "regions", regions, NULL);
}

int
main (void)
{
  gtk_init ();
  adw_init ();
  palco_test_load_style ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  run_frames ("empty", gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), NULL);
  run_frames ("still", create_map (), NULL);
  run_frames ("selecting", create_map (), select_next);
  run_frames ("moving", create_map (), move);
  draw_all_points ();

  return 0;
}
