/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-catalogue-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "palco-region-private.h"
#include "palco-resources.h"
#include "palco-size-private.h"

#define REGIONS_RESOURCE "/io/github/palco/Palco/lib/regions.tsv"

/* Azure Remote Rendering, the first service of this API, does not describe itself. */
#define AZURE_DOMAIN     "mixedreality.azure.com"

enum {
  COLUMN_ID,
  COLUMN_NAME,
  COLUMN_LATITUDE,
  COLUMN_LONGITUDE,
  COLUMN_ENDPOINT,
  N_COLUMNS
};

/* Whether there is a table for the service at @host. */
gboolean
palco_catalogue_knows_host (const char *host)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);

  return g_str_equal (lower, AZURE_DOMAIN) || g_str_has_suffix (lower, "." AZURE_DOMAIN);
}

static void
add_azure_region (PalcoCatalogue *self,
                  const char     *line)
{
  g_auto(GStrv) columns = g_strsplit (line, "\t", -1);
  g_autoptr(PalcoRegion) region = NULL;
  PalcoRegionInfo info;

  if (*line == '#' || g_strv_length (columns) != N_COLUMNS)
    return;

  info = (PalcoRegionInfo) {
    .id = columns[COLUMN_ID],
    .name = columns[COLUMN_NAME],
    .endpoint = columns[COLUMN_ENDPOINT],
    .has_location = TRUE,
    .latitude = g_ascii_strtod (columns[COLUMN_LATITUDE], NULL),
    .longitude = g_ascii_strtod (columns[COLUMN_LONGITUDE], NULL),
  };
  region = palco_region_new (&info);
  palco_catalogue_add_region (self, region);
}

static void
add_azure_regions (PalcoCatalogue *self)
{
  g_autoptr(GBytes) bytes = g_resource_lookup_data (palco_get_resource (), REGIONS_RESOURCE,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_auto(GStrv) lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    add_azure_region (self, lines[i]);
}

static void
add_only_region (PalcoCatalogue *self,
                 const char     *host,
                 const char     *address)
{
  PalcoRegionInfo info = { .id = host, .endpoint = address };
  g_autoptr(PalcoRegion) region = palco_region_new (&info);

  palco_catalogue_add_region (self, region);
}

/* The two sizes of the API; prices of a service that gives none are not ours to guess. */
static void
add_sizes (PalcoCatalogue *self)
{
  static const PalcoSizeInfo sizes[] = {
    { .id = "Standard", .polygon_limit = 20 * 1000 * 1000, .price_per_hour = -1.0,
      .total = -1, .free = -1 },
    { .id = "Premium", .price_per_hour = -1.0, .total = -1, .free = -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(PalcoSize) size = palco_size_new (&sizes[i]);

      palco_catalogue_add_size (self, size);
    }
}

/* For a service that does not describe itself. @address is a valid one. */
PalcoCatalogue *
palco_catalogue_new_built_in (const char *address)
{
  g_autoptr(GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  const char *host = g_uri_get_host (uri);
  gboolean is_azure = palco_catalogue_knows_host (host);
  PalcoCatalogue *self;

  self = palco_catalogue_new (is_azure ? "Azure Remote Rendering" : host, NULL, FALSE);

  if (is_azure)
    {
      palco_catalogue_set_retired (self);
      add_azure_regions (self);
    }
  else
    add_only_region (self, host, address);

  add_sizes (self);

  return self;
}
