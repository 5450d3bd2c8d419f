/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-regions.h"

#include "palco-latency.h"
#include "palco-region-private.h"

const PalcoTestRegion palco_test_regions[PALCO_TEST_N_REGIONS] = {
  { "Milan", 45.46, 9.19 },
  { "Turin", 45.07, 7.69 },
  { "Dublin", 53.35, -6.26 },
  { "Amsterdam", 52.37, 4.90 },
  { "Brussels", 50.85, 4.35 },
  { "London", 51.51, -0.13 },
  { "Cardiff", 51.48, -3.18 },
  { "Paris", 48.86, 2.35 },
  { "Marseille", 43.30, 5.37 },
  { "Frankfurt", 50.11, 8.68 },
  { "Berlin", 52.52, 13.40 },
  { "Munich", 48.14, 11.58 },
  { "Zürich", 47.38, 8.54 },
  { "Geneva", 46.20, 6.14 },
  { "Vienna", 48.21, 16.37 },
  { "Prague", 50.08, 14.44 },
  { "Warsaw", 52.23, 21.01 },
  { "Copenhagen", 55.68, 12.57 },
  { "Stockholm", 59.33, 18.07 },
  { "Gävle", 60.67, 17.14 },
  { "Oslo", 59.91, 10.75 },
  { "Stavanger", 58.97, 5.73 },
  { "Helsinki", 60.17, 24.94 },
  { "Madrid", 40.42, -3.70 },
  { "Zaragoza", 41.65, -0.88 },
  { "Lisbon", 38.72, -9.14 },
  { "Rome", 41.90, 12.50 },
  { "Athens", 37.98, 23.73 },
  { "Bucharest", 44.43, 26.10 },
  { "Tel Aviv", 32.09, 34.78 },
  { "Doha", 25.29, 51.53 },
  { "Dubai", 25.20, 55.27 },
  { "Abu Dhabi", 24.45, 54.38 },
  { "Johannesburg", -26.20, 28.05 },
  { "Cape Town", -33.92, 18.42 },
  { "Mumbai", 19.08, 72.88 },
  { "Pune", 18.52, 73.86 },
  { "Chennai", 13.08, 80.27 },
  { "Hyderabad", 17.39, 78.49 },
  { "Singapore", 1.35, 103.82 },
  { "Jakarta", -6.21, 106.85 },
  { "Hong Kong", 22.32, 114.17 },
  { "Taipei", 25.03, 121.57 },
  { "Seoul", 37.57, 126.98 },
  { "Busan", 35.18, 129.08 },
  { "Tokyo", 35.68, 139.77 },
  { "Osaka", 34.69, 135.50 },
  { "Sydney", -33.87, 151.21 },
  { "Melbourne", -37.81, 144.96 },
  { "Auckland", -36.85, 174.76 },
  { "São Paulo", -23.55, -46.63 },
  { "Rio de Janeiro", -22.91, -43.17 },
  { "Santiago", -33.45, -70.67 },
  { "Querétaro", 20.59, -100.39 },
  { "Virginia", 37.37, -79.82 },
  { "Boydton", 36.67, -78.39 },
  { "Texas", 29.42, -98.50 },
  { "Iowa", 41.59, -93.62 },
  { "California", 37.78, -122.42 },
  { "Toronto", 43.65, -79.38 },
};

PalcoRegion *
palco_test_region_new (const char *name,
                       double      latitude,
                       double      longitude)
{
  const PalcoRegionInfo info = {
    .id = name,
    .name = name,
    .endpoint = "http://127.0.0.1:1",
    .has_location = TRUE,
    .latitude = latitude,
    .longitude = longitude,
  };

  return palco_region_new (&info);
}

/* A negative number: it does not answer. */
void
palco_test_region_set_latency (PalcoRegion *region,
                               double       milliseconds)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "too late");
  g_autoptr(PalcoLatency) latency = NULL;

  if (milliseconds < 0.0)
    latency = palco_latency_new_unreachable (error, 4, NULL, now);
  else
    latency = palco_latency_new_measured (&milliseconds, 1, 1, NULL, now);

  palco_region_set_latency (region, latency);
}

/* The farther down the list, the farther away, and some do not answer. */
GListModel *
palco_test_regions_new (guint n_regions)
{
  GListStore *regions = g_list_store_new (PALCO_TYPE_REGION);

  for (guint i = 0; i < n_regions; i++)
    {
      const PalcoTestRegion *place = &palco_test_regions[i * PALCO_TEST_N_REGIONS / n_regions];
      g_autoptr(PalcoRegion) region =
        palco_test_region_new (place->name, place->latitude, place->longitude);

      palco_test_region_set_latency (region, i % 9 == 8 ? -1.0 : 12.0 + 180.0 * i / n_regions);
      g_list_store_append (regions, region);
    }

  return G_LIST_MODEL (regions);
}

/* As GtkApplication does. */
void
palco_test_load_style (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/palco/Palco/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
