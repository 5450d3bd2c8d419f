/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <palco.h>

#include "palco-catalogue-private.h"
#include "palco-region-private.h"
#include "palco-size-private.h"

static PalcoSize *
new_size (const char *id)
{
  const PalcoSizeInfo info = { .id = (char *) id, .price_per_hour = -1, .total = -1, .free = -1 };

  return palco_size_new (&info);
}

static PalcoRegion *
add_region (GListStore *regions,
            const char *id,
            double      msecs)
{
  const PalcoRegionInfo info = { .id = id, .endpoint = "http://127.0.0.1:1" };
  g_autoptr(PalcoRegion) region = palco_region_new (&info);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer");
  g_autoptr(PalcoLatency) latency = NULL;

  if (msecs > 0)
    latency = palco_latency_new_measured (&msecs, 1, 1, NULL, now);
  else if (msecs < 0)
    latency = palco_latency_new_unreachable (error, 1, NULL, now);

  palco_region_set_latency (region, latency);
  g_list_store_append (regions, region);

  return region;   /* the store keeps it */
}

static void
assert_regions (PalcoLaunchPlan *plan,
                const char      *expected)
{
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < palco_launch_plan_get_n_candidates (plan); i++)
    g_string_append_printf (ids, "%s ", palco_region_get_id (palco_launch_plan_get_region (plan, i)));

  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_nearest_first (void)
{
  g_autoptr(GListStore) regions = g_list_store_new (PALCO_TYPE_REGION);
  g_autoptr(PalcoSize) size = new_size ("Standard");
  g_autoptr(PalcoLaunchPlan) plan = NULL;

  add_region (regions, "far", 90);
  add_region (regions, "unknown", 0);
  add_region (regions, "gone", -1);
  plan = palco_launch_plan_new (add_region (regions, "here", 50), size, 60);
  add_region (regions, "near", 20);

  palco_launch_plan_add_regions (plan, G_LIST_MODEL (regions));
  assert_regions (plan, "here near far unknown ");
  g_assert_null (palco_launch_plan_get_region (plan, 4));
}

/* A region that tells its sizes is taken at its word, one that does not is tried. */
static void
test_sizes_of_regions (void)
{
  g_autoptr(GListStore) regions = g_list_store_new (PALCO_TYPE_REGION);
  g_autoptr(GListStore) sizes = g_list_store_new (PALCO_TYPE_SIZE);
  g_autoptr(PalcoSize) standard = new_size ("Standard");
  g_autoptr(PalcoSize) own = new_size ("standard");
  g_autoptr(PalcoSize) premium = new_size ("Premium");
  g_autoptr(GListStore) others = g_list_store_new (PALCO_TYPE_SIZE);
  g_autoptr(PalcoLaunchPlan) plan =
    palco_launch_plan_new (add_region (regions, "here", 1), standard, 60);

  g_list_store_append (sizes, own);
  g_list_store_append (others, premium);
  palco_region_set_sizes (add_region (regions, "has-it", 2), G_LIST_MODEL (sizes));
  palco_region_set_sizes (add_region (regions, "has-others", 3), G_LIST_MODEL (others));
  add_region (regions, "says-nothing", 4);

  palco_launch_plan_add_regions (plan, G_LIST_MODEL (regions));
  assert_regions (plan, "here has-it says-nothing ");
  g_assert_true (palco_launch_plan_get_size (plan, 1) == own);
  g_assert_true (palco_launch_plan_get_size (plan, 2) == standard);

  g_list_store_append (sizes, premium);
  palco_launch_plan_add_sizes (plan, G_LIST_MODEL (sizes));
  assert_regions (plan, "here has-it says-nothing here ");
  g_assert_true (palco_launch_plan_get_size (plan, 3) == premium);
}

static PalcoCatalogue *
new_catalogue (void)
{
  PalcoCatalogue *catalogue = palco_catalogue_new ("Test", NULL, TRUE);
  g_autoptr(GListStore) regions = g_list_store_new (PALCO_TYPE_REGION);
  g_autoptr(PalcoSize) standard = new_size ("Standard");
  g_autoptr(PalcoSize) premium = new_size ("Premium");

  palco_catalogue_add_region (catalogue, add_region (regions, "far", 90));
  palco_catalogue_add_region (catalogue, add_region (regions, "near", 20));
  palco_catalogue_add_region (catalogue, add_region (regions, "here", 50));
  palco_catalogue_add_size (catalogue, standard);
  palco_catalogue_add_size (catalogue, premium);

  return catalogue;
}

static void
assert_when_full (PalcoCatalogue *catalogue,
                  PalcoWhenFull   when_full,
                  const char     *expected)
{
  g_autoptr(PalcoLaunchPlan) plan =
    palco_launch_plan_new_when_full (catalogue, palco_catalogue_lookup_region (catalogue, "here"),
                                     "standard", 60, when_full);

  assert_regions (plan, expected);
  g_assert_cmpstr (palco_size_get_id (palco_launch_plan_get_size (plan, 0)), ==, "Standard");
  g_assert_cmpuint (palco_launch_plan_get_lease_minutes (plan), ==, 60);
}

static void
test_when_full (void)
{
  g_autoptr(PalcoCatalogue) catalogue = new_catalogue ();
  PalcoRegion *here = palco_catalogue_lookup_region (catalogue, "here");
  g_autoptr(GListStore) sizes = g_list_store_new (PALCO_TYPE_SIZE);
  g_autoptr(PalcoSize) standard = new_size ("Standard");

  assert_when_full (catalogue, PALCO_WHEN_FULL_NONE, "here ");
  assert_when_full (catalogue, PALCO_WHEN_FULL_NEXT_REGION, "here near far ");
  assert_when_full (catalogue, PALCO_WHEN_FULL_OTHER_SIZE, "here here ");
  assert_when_full (catalogue, PALCO_WHEN_FULL_NEXT_REGION | PALCO_WHEN_FULL_OTHER_SIZE,
                    "here near far here ");
  g_assert_null (palco_launch_plan_new_when_full (catalogue, here, "Gigantic", 60,
                                                  PALCO_WHEN_FULL_NONE));

  /* What the region says of its own sizes counts. */
  g_list_store_append (sizes, standard);
  palco_region_set_sizes (here, G_LIST_MODEL (sizes));
  assert_when_full (catalogue, PALCO_WHEN_FULL_OTHER_SIZE, "here ");
  g_assert_null (palco_launch_plan_new_when_full (catalogue, here, "Premium", 60,
                                                  PALCO_WHEN_FULL_NONE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/launch-plan/nearest-first", test_nearest_first);
  g_test_add_func ("/launch-plan/sizes-of-regions", test_sizes_of_regions);
  g_test_add_func ("/launch-plan/when-full", test_when_full);

  return g_test_run ();
}
