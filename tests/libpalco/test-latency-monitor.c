/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency-monitor-private.h"
#include "palco-region-private.h"
#include "palco-size.h"
#include "palco-test-await.h"
#include "palco-test-server.h"

#define NOBODY "http://127.0.0.1:1"

typedef struct
{
  PalcoLatencyMonitor *monitor;
  GListStore          *regions;
  guint                n_measured;
} Fixture;

static void
measured_cb (Fixture *fixture)
{
  fixture->n_measured++;
}

static void
fixture_init (Fixture *fixture)
{
  fixture->n_measured = 0;
  fixture->regions = g_list_store_new (PALCO_TYPE_REGION);
  fixture->monitor = palco_latency_monitor_new ();
  fixture->monitor->timing = (PalcoMonitorTiming) { 1, 4, 1 };
  fixture->monitor->probe_timing.gap_msecs = 1;
  palco_latency_monitor_set_regions (fixture->monitor, G_LIST_MODEL (fixture->regions));
  g_signal_connect_swapped (fixture->monitor, "notify::measured-at", G_CALLBACK (measured_cb), fixture);
}

static void
fixture_clear (Fixture *fixture)
{
  palco_latency_monitor_set_active (fixture->monitor, FALSE);
  palco_test_await_that (!palco_latency_monitor_get_measuring (fixture->monitor));
  g_clear_object (&fixture->monitor);
  g_clear_object (&fixture->regions);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* The list keeps it. */
static PalcoRegion *
add (GListStore *regions,
     const char *id,
     const char *endpoint)
{
  const PalcoRegionInfo info = { .id = id, .endpoint = endpoint };
  g_autoptr(PalcoRegion) region = palco_region_new (&info);

  g_list_store_append (regions, region);

  return region;
}

static void
set_median (PalcoRegion *region,
            double       median)
{
  g_autoptr(PalcoLatency) latency = palco_latency_new_measured (&median, 1, 1, NULL, NULL);

  palco_region_set_latency (region, latency);
}

static void
measure (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  palco_latency_monitor_measure_async (fixture->monitor, NULL, palco_test_await_cb, &result);
  g_assert_true (palco_latency_monitor_get_measuring (fixture->monitor));
  palco_test_await (&result);
  palco_latency_monitor_measure_finish (fixture->monitor, result, &error);
  g_assert_no_error (error);
  g_assert_false (palco_latency_monitor_get_measuring (fixture->monitor));
}

static void
test_measure (void)
{
  g_autoptr(PalcoTestServer) server = palco_test_server_new ();
  g_auto(Fixture) fixture = { 0 };
  g_autofree char *discovery = palco_test_dup_fixture ("api/reply-discovery.json");
  PalcoRegion *near;
  PalcoRegion *gone;

  fixture_init (&fixture);
  palco_test_server_answer (server, "GET", "/.well-known/palco",
                            &(PalcoTestAnswer) { .body = discovery });
  gone = add (fixture.regions, "gone", NOBODY);
  near = add (fixture.regions, "near", palco_test_server_get_url (server));

  g_assert_null (palco_latency_monitor_get_measured_at (fixture.monitor));
  g_assert_null (palco_latency_monitor_get_nearest (fixture.monitor));
  measure (&fixture);

  g_assert_nonnull (palco_latency_monitor_get_measured_at (fixture.monitor));
  g_assert_cmpuint (fixture.n_measured, ==, 1);
  g_assert_true (palco_latency_monitor_get_nearest (fixture.monitor) == near);
  g_assert_no_error (palco_latency_get_error (palco_region_get_latency (near)));
  g_assert_error (palco_latency_get_error (palco_region_get_latency (gone)), G_IO_ERROR,
                  G_IO_ERROR_CONNECTION_REFUSED);

  g_assert_cmpuint (g_list_model_get_n_items (palco_region_get_sizes (near)), ==, 2);
  g_assert_null (palco_region_get_sizes (gone));
  g_assert_cmpuint (palco_test_server_count (server, "GET", "/.well-known/palco"), ==, 1);
}

/* More regions than are measured at once. */
static void
test_many (void)
{
  g_auto(Fixture) fixture = { 0 };

  fixture_init (&fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("region-%u", i);

      add (fixture.regions, id, NOBODY);
    }

  measure (&fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (G_LIST_MODEL (fixture.regions), i);

      g_assert_nonnull (palco_region_get_latency (region));
    }
  g_assert_null (palco_latency_monitor_get_nearest (fixture.monitor));
}

static void
test_no_regions (void)
{
  g_auto(Fixture) fixture = { 0 };

  fixture_init (&fixture);
  measure (&fixture);
  g_assert_null (palco_latency_monitor_get_measured_at (fixture.monitor));
}

static void
test_cancelled (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture);
  add (fixture.regions, "gone", NOBODY);
  palco_latency_monitor_measure_async (fixture.monitor, cancellable, palco_test_await_cb, &result);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);

  g_assert_false (palco_latency_monitor_measure_finish (fixture.monitor, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (palco_latency_monitor_get_measuring (fixture.monitor));
  g_assert_cmpuint (fixture.n_measured, ==, 0);

  measure (&fixture);
  g_assert_cmpuint (fixture.n_measured, ==, 1);
}

static void
test_active (void)
{
  g_auto(Fixture) fixture = { 0 };

  fixture_init (&fixture);
  add (fixture.regions, "gone", NOBODY);
  g_assert_null (fixture.monitor->timer);

  palco_latency_monitor_set_active (fixture.monitor, TRUE);
  palco_test_await_that (fixture.n_measured == 4);
  palco_test_await_that (fixture.monitor->timer != NULL);
  g_assert_cmpuint (fixture.monitor->gap_msecs, ==, 4);

  palco_latency_monitor_set_active (fixture.monitor, FALSE);
  g_assert_null (fixture.monitor->timer);
  palco_test_await_that (!palco_latency_monitor_get_measuring (fixture.monitor));
  g_assert_null (fixture.monitor->timer);
}

/* Who comes back to the page at once sees what was measured. */
static void
test_fresh (void)
{
  g_auto(Fixture) fixture = { 0 };

  fixture_init (&fixture);
  fixture.monitor->timing.first_gap_msecs = 1000 * 1000;
  add (fixture.regions, "gone", NOBODY);

  palco_latency_monitor_set_active (fixture.monitor, TRUE);
  palco_test_await_that (fixture.n_measured == 1);
  palco_test_await_that (!palco_latency_monitor_get_measuring (fixture.monitor));
  palco_latency_monitor_set_active (fixture.monitor, FALSE);
  palco_latency_monitor_set_active (fixture.monitor, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (palco_latency_monitor_get_measuring (fixture.monitor));

  palco_latency_monitor_measure (fixture.monitor);
  palco_test_await_that (fixture.n_measured == 2);
}

static void
test_network_changed (void)
{
  g_auto(Fixture) fixture = { 0 };

  fixture_init (&fixture);
  fixture.monitor->timing.first_gap_msecs = 1000 * 1000;
  add (fixture.regions, "gone", NOBODY);

  palco_latency_monitor_set_active (fixture.monitor, TRUE);
  palco_test_await_that (fixture.n_measured == 1);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  palco_test_await_that (fixture.n_measured == 2);
}

static void
test_region_added (void)
{
  g_auto(Fixture) fixture = { 0 };
  PalcoRegion *late;

  fixture_init (&fixture);
  fixture.monitor->timing.first_gap_msecs = 1000 * 1000;
  add (fixture.regions, "gone", NOBODY);

  palco_latency_monitor_set_active (fixture.monitor, TRUE);
  palco_test_await_that (palco_latency_monitor_get_measuring (fixture.monitor));
  late = add (fixture.regions, "late", NOBODY);
  palco_test_await_that (palco_region_get_latency (late) != NULL);
}

static void
test_reload (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GListStore) reloaded = g_list_store_new (PALCO_TYPE_REGION);
  g_autoptr(GListStore) sizes = g_list_store_new (PALCO_TYPE_SIZE);
  PalcoRegion *former;
  PalcoRegion *region;
  PalcoRegion *namesake;

  fixture_init (&fixture);
  former = add (fixture.regions, "milan", NOBODY);
  measure (&fixture);
  set_median (former, 12.0);
  palco_region_set_sizes (former, G_LIST_MODEL (sizes));

  region = add (reloaded, "milan", NOBODY);
  namesake = add (reloaded, "milan", "http://127.0.0.1:2");
  palco_latency_monitor_set_regions (fixture.monitor, G_LIST_MODEL (reloaded));
  g_assert_true (palco_region_get_latency (region) == palco_region_get_latency (former));
  g_assert_true (palco_region_get_sizes (region) == G_LIST_MODEL (sizes));
  g_assert_null (palco_region_get_latency (namesake));
  g_assert_true (palco_latency_monitor_get_nearest (fixture.monitor) == region);
  g_assert_nonnull (palco_latency_monitor_get_measured_at (fixture.monitor));

  palco_latency_monitor_set_regions (fixture.monitor, NULL);
  g_assert_null (palco_latency_monitor_get_nearest (fixture.monitor));
  g_assert_null (palco_latency_monitor_get_measured_at (fixture.monitor));
}

/* Looks again, as after each measurement. */
static PalcoRegion *
get_nearest (Fixture *fixture)
{
  palco_latency_monitor_update_nearest (fixture->monitor);

  return palco_latency_monitor_get_nearest (fixture->monitor);
}

static void
test_nearest (void)
{
  g_auto(Fixture) fixture = { 0 };
  PalcoRegion *dublin;
  PalcoRegion *milan;

  fixture_init (&fixture);
  dublin = add (fixture.regions, "dublin", NOBODY);
  milan = add (fixture.regions, "milan", NOBODY);

  set_median (dublin, 20.0);
  set_median (milan, 19.0);
  g_assert_true (get_nearest (&fixture) == milan);
  set_median (dublin, 18.0);
  g_assert_true (get_nearest (&fixture) == dublin);

  measure (&fixture);
  g_assert_null (palco_latency_monitor_get_nearest (fixture.monitor));
  set_median (dublin, 20.0);
  g_assert_true (get_nearest (&fixture) == dublin);
  set_median (milan, 15.5);
  g_assert_true (get_nearest (&fixture) == dublin);
  set_median (milan, 14.5);
  g_assert_true (get_nearest (&fixture) == milan);

  set_median (milan, 200.0);
  set_median (dublin, 181.0);
  g_assert_true (get_nearest (&fixture) == milan);
  set_median (dublin, 179.0);
  g_assert_true (get_nearest (&fixture) == dublin);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/latency-monitor/measure", test_measure);
  g_test_add_func ("/latency-monitor/many", test_many);
  g_test_add_func ("/latency-monitor/no-regions", test_no_regions);
  g_test_add_func ("/latency-monitor/cancelled", test_cancelled);
  g_test_add_func ("/latency-monitor/active", test_active);
  g_test_add_func ("/latency-monitor/fresh", test_fresh);
  g_test_add_func ("/latency-monitor/network-changed", test_network_changed);
  g_test_add_func ("/latency-monitor/region-added", test_region_added);
  g_test_add_func ("/latency-monitor/reload", test_reload);
  g_test_add_func ("/latency-monitor/nearest", test_nearest);

  return g_test_run ();
}
