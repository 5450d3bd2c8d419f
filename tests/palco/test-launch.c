/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-fold-box.h"
#include "palco-format-launch.h"
#include "palco-region-choice.h"
#include "palco-region-private.h"
#include "palco-size-box.h"
#include "palco-size-private.h"
#include "palco-test-regions.h"
#include "palco-test-window.h"

typedef struct
{
  GSettings         *settings;
  GListStore        *regions;
  PalcoRegionChoice *choice;
} Fixture;

static void
add_region (Fixture    *self,
            const char *id)
{
  const PalcoRegionInfo info = { .id = (char *) id, .endpoint = (char *) "http://127.0.0.1:1" };
  g_autoptr(PalcoRegion) region = palco_region_new (&info);

  g_list_store_append (self->regions, region);
}

static void
add_regions (Fixture *self)
{
  g_clear_object (&self->regions);
  self->regions = g_list_store_new (PALCO_TYPE_REGION);
  add_region (self, "here");
  add_region (self, "there");
  add_region (self, "far");
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->settings = g_settings_new (PALCO_APP_ID);
  g_settings_reset (self->settings, "chosen-regions");
  self->choice = palco_region_choice_new (self->settings);
  add_regions (self);
  palco_region_choice_set_regions (self->choice, "a1", G_LIST_MODEL (self->regions));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->choice);
  g_clear_object (&self->regions);
  g_clear_object (&self->settings);
}

static PalcoRegion *
get_region (Fixture *self,
            guint    index)
{
  g_autoptr(PalcoRegion) region = g_list_model_get_item (G_LIST_MODEL (self->regions), index);

  return region;
}

static void
assert_selected (Fixture    *self,
                 const char *id)
{
  PalcoRegion *region = palco_region_choice_get_selected (self->choice);

  g_assert_cmpstr (region != NULL ? palco_region_get_id (region) : NULL, ==, id);
}

static void
test_nearest_until_chosen (Fixture       *self,
                           gconstpointer  data)
{
  assert_selected (self, "here");
  palco_region_choice_set_nearest (self->choice, get_region (self, 1));
  assert_selected (self, "there");

  palco_region_choice_select (self->choice, get_region (self, 2));
  palco_region_choice_set_nearest (self->choice, get_region (self, 0));
  assert_selected (self, "far");

  /* Another account knows nothing of it. */
  palco_region_choice_set_regions (self->choice, "a2", G_LIST_MODEL (self->regions));
  assert_selected (self, "here");
  palco_region_choice_set_regions (self->choice, "a1", G_LIST_MODEL (self->regions));
  assert_selected (self, "far");
}

static void
test_nearest_chosen_again (Fixture       *self,
                           gconstpointer  data)
{
  palco_region_choice_set_nearest (self->choice, get_region (self, 0));
  palco_region_choice_select (self->choice, get_region (self, 1));
  palco_region_choice_select (self->choice, get_region (self, 0));
  palco_region_choice_set_nearest (self->choice, get_region (self, 2));
  assert_selected (self, "far");
}

static void
assert_reason (Fixture    *self,
               const char *pattern)
{
  g_autofree char *reason = palco_region_choice_dup_reason (self->choice);

  g_assert_true (g_pattern_match_simple (pattern, reason));
}

static void
test_reason (Fixture       *self,
             gconstpointer  data)
{
  assert_reason (self, "Not measured yet*");

  palco_test_region_set_latency (get_region (self, 0), 210);
  palco_test_region_set_latency (get_region (self, 1), 220);
  palco_region_choice_set_nearest (self->choice, get_region (self, 0));
  assert_reason (self, "here is selected because it answers fastest*");

  /* Nobody feels that much. */
  palco_test_region_set_latency (get_region (self, 1), 200);
  assert_reason (self, "here stays selected*");

  palco_region_choice_select (self->choice, get_region (self, 2));
  assert_reason (self, "You chose another one: here*");
}

static void
test_shown_is_not_remembered (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr(PalcoRegionChoice) next = palco_region_choice_new (self->settings);

  palco_region_choice_select (self->choice, get_region (self, 1));
  palco_region_choice_show (self->choice, "far");
  assert_selected (self, "far");
  palco_region_choice_set_nearest (self->choice, get_region (self, 0));
  palco_region_choice_show (self->choice, "");
  assert_selected (self, "here");

  palco_region_choice_set_regions (next, "a1", G_LIST_MODEL (self->regions));
  g_assert_true (palco_region_choice_get_selected (next) == get_region (self, 1));
}

/* What belongs to a list that was replaced is nobody's choice. */
static void
test_regions_told_anew (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr(PalcoRegion) former = g_object_ref (get_region (self, 2));

  add_regions (self);
  palco_region_choice_set_regions (self->choice, "a1", G_LIST_MODEL (self->regions));
  palco_region_choice_select (self->choice, former);
  assert_selected (self, "here");
}

static void
test_region_gone (Fixture       *self,
                  gconstpointer  data)
{
  palco_region_choice_select (self->choice, get_region (self, 2));
  g_list_store_remove (self->regions, 2);
  palco_region_choice_set_regions (self->choice, "a1", G_LIST_MODEL (self->regions));
  assert_selected (self, "here");
}

static GListModel *
new_sizes (const char *first,
           const char *second)
{
  GListStore *sizes = g_list_store_new (PALCO_TYPE_SIZE);
  const char *ids[] = { first, second };

  for (guint i = 0; i < G_N_ELEMENTS (ids) && ids[i] != NULL; i++)
    {
      const PalcoSizeInfo info = { .id = (char *) ids[i], .price_per_hour = -1, .total = -1, .free = -1 };
      g_autoptr(PalcoSize) size = palco_size_new (&info);

      g_list_store_append (sizes, size);
    }

  return G_LIST_MODEL (sizes);
}

static void
assert_size (PalcoSizeBox *box,
             const char   *id)
{
  g_assert_cmpstr (palco_size_get_id (palco_size_box_get_selected (box)), ==, id);
}

/* A region that lacks the size does not make anybody forget it. */
static void
test_size_stays_wanted (void)
{
  g_autoptr(GtkWidget) widget = g_object_ref_sink (g_object_new (PALCO_TYPE_SIZE_BOX, NULL));
  g_autoptr(GListModel) both = new_sizes ("Standard", "Premium");
  g_autoptr(GListModel) one = new_sizes ("Standard", NULL);
  PalcoSizeBox *box = PALCO_SIZE_BOX (widget);

  palco_size_box_set_wanted_id (box, "premium");
  palco_size_box_set_sizes (box, both);
  assert_size (box, "Premium");
  palco_size_box_set_sizes (box, one);
  assert_size (box, "Standard");
  palco_size_box_set_sizes (box, both);
  assert_size (box, "Premium");
  palco_size_box_set_sizes (box, NULL);
  g_assert_null (palco_size_box_get_selected (box));
}

static void
assert_cost (double      price_per_hour,
             int         n_free,
             const char *text)
{
  const PalcoSizeInfo info = { .id = "Standard", .price_per_hour = price_per_hour, .currency = "USD",
                               .total = 4, .free = n_free };
  g_autoptr(PalcoSize) size = palco_size_new (&info);
  g_autofree char *cost = palco_format_start_cost (NULL, size, 30, 120);

  g_assert_cmpstr (cost, ==, text);
}

/* A start that is tried all the same, or elsewhere, is not without a price. */
static void
test_cost_when_full (void)
{
  assert_cost (3.0, 1, "At most $6.00 for 2 h · billed only while it runs");
  assert_cost (3.0, 0, "All servers of this size are in use: the session may not start.\n"
                       "At most $6.00 for 2 h · billed only while it runs");
  assert_cost (-1.0, 0, "All servers of this size are in use: the session may not start.\n"
                        "Ends by itself at most 2 h after it is ready");
}

static void
test_fold (void)
{
  GtkWidget *picture = gtk_label_new (NULL);
  GtkWidget *panel = gtk_label_new (NULL);
  GtkWidget *note = gtk_label_new ("note");
  GtkWidget *opener = gtk_toggle_button_new_with_label ("open");
  g_autoptr(GtkWidget) box = g_object_ref_sink (g_object_new (PALCO_TYPE_FOLD_BOX,
                                                              "picture", picture,
                                                              "panel", panel,
                                                              "note", note,
                                                              "opener", opener,
                                                              NULL));

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, 1000, 600 }, -1);
  g_assert_cmpint (gtk_widget_get_width (picture) + gtk_widget_get_width (panel), ==, 1000);
  g_assert_cmpint (gtk_widget_get_height (picture), ==, 600);
  g_assert_false (gtk_widget_get_child_visible (opener));

  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, 360, 600 }, -1);
  g_assert_cmpint (gtk_widget_get_width (panel), ==, 360);
  g_assert_true (gtk_widget_get_child_visible (opener));
  g_assert_true (gtk_widget_get_child_visible (note));
  g_assert_false (gtk_widget_get_child_visible (picture));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (opener), TRUE);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, 360, 600 }, -1);
  g_assert_true (gtk_widget_get_child_visible (picture));
  g_assert_cmpint (gtk_widget_get_width (picture), ==, 360);
  g_assert_false (gtk_widget_get_child_visible (note));

  gtk_widget_set_visible (picture, FALSE);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, 1000, 600 }, -1);
  g_assert_cmpint (gtk_widget_get_width (panel), ==, 1000);
  g_assert_cmpint (gtk_widget_get_height (panel), ==, 600);
  g_assert_false (gtk_widget_get_child_visible (opener));
}

int
main (int    argc,
      char **argv)
{
  const struct {
    const char *path;
    void      (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/region-choice/nearest-until-chosen", test_nearest_until_chosen },
    { "/region-choice/nearest-chosen-again", test_nearest_chosen_again },
    { "/region-choice/reason", test_reason },
    { "/region-choice/shown-is-not-remembered", test_shown_is_not_remembered },
    { "/region-choice/regions-told-anew", test_regions_told_anew },
    { "/region-choice/region-gone", test_region_gone },
  };

  if (!palco_test_window_init (&argc, &argv))
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/size-box/size-stays-wanted", test_size_stays_wanted);
  g_test_add_func ("/start-cost/when-full", test_cost_when_full);
  g_test_add_func ("/fold-box/folds", test_fold);

  return g_test_run ();
}
