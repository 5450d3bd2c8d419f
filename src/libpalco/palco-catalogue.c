/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-catalogue-private.h"

#include "palco-region.h"
#include "palco-size.h"

/**
 * PalcoCatalogue:
 *
 * The regions and sizes that an account can use.
 *
 * A service that describes itself is believed; for others the library knows the
 * regions of Azure Remote Rendering, or takes the address of the account as the only region.
 * Instances never change: load again with [method@Palco.Client.load_catalogue_async].
 *
 * Since: 1.0
 */

struct _PalcoCatalogue
{
  GObject     parent_instance;
  char       *service_name;
  char       *sts_url;
  gboolean    discovered;
  gboolean    is_retired;
  gboolean    is_without_key;
  gboolean    is_without_token;
  GListStore *regions;
  GListStore *sizes;
};

enum {
  PROP_SERVICE_NAME = 1,
  PROP_STS_URL,
  PROP_DISCOVERED,
  PROP_REGIONS,
  PROP_SIZES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoCatalogue, palco_catalogue, G_TYPE_OBJECT)

static void
palco_catalogue_finalize (GObject *object)
{
  PalcoCatalogue *self = PALCO_CATALOGUE (object);

  g_free (self->service_name);
  g_free (self->sts_url);
  g_clear_object (&self->regions);
  g_clear_object (&self->sizes);

  G_OBJECT_CLASS (palco_catalogue_parent_class)->finalize (object);
}

static void
palco_catalogue_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PalcoCatalogue *self = PALCO_CATALOGUE (object);

  switch (prop_id)
    {
    case PROP_SERVICE_NAME:
      g_value_set_string (value, self->service_name);
      break;

    case PROP_STS_URL:
      g_value_set_string (value, self->sts_url);
      break;

    case PROP_DISCOVERED:
      g_value_set_boolean (value, self->discovered);
      break;

    case PROP_REGIONS:
      g_value_set_object (value, self->regions);
      break;

    case PROP_SIZES:
      g_value_set_object (value, self->sizes);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_catalogue_class_init (PalcoCatalogueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_catalogue_finalize;
  object_class->get_property = palco_catalogue_get_property;

  /**
   * PalcoCatalogue:service-name:
   *
   * What the service calls itself.
   *
   * Since: 1.0
   */
  properties[PROP_SERVICE_NAME] =
    g_param_spec_string ("service-name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoCatalogue:sts-url:
   *
   * The address of the token service, if the service named one.
   *
   * Since: 1.0
   */
  properties[PROP_STS_URL] =
    g_param_spec_string ("sts-url", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoCatalogue:discovered:
   *
   * Whether the service itself told all this.
   *
   * Since: 1.0
   */
  properties[PROP_DISCOVERED] =
    g_param_spec_boolean ("discovered", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoCatalogue:regions:
   *
   * The [class@Palco.Region]s.
   *
   * Since: 1.0
   */
  properties[PROP_REGIONS] =
    g_param_spec_object ("regions", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoCatalogue:sizes:
   *
   * The [class@Palco.Size]s.
   *
   * Since: 1.0
   */
  properties[PROP_SIZES] =
    g_param_spec_object ("sizes", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_catalogue_init (PalcoCatalogue *self)
{
  self->regions = g_list_store_new (PALCO_TYPE_REGION);
  self->sizes = g_list_store_new (PALCO_TYPE_SIZE);
}

PalcoCatalogue *
palco_catalogue_new (const char *service_name,
                     const char *sts_url,
                     gboolean    discovered)
{
  PalcoCatalogue *self = g_object_new (PALCO_TYPE_CATALOGUE, NULL);

  self->service_name = g_strdup (service_name);
  self->sts_url = g_strdup (sts_url);
  self->discovered = discovered;

  return self;
}

void
palco_catalogue_add_region (PalcoCatalogue *self,
                            PalcoRegion    *region)
{
  g_list_store_append (self->regions, region);
}

void
palco_catalogue_add_size (PalcoCatalogue *self,
                          PalcoSize      *size)
{
  g_list_store_append (self->sizes, size);
}

/**
 * palco_catalogue_get_service_name:
 * @self: a catalogue
 *
 * What the service calls itself.
 *
 * Returns: a name for people
 *
 * Since: 1.0
 */
const char *
palco_catalogue_get_service_name (PalcoCatalogue *self)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), NULL);

  return self->service_name;
}

/**
 * palco_catalogue_get_sts_url:
 * @self: a catalogue
 *
 * The address of the token service.
 *
 * Returns: (nullable): an address, or %NULL if the service named none
 *
 * Since: 1.0
 */
const char *
palco_catalogue_get_sts_url (PalcoCatalogue *self)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), NULL);

  return self->sts_url;
}

/**
 * palco_catalogue_is_discovered: (get-property discovered)
 * @self: a catalogue
 *
 * Whether the service itself told all this.
 *
 * Returns: %FALSE if the library filled it in
 *
 * Since: 1.0
 */
gboolean
palco_catalogue_is_discovered (PalcoCatalogue *self)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), FALSE);

  return self->discovered;
}

void
palco_catalogue_set_retired (PalcoCatalogue *self)
{
  self->is_retired = TRUE;
}

void
palco_catalogue_refuse_sign_in (PalcoCatalogue  *self,
                                PalcoSignInKind  kind)
{
  if (kind == PALCO_SIGN_IN_KEY)
    self->is_without_key = TRUE;
  else
    self->is_without_token = TRUE;
}

/**
 * palco_catalogue_is_retired:
 * @self: a catalogue
 *
 * Whether the service has ended for everybody. Microsoft switched Azure Remote Rendering off on
 * 30 September 2025.
 *
 * Returns: %TRUE if no session can be started there any more
 *
 * Since: 1.0
 */
gboolean
palco_catalogue_is_retired (PalcoCatalogue *self)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), FALSE);

  return self->is_retired;
}

/**
 * palco_catalogue_offers_sign_in:
 * @self: a catalogue
 * @kind: how one would sign in
 *
 * Whether one may sign in so; a service that says nothing of it may take anything.
 *
 * Returns: %FALSE if the service says that one may not
 *
 * Since: 1.0
 */
gboolean
palco_catalogue_offers_sign_in (PalcoCatalogue  *self,
                                PalcoSignInKind  kind)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), FALSE);

  return kind == PALCO_SIGN_IN_KEY ? !self->is_without_key : !self->is_without_token;
}

/**
 * palco_catalogue_get_regions:
 * @self: a catalogue
 *
 * The regions, in the order of the service.
 *
 * Returns: (transfer none): a list model of [class@Palco.Region]
 *
 * Since: 1.0
 */
GListModel *
palco_catalogue_get_regions (PalcoCatalogue *self)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->regions);
}

/**
 * palco_catalogue_get_sizes:
 * @self: a catalogue
 *
 * The sizes, in the order of the service.
 *
 * Returns: (transfer none): a list model of [class@Palco.Size]
 *
 * Since: 1.0
 */
GListModel *
palco_catalogue_get_sizes (PalcoCatalogue *self)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->sizes);
}

/**
 * palco_catalogue_lookup_region:
 * @self: a catalogue
 * @id: an id of a region, in any case
 *
 * Finds a region by its id.
 *
 * Returns: (nullable) (transfer none): the region, if there is one
 *
 * Since: 1.0
 */
PalcoRegion *
palco_catalogue_lookup_region (PalcoCatalogue *self,
                               const char     *id)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->regions)); i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (G_LIST_MODEL (self->regions), i);

      if (g_ascii_strcasecmp (palco_region_get_id (region), id) == 0)
        return region;   /* the list keeps it */
    }

  return NULL;
}

/**
 * palco_catalogue_lookup_size:
 * @self: a catalogue
 * @id: an id of a size, in any case
 *
 * Finds a size by its id.
 *
 * Returns: (nullable) (transfer none): the size, if there is one
 *
 * Since: 1.0
 */
PalcoSize *
palco_catalogue_lookup_size (PalcoCatalogue *self,
                             const char     *id)
{
  g_return_val_if_fail (PALCO_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sizes)); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (G_LIST_MODEL (self->sizes), i);

      if (g_ascii_strcasecmp (palco_size_get_id (size), id) == 0)
        return size;   /* the list keeps it */
    }

  return NULL;
}
