/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-catalogue-private.h"

#include <string.h>

#include "palco-address.h"
#include "palco-error.h"
#include "palco-json.h"
#include "palco-region-private.h"
#include "palco-service-text.h"
#include "palco-size-private.h"

/* More than any service has, and few enough to be drawn. */
#define REGIONS_MAX 1000
#define SIZES_MAX   100

/* As services are set up with; beyond it a number is a mistake. */
#define PRICE_MAX   1e6

/* What could pass for more than a name counts as not said. */
static const char *
read_text (JsonObject *object,
           const char *name)
{
  const char *value = NULL;

  palco_json_read_string (object, name, PALCO_JSON_OPTIONAL, &value, NULL);

  return value != NULL && palco_service_text_is_name (value) ? value : NULL;
}

static double
read_double (JsonObject *object,
             const char *name,
             double      fallback)
{
  double value = fallback;

  palco_json_read_double (object, name, PALCO_JSON_OPTIONAL, &value, NULL);

  return value;
}

static gint64
read_count (JsonObject *object,
            const char *name,
            gint64      maximum,
            gint64      fallback)
{
  gint64 value = fallback;

  palco_json_read_int (object, name, PALCO_JSON_OPTIONAL, 0, maximum, &value, NULL);

  return value;
}

static void
read_location (JsonObject      *object,
               PalcoRegionInfo *info)
{
  double latitude = read_double (object, "latitude", G_MAXDOUBLE);
  double longitude = read_double (object, "longitude", G_MAXDOUBLE);

  if (latitude < -90.0 || latitude > 90.0 || longitude < -180.0 || longitude > 180.0)
    return;

  info->has_location = TRUE;
  info->latitude = latitude;
  info->longitude = longitude;
}

/* NULL for the host of the endpoint. */
static const char *
read_probe_host (JsonObject *probe,
                 gboolean    is_local)
{
  const char *host = read_text (probe, "host");

  return host != NULL && palco_host_is_valid (host) &&
         (is_local || !palco_host_leads_here (host)) ? host : NULL;
}

/* Has nothing to say but where. */
static gboolean
is_endpoint (GUri *uri)
{
  return g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL &&
         g_uri_get_userinfo (uri) == NULL;
}

/* NULL for a region that no request could go to. */
static PalcoRegion *
read_region (JsonObject *object,
             gboolean    is_local)
{
  g_autoptr(GUri) uri = NULL;
  PalcoRegionInfo info = { .id = read_text (object, "id"), };
  JsonObject *probe = NULL;

  info.endpoint = read_text (object, "endpoint");
  if (info.id == NULL || info.endpoint == NULL)
    return NULL;

  uri = palco_address_parse_given (info.endpoint, is_local, NULL);
  if (uri == NULL || !is_endpoint (uri))
    return NULL;

  info.name = read_text (object, "name");
  read_location (object, &info);

  palco_json_read_object (object, "probe", PALCO_JSON_OPTIONAL, &probe, NULL);
  if (probe != NULL)
    {
      info.probe_host = read_probe_host (probe, is_local);
      info.probe_port = read_count (probe, "port", G_MAXUINT16, 0);
    }

  return palco_region_new (&info);
}

/* As of ISO 4217; without one, prices could neither be compared nor summed up. */
static gboolean
is_currency (const char *text)
{
  return text != NULL && strlen (text) == 3 && strspn (text, G_CSET_A_2_Z) == 3;
}

static void
read_price (JsonObject    *price,
            PalcoSizeInfo *info)
{
  double per_hour = read_double (price, "perHour", -1.0);
  const char *currency = read_text (price, "currency");

  if (per_hour < 0.0 || per_hour > PRICE_MAX || !is_currency (currency))
    return;

  info->price_per_hour = per_hour;
  info->currency = currency;
}

static PalcoSize *
read_size (JsonObject *object)
{
  PalcoSizeInfo info = { .id = read_text (object, "id"), .total = -1, .free = -1 };
  JsonObject *price = NULL;
  JsonObject *capacity = NULL;

  if (info.id == NULL)
    return NULL;

  info.description = read_text (object, "description");
  info.polygon_limit = read_count (object, "polygonLimit", G_MAXINT64, 0);
  info.teraflops = MAX (read_double (object, "teraflops", 0.0), 0.0);
  info.price_per_hour = -1.0;

  palco_json_read_object (object, "price", PALCO_JSON_OPTIONAL, &price, NULL);
  if (price != NULL)
    read_price (price, &info);

  palco_json_read_object (object, "capacity", PALCO_JSON_OPTIONAL, &capacity, NULL);
  if (capacity != NULL)
    {
      info.total = read_count (capacity, "total", G_MAXINT, -1);
      info.free = read_count (capacity, "free", G_MAXINT, -1);
    }

  return palco_size_new (&info);
}

static JsonObject *
get_object_element (JsonArray *array,
                    guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
read_regions (PalcoCatalogue *self,
              JsonArray      *array,
              gboolean        is_local)
{
  for (guint i = 0; i < MIN (json_array_get_length (array), REGIONS_MAX); i++)
    {
      JsonObject *object = get_object_element (array, i);
      g_autoptr(PalcoRegion) region = object != NULL ? read_region (object, is_local) : NULL;

      if (region != NULL &&
          palco_catalogue_lookup_region (self, palco_region_get_id (region)) == NULL)
        palco_catalogue_add_region (self, region);
    }
}

static void
read_sizes (PalcoCatalogue *self,
            JsonArray      *array)
{
  for (guint i = 0; i < MIN (json_array_get_length (array), SIZES_MAX); i++)
    {
      JsonObject *object = get_object_element (array, i);
      g_autoptr(PalcoSize) size = object != NULL ? read_size (object) : NULL;

      if (size != NULL && palco_catalogue_lookup_size (self, palco_size_get_id (size)) == NULL)
        palco_catalogue_add_size (self, size);
    }
}

/* Kinds that this version does not know are of no use to it. */
static void
read_sign_in (PalcoCatalogue *self,
              JsonArray      *array)
{
  gboolean has_key = FALSE;
  gboolean has_token = FALSE;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *kind = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      has_key |= g_strcmp0 (kind, "key") == 0;
      has_token |= g_strcmp0 (kind, "token") == 0;
    }

  if (!has_key)
    palco_catalogue_refuse_sign_in (self, PALCO_SIGN_IN_KEY);
  if (!has_token)
    palco_catalogue_refuse_sign_in (self, PALCO_SIGN_IN_TOKEN);
}

/* Reads what a service, on this computer or elsewhere, says of itself at /.well-known/palco.
 * Fails with %PALCO_ERROR_PROTOCOL if that names no region: the page may be of anybody. */
PalcoCatalogue *
palco_catalogue_new_from_json (JsonObject  *object,
                               gboolean     is_local,
                               GError     **error)
{
  g_autoptr(PalcoCatalogue) self = NULL;
  const char *service = read_text (object, "service");
  const char *sts_url = read_text (object, "sts");
  g_autoptr(GUri) sts_uri = NULL;
  JsonArray *regions = NULL;
  JsonArray *sizes = NULL;
  JsonArray *sign_in = NULL;

  if (sts_url != NULL &&
      (sts_uri = palco_address_parse_given (sts_url, is_local, error)) == NULL)
    return NULL;

  self = palco_catalogue_new (service != NULL ? service : "Palco", sts_url, TRUE);

  palco_json_read_array (object, "regions", PALCO_JSON_OPTIONAL, &regions, NULL);
  palco_json_read_array (object, "sizes", PALCO_JSON_OPTIONAL, &sizes, NULL);
  palco_json_read_array (object, "signIn", PALCO_JSON_OPTIONAL, &sign_in, NULL);
  if (sign_in != NULL)
    read_sign_in (self, sign_in);
  if (regions != NULL)
    read_regions (self, regions, is_local);
  if (sizes != NULL)
    read_sizes (self, sizes);

  if (g_list_model_get_n_items (palco_catalogue_get_regions (self)) > 0)
    return g_steal_pointer (&self);

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
               "The service describes itself without any region; check the address");
  return NULL;
}
