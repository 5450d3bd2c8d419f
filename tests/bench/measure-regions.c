/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <palco.h>
#include <stdlib.h>

/* usage: measure-regions ROUNDS ID=ADDRESS:PORT...
 * Measures regions as the window does. Each round prints “nearest ID SECONDS” and for each region
 * “region ID MEDIAN JITTER ANSWERED SENT”, the median negative if it does not answer. */

static PalcoRegion *
parse_region (const char *text)
{
  g_auto(GStrv) parts = g_strsplit_set (text, "=:", 3);
  g_autofree char *endpoint = g_strdup_printf ("https://%s:%s", parts[1], parts[2]);

  return g_object_new (PALCO_TYPE_REGION, "id", parts[0], "endpoint", endpoint, NULL);
}

static void
print_region (PalcoRegion *region)
{
  PalcoLatency *latency = palco_region_get_latency (region);

  g_print ("region %s %.3f %.3f %u %u\n", palco_region_get_id (region),
           palco_latency_get_median (latency), palco_latency_get_jitter (latency),
           palco_latency_get_n_answered (latency), palco_latency_get_n_sent (latency));
}

static void
measured_cb (PalcoLatencyMonitor *monitor,
             GParamSpec          *pspec,
             gboolean            *is_measured)
{
  *is_measured = TRUE;
}

static void
measure (int    n_regions,
         char **texts)
{
  g_autoptr(GListStore) regions = g_list_store_new (PALCO_TYPE_REGION);
  g_autoptr(PalcoLatencyMonitor) monitor = palco_latency_monitor_new ();
  PalcoRegion *nearest;
  gboolean is_measured = FALSE;
  gint64 begin = g_get_monotonic_time ();

  for (int i = 0; i < n_regions; i++)
    {
      g_autoptr(PalcoRegion) region = parse_region (texts[i]);

      g_list_store_append (regions, region);
    }

  palco_latency_monitor_set_regions (monitor, G_LIST_MODEL (regions));
  g_signal_connect (monitor, "notify::measured-at", G_CALLBACK (measured_cb), &is_measured);
  palco_latency_monitor_measure (monitor);
  while (!is_measured)
    g_main_context_iteration (NULL, TRUE);

  nearest = palco_latency_monitor_get_nearest (monitor);
  g_print ("nearest %s %.3f\n", nearest != NULL ? palco_region_get_id (nearest) : "-",
           (g_get_monotonic_time () - begin) / (double) G_USEC_PER_SEC);
  for (int i = 0; i < n_regions; i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (G_LIST_MODEL (regions), i);

      print_region (region);
    }

  while (palco_latency_monitor_get_measuring (monitor))
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  int n_rounds = argc > 2 ? atoi (argv[1]) : 0;

  for (int i = 0; i < n_rounds; i++)
    measure (argc - 2, argv + 2);

  return n_rounds > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
