/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-format-latency.h"
#include "palco-region-list.h"
#include "palco-region-row.h"
#include "palco-size-private.h"
#include "palco-test-await.h"
#include "palco-test-regions.h"
#include "palco-test-window.h"

typedef struct
{
  GListModel          *regions;
  PalcoLatencyMonitor *monitor;
  GtkWidget           *window;
  GtkWidget           *list;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  n_regions)
{
  fixture->regions = palco_test_regions_new (GPOINTER_TO_UINT (n_regions));
  fixture->monitor = palco_latency_monitor_new ();
  palco_latency_monitor_set_regions (fixture->monitor, fixture->regions);
  fixture->list = palco_region_list_new (fixture->monitor);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->list);
  gtk_window_present (GTK_WINDOW (fixture->window));
  palco_test_await_that (gtk_widget_get_mapped (fixture->list));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  n_regions)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->monitor);
  g_clear_object (&fixture->regions);
}

static GtkWidget *
child (Fixture    *fixture,
       const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (fixture->list, PALCO_TYPE_REGION_LIST, name));
}

static PalcoRegionRow *
get_row (Fixture *fixture,
         int      index)
{
  GtkListBox *box = GTK_LIST_BOX (child (fixture, "region_box"));

  return (PalcoRegionRow *) gtk_list_box_get_row_at_index (box, index);
}

static const char *
get_title (Fixture *fixture,
           int      index)
{
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (get_row (fixture, index)));
}

static const char *
get_subtitle (Fixture *fixture,
              int      index)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (get_row (fixture, index)));
}

static guint
count_rows (Fixture *fixture)
{
  guint n_rows = 0;

  while (get_row (fixture, n_rows) != NULL)
    n_rows++;

  return n_rows;
}

/* The list model keeps it. */
static PalcoRegion *
get_region (Fixture *fixture,
            guint    index)
{
  g_autoptr(PalcoRegion) region = g_list_model_get_item (fixture->regions, index);

  return region;
}

static PalcoRegion *
get_selected (Fixture *fixture)
{
  g_autoptr(PalcoRegion) region = NULL;

  g_object_get (fixture->list, "selected", &region, NULL);

  return region;
}

static void
search (Fixture    *fixture,
        const char *text)
{
  GtkEditable *entry = GTK_EDITABLE (child (fixture, "search_entry"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child (fixture, "search_button")), TRUE);
  gtk_editable_set_text (entry, text);
  g_signal_emit_by_name (entry, "search-changed");
}

static void
test_selected (Fixture       *fixture,
               gconstpointer  n_regions)
{
  PalcoRegion *region = get_region (fixture, 2);

  g_assert_null (get_selected (fixture));
  g_object_set (fixture->list, "selected", region, NULL);
  g_assert_true (palco_region_row_get_active (get_row (fixture, 2)));
  g_assert_false (palco_region_row_get_active (get_row (fixture, 1)));

  gtk_widget_activate (GTK_WIDGET (get_row (fixture, 1)));
  g_assert_true (get_selected (fixture) == get_region (fixture, 1));
  g_assert_true (palco_region_row_get_active (get_row (fixture, 1)));
  g_assert_false (palco_region_row_get_active (get_row (fixture, 2)));
}

/* Ten regions: five of them, and as far down as the selected one. */
static void
test_few (Fixture       *fixture,
          gconstpointer  n_regions)
{
  GtkWidget *all_button = child (fixture, "all_button");

  g_assert_cmpuint (count_rows (fixture), ==, 5);
  g_assert_true (gtk_widget_get_visible (all_button));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (all_button)), ==, "Show All 10 Regions");

  g_object_set (fixture->list, "selected", get_region (fixture, 6), NULL);
  g_assert_cmpuint (count_rows (fixture), ==, 7);
  g_object_set (fixture->list, "selected", get_region (fixture, 0), NULL);
  g_assert_cmpuint (count_rows (fixture), ==, 5);

  gtk_widget_activate_action (fixture->list, "regions.show-all", NULL);
  g_assert_cmpuint (count_rows (fixture), ==, 10);
  g_assert_false (gtk_widget_get_visible (all_button));
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  n_regions)
{
  g_autofree char *first = g_strdup (get_title (fixture, 0));

  gtk_widget_activate_action (fixture->list, "regions.sort", "s", "name");
  g_assert_cmpstr (get_title (fixture, 0), ==, "Abu Dhabi");
  gtk_widget_activate_action (fixture->list, "regions.sort", "s", "latency");
  g_assert_cmpstr (get_title (fixture, 0), ==, first);
}

/* New figures move a row when all have been compared, and the focus with it. */
static void
test_sort_again (Fixture       *fixture,
                 gconstpointer  n_regions)
{
  PalcoRegion *region = get_region (fixture, 1);

  gtk_widget_grab_focus (GTK_WIDGET (get_row (fixture, 1)));
  palco_test_region_set_latency (region, 1.0);
  g_assert_true (palco_region_row_get_region (get_row (fixture, 1)) == region);

  g_object_notify (G_OBJECT (fixture->monitor), "measured-at");
  g_assert_true (palco_region_row_get_region (get_row (fixture, 0)) == region);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (get_row (fixture, 0))));
}

static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  n_regions)
{
  gtk_widget_activate_action (fixture->list, "regions.show-all", NULL);
  g_assert_true (palco_region_row_get_region (get_row (fixture, 9)) == get_region (fixture, 8));
  g_assert_cmpstr (get_subtitle (fixture, 9), ==, "No answer in time");
}

static void
test_subtitle (Fixture       *fixture,
               gconstpointer  n_regions)
{
  const PalcoSizeInfo info = { .id = "Standard", .total = 4, .free = 3 };
  g_autoptr(GListStore) sizes = g_list_store_new (PALCO_TYPE_SIZE);
  g_autoptr(PalcoSize) size = palco_size_new (&info);

  g_list_store_append (sizes, size);
  g_assert_cmpstr (get_subtitle (fixture, 0), ==, "Recommended · Nearest to you");
  g_assert_cmpstr (get_subtitle (fixture, 1), ==, "Recommended");

  palco_region_set_sizes (get_region (fixture, 0), G_LIST_MODEL (sizes));
  palco_region_set_sizes (get_region (fixture, 1), G_LIST_MODEL (sizes));
  g_assert_cmpstr (get_subtitle (fixture, 0), ==,
                   "Recommended · Nearest to you · 3 servers free");
  g_assert_cmpstr (get_subtitle (fixture, 1), ==, "Recommended · 3 servers free");
}

/* Nobody is told that the only region is the nearest. */
static void
test_only_one (Fixture       *fixture,
               gconstpointer  n_regions)
{
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  g_assert_cmpstr (get_subtitle (fixture, 0), ==, "Recommended");
  g_assert_false (gtk_widget_get_visible (child (fixture, "all_button")));
}

static void
test_search (Fixture       *fixture,
             gconstpointer  n_regions)
{
  search (fixture, "sao");
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  g_assert_cmpstr (get_title (fixture, 0), ==, "São Paulo");

  g_signal_emit_by_name (child (fixture, "search_entry"), "activate");
  g_assert_cmpstr (palco_region_get_name (get_selected (fixture)), ==, "São Paulo");

  search (fixture, "nowhere");
  g_assert_cmpuint (count_rows (fixture), ==, 0);

  g_signal_emit_by_name (child (fixture, "search_entry"), "stop-search");
  g_assert_cmpuint (count_rows (fixture), >=, 5);
  g_assert_false (gtk_widget_get_visible (child (fixture, "search_entry")));
}

static void
test_accessible (Fixture       *fixture,
                 gconstpointer  n_regions)
{
  GtkWidget *check = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (get_row (fixture, 0)),
                                                                PALCO_TYPE_REGION_ROW, "check"));

  gtk_test_accessible_assert_property (check, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "12 ms, Recommended · Nearest to you");
}

static void
test_regions_change (Fixture       *fixture,
                     gconstpointer  n_regions)
{
  g_autoptr(GListModel) others = palco_test_regions_new (3);

  palco_latency_monitor_set_regions (fixture->monitor, others);
  g_assert_cmpuint (count_rows (fixture), ==, 3);
  palco_latency_monitor_set_regions (fixture->monitor, NULL);
  g_assert_cmpuint (count_rows (fixture), ==, 0);
}

static void
test_table (Fixture       *fixture,
            gconstpointer  n_regions)
{
  g_autofree char *table = palco_format_latency_table (fixture->regions);
  g_auto(GStrv) lines = g_strsplit (table, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 12);
  g_assert_cmpstr (lines[0], ==, "Region\tID\tGrade\tMedian (ms)\tJitter (ms)\tAnswered\tSent\t"
                                 "Proxy\tReason\tMeasured");
  g_assert_true (g_str_has_prefix (lines[1], "Milan\tMilan\tRecommended\t12.0\t0.0\t1\t1\t\t\t2"));
  g_assert_nonnull (strstr (lines[9], "\tUnreachable\t\t\t0\t4\t\tNo answer in time\t"));
  g_assert_cmpstr (lines[11], ==, "");
}

int
main (int    argc,
      char **argv)
{
  if (!palco_test_window_init (&argc, &argv))
    return 0;
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, n_regions, function) \
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_regions), set_up, function, tear_down)

  ADD ("/region-list/selected", 10, test_selected);
  ADD ("/region-list/few", 10, test_few);
  ADD ("/region-list/sort", 60, test_sort);
  ADD ("/region-list/sort-again", 10, test_sort_again);
  ADD ("/region-list/unreachable", 10, test_unreachable);
  ADD ("/region-list/subtitle", 10, test_subtitle);
  ADD ("/region-list/only-one", 1, test_only_one);
  ADD ("/region-list/search", 60, test_search);
  ADD ("/region-list/accessible", 10, test_accessible);
  ADD ("/region-list/regions-change", 10, test_regions_change);
  ADD ("/region-list/table", 10, test_table);

  return g_test_run ();
}
