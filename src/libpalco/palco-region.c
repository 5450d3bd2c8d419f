/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-region-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "palco-latency.h"

/**
 * PalcoRegion:
 *
 * A place where sessions can run, with the address of its session service.
 *
 * They come from a [class@Palco.Catalogue]. Where it is never changes; how far it is and what
 * is free there are filled in by a [class@Palco.LatencyMonitor].
 *
 * Since: 1.0
 */

struct _PalcoRegion
{
  GObject       parent_instance;
  char         *id;
  char         *name;
  char         *endpoint;
  char         *probe_host;
  guint         probe_port;
  gboolean      has_location;
  double        latitude;
  double        longitude;
  PalcoLatency *latency;
  GListModel   *sizes;
};

enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_ENDPOINT,
  PROP_HAS_LOCATION,
  PROP_LATITUDE,
  PROP_LONGITUDE,
  PROP_PROBE_HOST,
  PROP_PROBE_PORT,
  PROP_LATENCY,
  PROP_SIZES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoRegion, palco_region, G_TYPE_OBJECT)

static void
palco_region_constructed (GObject *object)
{
  PalcoRegion *self = PALCO_REGION (object);
  g_autoptr(GUri) uri = g_uri_parse (self->endpoint, SOUP_HTTP_URI_FLAGS, NULL);

  G_OBJECT_CLASS (palco_region_parent_class)->constructed (object);

  if (self->name == NULL)
    self->name = g_strdup (self->id);

  if (uri != NULL && self->probe_host == NULL)
    self->probe_host = g_strdup (g_uri_get_host (uri));

  if (uri != NULL && self->probe_port == 0)
    self->probe_port = g_uri_get_port (uri);
}

static void
palco_region_finalize (GObject *object)
{
  PalcoRegion *self = PALCO_REGION (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->endpoint);
  g_free (self->probe_host);
  g_clear_object (&self->latency);
  g_clear_object (&self->sizes);

  G_OBJECT_CLASS (palco_region_parent_class)->finalize (object);
}

static void
palco_region_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PalcoRegion *self = PALCO_REGION (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_ENDPOINT:
      g_value_set_string (value, self->endpoint);
      break;

    case PROP_HAS_LOCATION:
      g_value_set_boolean (value, self->has_location);
      break;

    case PROP_LATITUDE:
      g_value_set_double (value, self->latitude);
      break;

    case PROP_LONGITUDE:
      g_value_set_double (value, self->longitude);
      break;

    case PROP_PROBE_HOST:
      g_value_set_string (value, self->probe_host);
      break;

    case PROP_PROBE_PORT:
      g_value_set_uint (value, self->probe_port);
      break;

    case PROP_LATENCY:
      g_value_set_object (value, self->latency);
      break;

    case PROP_SIZES:
      g_value_set_object (value, self->sizes);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* The address without slashes at its end: paths are appended to it. */
static char *
dup_endpoint (const char *endpoint)
{
  gsize length = endpoint != NULL ? strlen (endpoint) : 0;

  while (length > 0 && endpoint[length - 1] == '/')
    length--;

  return endpoint != NULL ? g_strndup (endpoint, length) : g_strdup ("");
}

static void
palco_region_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PalcoRegion *self = PALCO_REGION (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;

    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;

    case PROP_ENDPOINT:
      self->endpoint = dup_endpoint (g_value_get_string (value));
      break;

    case PROP_HAS_LOCATION:
      self->has_location = g_value_get_boolean (value);
      break;

    case PROP_LATITUDE:
      self->latitude = g_value_get_double (value);
      break;

    case PROP_LONGITUDE:
      self->longitude = g_value_get_double (value);
      break;

    case PROP_PROBE_HOST:
      self->probe_host = g_value_dup_string (value);
      break;

    case PROP_PROBE_PORT:
      self->probe_port = g_value_get_uint (value);
      break;

    case PROP_LATENCY:
      palco_region_set_latency (self, g_value_get_object (value));
      break;

    case PROP_SIZES:
      palco_region_set_sizes (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_region_class_init (PalcoRegionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags fill_in = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_region_constructed;
  object_class->finalize = palco_region_finalize;
  object_class->get_property = palco_region_get_property;
  object_class->set_property = palco_region_set_property;

  /**
   * PalcoRegion:id:
   *
   * What the service calls the region.
   *
   * Since: 1.0
   */
  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, construct);

  /**
   * PalcoRegion:name:
   *
   * The name for people, in the language of the service.
   *
   * Since: 1.0
   */
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, construct);

  /**
   * PalcoRegion:endpoint:
   *
   * The address of the session service of the region, without a slash at the end.
   *
   * Since: 1.0
   */
  properties[PROP_ENDPOINT] =
    g_param_spec_string ("endpoint", NULL, NULL, NULL, construct);

  /**
   * PalcoRegion:has-location:
   *
   * Whether latitude and longitude are known.
   *
   * Since: 1.0
   */
  properties[PROP_HAS_LOCATION] =
    g_param_spec_boolean ("has-location", NULL, NULL, FALSE, construct);

  /**
   * PalcoRegion:latitude:
   *
   * Degrees north of the equator.
   *
   * Since: 1.0
   */
  properties[PROP_LATITUDE] =
    g_param_spec_double ("latitude", NULL, NULL, -90.0, 90.0, 0.0, construct);

  /**
   * PalcoRegion:longitude:
   *
   * Degrees east of Greenwich.
   *
   * Since: 1.0
   */
  properties[PROP_LONGITUDE] =
    g_param_spec_double ("longitude", NULL, NULL, -180.0, 180.0, 0.0, construct);

  /**
   * PalcoRegion:probe-host:
   *
   * The host whose round trip tells how far the region is.
   *
   * Since: 1.0
   */
  properties[PROP_PROBE_HOST] =
    g_param_spec_string ("probe-host", NULL, NULL, NULL, construct);

  /**
   * PalcoRegion:probe-port:
   *
   * The TCP port that goes with it.
   *
   * Since: 1.0
   */
  properties[PROP_PROBE_PORT] =
    g_param_spec_uint ("probe-port", NULL, NULL, 0, G_MAXUINT16, 0, construct);

  /**
   * PalcoRegion:latency:
   *
   * How far it is, as measured last.
   *
   * Since: 1.0
   */
  properties[PROP_LATENCY] =
    g_param_spec_object ("latency", NULL, NULL, PALCO_TYPE_LATENCY, fill_in);

  /**
   * PalcoRegion:sizes:
   *
   * The [class@Palco.Size]s of this region with what is free, as it told last.
   *
   * Since: 1.0
   */
  properties[PROP_SIZES] =
    g_param_spec_object ("sizes", NULL, NULL, G_TYPE_LIST_MODEL, fill_in);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_region_init (PalcoRegion *self)
{
}

PalcoRegion *
palco_region_new (const PalcoRegionInfo *info)
{
  return g_object_new (PALCO_TYPE_REGION,
                       "id", info->id,
                       "name", info->name,
                       "endpoint", info->endpoint,
                       "has-location", info->has_location,
                       "latitude", info->latitude,
                       "longitude", info->longitude,
                       "probe-host", info->probe_host,
                       "probe-port", info->probe_port,
                       NULL);
}

/**
 * palco_region_get_id:
 * @self: a region
 *
 * What the service calls the region.
 *
 * Returns: the id
 *
 * Since: 1.0
 */
const char *
palco_region_get_id (PalcoRegion *self)
{
  g_return_val_if_fail (PALCO_IS_REGION (self), NULL);

  return self->id;
}

/**
 * palco_region_get_name:
 * @self: a region
 *
 * The name for people, in the language of the service.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
palco_region_get_name (PalcoRegion *self)
{
  g_return_val_if_fail (PALCO_IS_REGION (self), NULL);

  return self->name;
}

/**
 * palco_region_get_endpoint:
 * @self: a region
 *
 * The address of the session service of the region.
 *
 * Returns: an HTTPS address, or an HTTP one on this computer
 *
 * Since: 1.0
 */
const char *
palco_region_get_endpoint (PalcoRegion *self)
{
  g_return_val_if_fail (PALCO_IS_REGION (self), NULL);

  return self->endpoint;
}

/**
 * palco_region_get_location:
 * @self: a region
 * @latitude: (out) (optional): degrees north
 * @longitude: (out) (optional): degrees east
 *
 * Roughly where the region is, for a map.
 *
 * Returns: %FALSE if nobody told
 *
 * Since: 1.0
 */
gboolean
palco_region_get_location (PalcoRegion *self,
                           double      *latitude,
                           double      *longitude)
{
  g_return_val_if_fail (PALCO_IS_REGION (self), FALSE);

  if (latitude != NULL)
    *latitude = self->latitude;

  if (longitude != NULL)
    *longitude = self->longitude;

  return self->has_location;
}

/**
 * palco_region_get_probe_host:
 * @self: a region
 *
 * The host whose round trip tells how far the region is.
 *
 * Returns: (nullable): a host name or address
 *
 * Since: 1.0
 */
const char *
palco_region_get_probe_host (PalcoRegion *self)
{
  g_return_val_if_fail (PALCO_IS_REGION (self), NULL);

  return self->probe_host;
}

/**
 * palco_region_get_probe_port:
 * @self: a region
 *
 * The TCP port that goes with [method@Palco.Region.get_probe_host].
 *
 * Returns: a port
 *
 * Since: 1.0
 */
guint
palco_region_get_probe_port (PalcoRegion *self)
{
  g_return_val_if_fail (PALCO_IS_REGION (self), 0);

  return self->probe_port;
}

/**
 * palco_region_get_latency:
 * @self: a region
 *
 * How far it is, as measured last.
 *
 * Returns: (nullable) (transfer none): the latency, or %NULL if nobody measured
 *
 * Since: 1.0
 */
PalcoLatency *
palco_region_get_latency (PalcoRegion *self)
{
  g_return_val_if_fail (PALCO_IS_REGION (self), NULL);

  return self->latency;
}

/**
 * palco_region_set_latency:
 * @self: a region
 * @latency: (nullable): what was measured
 *
 * For whoever measures; a [class@Palco.LatencyMonitor] does.
 *
 * Since: 1.0
 */
void
palco_region_set_latency (PalcoRegion  *self,
                          PalcoLatency *latency)
{
  g_return_if_fail (PALCO_IS_REGION (self));
  g_return_if_fail (latency == NULL || PALCO_IS_LATENCY (latency));

  if (g_set_object (&self->latency, latency))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LATENCY]);
}

/**
 * palco_region_get_sizes:
 * @self: a region
 *
 * The sizes of this region with what is free, as it told last.
 *
 * Returns: (nullable) (transfer none): a list model of [class@Palco.Size], or %NULL if the
 *   region has not told
 *
 * Since: 1.0
 */
GListModel *
palco_region_get_sizes (PalcoRegion *self)
{
  g_return_val_if_fail (PALCO_IS_REGION (self), NULL);

  return self->sizes;
}

/**
 * palco_region_set_sizes:
 * @self: a region
 * @sizes: (nullable): a list model of [class@Palco.Size]
 *
 * For whoever asks the region; a [class@Palco.LatencyMonitor] does.
 *
 * Since: 1.0
 */
void
palco_region_set_sizes (PalcoRegion *self,
                        GListModel  *sizes)
{
  g_return_if_fail (PALCO_IS_REGION (self));
  g_return_if_fail (sizes == NULL || G_IS_LIST_MODEL (sizes));

  if (g_set_object (&self->sizes, sizes))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZES]);
}
