/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-size-private.h"

/**
 * PalcoSize:
 *
 * A size of server that sessions can run on: what it can render and what it costs.
 *
 * Instances never change. They come from a [class@Palco.Catalogue].
 *
 * Since: 1.0
 */

struct _PalcoSize
{
  GObject  parent_instance;
  char    *id;
  char    *description;
  char    *currency;
  gint64   polygon_limit;
  double   teraflops;
  double   price_per_hour;
  int      total;
  int      free;
};

enum {
  PROP_ID = 1,
  PROP_DESCRIPTION,
  PROP_POLYGON_LIMIT,
  PROP_TERAFLOPS,
  PROP_TOTAL,
  PROP_FREE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoSize, palco_size, G_TYPE_OBJECT)

static void
palco_size_finalize (GObject *object)
{
  PalcoSize *self = PALCO_SIZE (object);

  g_free (self->id);
  g_free (self->description);
  g_free (self->currency);

  G_OBJECT_CLASS (palco_size_parent_class)->finalize (object);
}

static void
palco_size_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PalcoSize *self = PALCO_SIZE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;

    case PROP_POLYGON_LIMIT:
      g_value_set_int64 (value, self->polygon_limit);
      break;

    case PROP_TERAFLOPS:
      g_value_set_double (value, self->teraflops);
      break;

    case PROP_TOTAL:
      g_value_set_int (value, self->total);
      break;

    case PROP_FREE:
      g_value_set_int (value, self->free);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_size_class_init (PalcoSizeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_size_finalize;
  object_class->get_property = palco_size_get_property;

  /**
   * PalcoSize:id:
   *
   * The name that the service knows, for example “Standard”.
   *
   * Since: 1.0
   */
  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSize:description:
   *
   * A sentence for people, in the language of the service.
   *
   * Since: 1.0
   */
  properties[PROP_DESCRIPTION] =
    g_param_spec_string ("description", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSize:polygon-limit:
   *
   * How many polygons it renders at most, 0 for no limit.
   *
   * Since: 1.0
   */
  properties[PROP_POLYGON_LIMIT] =
    g_param_spec_int64 ("polygon-limit", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSize:teraflops:
   *
   * The speed of its GPU, 0 when unknown.
   *
   * Since: 1.0
   */
  properties[PROP_TERAFLOPS] =
    g_param_spec_double ("teraflops", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSize:total:
   *
   * How many there are in the region, -1 when unknown.
   *
   * Since: 1.0
   */
  properties[PROP_TOTAL] =
    g_param_spec_int ("total", NULL, NULL, -1, G_MAXINT, -1,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSize:free:
   *
   * How many of them were free when the catalogue was read, -1 when unknown.
   *
   * Since: 1.0
   */
  properties[PROP_FREE] =
    g_param_spec_int ("free", NULL, NULL, -1, G_MAXINT, -1,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_size_init (PalcoSize *self)
{
}

PalcoSize *
palco_size_new (const PalcoSizeInfo *info)
{
  PalcoSize *self = g_object_new (PALCO_TYPE_SIZE, NULL);

  self->id = g_strdup (info->id);
  self->description = g_strdup (info->description);
  self->currency = g_strdup (info->currency);
  self->polygon_limit = info->polygon_limit;
  self->teraflops = info->teraflops;
  self->price_per_hour = info->price_per_hour;
  self->total = MAX (info->total, -1);
  self->free = MAX (info->free, -1);

  return self;
}

/**
 * palco_size_get_id:
 * @self: a size
 *
 * The name that the service knows, for example “Standard”.
 *
 * Returns: the id
 *
 * Since: 1.0
 */
const char *
palco_size_get_id (PalcoSize *self)
{
  g_return_val_if_fail (PALCO_IS_SIZE (self), NULL);

  return self->id;
}

/**
 * palco_size_get_description:
 * @self: a size
 *
 * A sentence for people, in the language of the service.
 *
 * Returns: (nullable): the description, if the service gave one
 *
 * Since: 1.0
 */
const char *
palco_size_get_description (PalcoSize *self)
{
  g_return_val_if_fail (PALCO_IS_SIZE (self), NULL);

  return self->description;
}

/**
 * palco_size_get_polygon_limit:
 * @self: a size
 *
 * How many polygons it renders at most.
 *
 * Returns: a count, or 0 for no limit
 *
 * Since: 1.0
 */
gint64
palco_size_get_polygon_limit (PalcoSize *self)
{
  g_return_val_if_fail (PALCO_IS_SIZE (self), 0);

  return self->polygon_limit;
}

/**
 * palco_size_get_teraflops:
 * @self: a size
 *
 * The speed of its GPU.
 *
 * Returns: teraflops, or 0 when unknown
 *
 * Since: 1.0
 */
double
palco_size_get_teraflops (PalcoSize *self)
{
  g_return_val_if_fail (PALCO_IS_SIZE (self), 0.0);

  return self->teraflops;
}

/**
 * palco_size_get_price:
 * @self: a size
 * @per_hour: (out) (optional): price of an hour in [enum@Palco.SessionState] ready
 * @currency: (out) (optional) (nullable) (transfer none): its ISO 4217 code
 *
 * What the service says that it costs.
 *
 * Returns: %FALSE if it says nothing
 *
 * Since: 1.0
 */
gboolean
palco_size_get_price (PalcoSize   *self,
                      double      *per_hour,
                      const char **currency)
{
  g_return_val_if_fail (PALCO_IS_SIZE (self), FALSE);

  if (per_hour != NULL)
    *per_hour = MAX (self->price_per_hour, 0.0);

  if (currency != NULL)
    *currency = self->currency;

  return self->price_per_hour >= 0.0;
}

/**
 * palco_size_get_total:
 * @self: a size
 *
 * How many servers of this size there are in the region.
 *
 * Returns: a count, or -1 when unknown
 *
 * Since: 1.0
 */
int
palco_size_get_total (PalcoSize *self)
{
  g_return_val_if_fail (PALCO_IS_SIZE (self), -1);

  return self->total;
}

/**
 * palco_size_get_free:
 * @self: a size
 *
 * How many of them were free when the catalogue was read.
 *
 * Returns: a count, or -1 when unknown
 *
 * Since: 1.0
 */
int
palco_size_get_free (PalcoSize *self)
{
  g_return_val_if_fail (PALCO_IS_SIZE (self), -1);

  return self->free;
}
