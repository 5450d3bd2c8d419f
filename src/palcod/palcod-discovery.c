/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-discovery.h"

#include "palcod-answer.h"
#include "palcod-api.h"

static void
append_string (GString    *json,
               const char *prefix,
               const char *value)
{
  g_string_append (json, prefix);
  palcod_api_append_string (json, value);
}

static void
append_double (GString    *json,
               const char *prefix,
               double      value)
{
  g_string_append (json, prefix);
  palcod_api_append_double (json, value);
}

/* Latency is measured against the same port that serves the region. */
static void
append_probe (GString    *json,
              const char *endpoint)
{
  g_autoptr(GUri) uri = g_uri_parse (endpoint, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL)
    return;

  append_string (json, ",\"probe\":{\"host\":", g_uri_get_host (uri));
  g_string_append_printf (json, ",\"port\":%d}", g_uri_get_port (uri));
}

static void
append_region (GString            *json,
               const PalcodRegion *region)
{
  append_string (json, "{\"id\":", region->id);
  append_string (json, ",\"name\":", region->name);

  if (region->has_location)
    {
      append_double (json, ",\"latitude\":", region->latitude);
      append_double (json, ",\"longitude\":", region->longitude);
    }

  if (region->endpoint != NULL)
    {
      append_string (json, ",\"endpoint\":", region->endpoint);
      append_probe (json, region->endpoint);
    }

  g_string_append_c (json, '}');
}

static void
append_size (GString          *json,
             const PalcodSize *size,
             guint             n_free)
{
  append_string (json, "{\"id\":", size->id);

  if (size->description != NULL)
    append_string (json, ",\"description\":", size->description);
  if (size->polygon_limit > 0)
    g_string_append_printf (json, ",\"polygonLimit\":%" G_GINT64_FORMAT, size->polygon_limit);
  if (size->teraflops > 0)
    append_double (json, ",\"teraflops\":", size->teraflops);

  if (size->price_per_hour >= 0)
    {
      append_double (json, ",\"price\":{\"perHour\":", size->price_per_hour);
      append_string (json, ",\"currency\":", size->currency);
      g_string_append_c (json, '}');
    }

  g_string_append_printf (json, ",\"capacity\":{\"total\":%u,\"free\":%u}}", size->capacity,
                          n_free);
}

void
palcod_discovery_handle (PalcodRequest *request)
{
  const PalcodConfig *config = request->context->config;
  GString *json = g_string_new (NULL);

  append_string (json, "{\"service\":", config->service_name);
  append_string (json, ",\"version\":", PALCO_VERSION);
  append_string (json, ",\"accountDomain\":", config->account_domain);
  append_string (json, ",\"sts\":", config->sts_url);
  g_string_append (json, ",\"signIn\":[\"key\",\"token\"]");
  append_string (json, ",\"region\":", config->region_id);
  g_string_append (json, ",\"regions\":[");

  for (guint i = 0; i < config->regions->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_region (json, g_ptr_array_index (config->regions, i));
    }

  g_string_append (json, "],\"sizes\":[");

  for (guint i = 0; i < config->sizes->len; i++)
    {
      const PalcodSize *size = g_ptr_array_index (config->sizes, i);

      if (i > 0)
        g_string_append_c (json, ',');
      append_size (json, size, palcod_manager_get_free (request->context->manager, size->id));
    }

  g_string_append (json, "]}");
  palcod_answer_json (request->message, SOUP_STATUS_OK, json);
}
