/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency.h"
#include "palco-region-private.h"

static PalcoLatency *
measured (double median)
{
  return palco_latency_new_measured (&median, 1, 1, NULL, NULL);
}

static void
test_figures (void)
{
  const double samples[] = { 12.0, 98.0, 9.0, 101.0, 10.0 };
  g_autoptr(GDateTime) moment = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  g_autoptr(PalcoLatency) odd = palco_latency_new_measured (samples, 5, 8, "http://anna:p@ss@proxy:3128", moment);
  g_autoptr(PalcoLatency) even = palco_latency_new_measured (samples, 4, 4, NULL, NULL);
  g_autoptr(PalcoLatency) single = measured (7.0);

  g_assert_cmpfloat (palco_latency_get_median (odd), ==, 12.0);
  g_assert_cmpfloat_with_epsilon (palco_latency_get_jitter (odd), (86 + 89 + 92 + 91) / 4.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (palco_latency_get_loss (odd), 3 / 8.0, 1e-9);
  g_assert_cmpuint (palco_latency_get_n_sent (odd), ==, 8);
  g_assert_cmpuint (palco_latency_get_n_answered (odd), ==, 5);
  g_assert_cmpstr (palco_latency_get_proxy (odd), ==, "http://proxy:3128");
  g_assert_true (g_date_time_equal (palco_latency_get_measured_at (odd), moment));
  g_assert_null (palco_latency_get_error (odd));

  g_assert_cmpfloat (palco_latency_get_median (even), ==, 55.0);
  g_assert_cmpfloat (palco_latency_get_loss (even), ==, 0.0);
  g_assert_null (palco_latency_get_proxy (even));
  g_assert_nonnull (palco_latency_get_measured_at (even));

  g_assert_cmpfloat (palco_latency_get_jitter (single), ==, 0.0);
}

static void
test_grades (void)
{
  static const struct {
    double            median;
    PalcoLatencyGrade grade;
  } cases[] = {
    { 0.1, PALCO_LATENCY_GRADE_RECOMMENDED },
    { 70.0, PALCO_LATENCY_GRADE_RECOMMENDED },
    { 70.4, PALCO_LATENCY_GRADE_RECOMMENDED },
    { 70.6, PALCO_LATENCY_GRADE_USABLE },
    { 100.4, PALCO_LATENCY_GRADE_USABLE },
    { 100.6, PALCO_LATENCY_GRADE_SLOW },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PalcoLatency) latency = measured (cases[i].median);

      g_assert_cmpint (palco_latency_get_grade (latency), ==, cases[i].grade);
    }

  g_assert_cmpint (palco_latency_get_grade (NULL), ==, PALCO_LATENCY_GRADE_UNKNOWN);
}

static void
test_unreachable (void)
{
  g_autoptr(GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "too late");
  g_autoptr(PalcoLatency) latency = palco_latency_new_unreachable (error, 2, NULL, NULL);
  g_autoptr(PalcoLatency) untried = palco_latency_new_unreachable (error, 0, NULL, NULL);

  g_assert_cmpint (palco_latency_get_grade (latency), ==, PALCO_LATENCY_GRADE_UNREACHABLE);
  g_assert_cmpfloat (palco_latency_get_median (latency), <, 0.0);
  g_assert_cmpfloat (palco_latency_get_loss (latency), ==, 1.0);
  g_assert_cmpuint (palco_latency_get_n_answered (latency), ==, 0);
  g_assert_error (palco_latency_get_error (latency), G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpfloat (palco_latency_get_loss (untried), ==, 1.0);
}

static void
count_notify_cb (guint *n_notified)
{
  *n_notified += 1;
}

static void
test_compare (void)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "silent");
  g_autoptr(PalcoLatency) near = measured (12.0);
  g_autoptr(PalcoLatency) far = measured (250.0);
  g_autoptr(PalcoLatency) silent = palco_latency_new_unreachable (error, 3, NULL, NULL);
  PalcoLatency * const order[] = { near, far, NULL, silent };

  for (int i = 0; i < (int) G_N_ELEMENTS (order); i++)
    {
      for (int j = 0; j < (int) G_N_ELEMENTS (order); j++)
        g_assert_cmpint (palco_latency_compare (order[i], order[j]), ==, (i > j) - (i < j));
    }
}

static void
test_region (void)
{
  const PalcoRegionInfo info = { .id = "milan", .endpoint = "https://milan.example:444//" };
  g_autoptr(PalcoRegion) region = palco_region_new (&info);
  g_autoptr(PalcoLatency) latency = measured (12.0);
  g_autoptr(GListStore) sizes = g_list_store_new (G_TYPE_OBJECT);
  guint n_notified = 0;

  g_assert_cmpstr (palco_region_get_name (region), ==, "milan");
  g_assert_cmpstr (palco_region_get_endpoint (region), ==, "https://milan.example:444");
  g_assert_cmpstr (palco_region_get_probe_host (region), ==, "milan.example");
  g_assert_cmpuint (palco_region_get_probe_port (region), ==, 444);
  g_assert_null (palco_region_get_latency (region));
  g_assert_null (palco_region_get_sizes (region));

  g_signal_connect_swapped (region, "notify", G_CALLBACK (count_notify_cb), &n_notified);
  palco_region_set_latency (region, latency);
  palco_region_set_latency (region, latency);
  g_assert_true (palco_region_get_latency (region) == latency);
  g_assert_cmpuint (n_notified, ==, 1);

  palco_region_set_sizes (region, G_LIST_MODEL (sizes));
  g_assert_true (palco_region_get_sizes (region) == G_LIST_MODEL (sizes));
  g_assert_cmpuint (n_notified, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/latency/figures", test_figures);
  g_test_add_func ("/latency/grades", test_grades);
  g_test_add_func ("/latency/unreachable", test_unreachable);
  g_test_add_func ("/latency/compare", test_compare);
  g_test_add_func ("/latency/region", test_region);

  return g_test_run ();
}
