/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-price-table-private.h"

#include <math.h>

#include "palco-account.h"
#include "palco-size.h"

/**
 * PalcoPriceTable:
 *
 * What sizes are estimated to cost, where the service does not say it.
 *
 * There is one for each account, and [func@Palco.PriceTable.get_default] for all of them. It
 * belongs to the thread that made it.
 *
 * Since: 1.0
 */

struct _PalcoPriceTable
{
  GObject    parent_instance;
  GVariant  *prices;
  GSettings *settings;   /* of the default one, if they are installed */
};

enum {
  PROP_PRICES = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoPriceTable, palco_price_table, G_TYPE_OBJECT)

/* Takes @prices if it is floating. */
static void
set_prices (PalcoPriceTable *self,
            GVariant        *prices)
{
  g_autoptr(GVariant) taken = g_variant_ref_sink (prices);

  if (g_variant_equal (self->prices, taken))
    return;

  g_variant_unref (self->prices);
  self->prices = g_steal_pointer (&taken);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRICES]);
}

static void
palco_price_table_finalize (GObject *object)
{
  PalcoPriceTable *self = PALCO_PRICE_TABLE (object);

  g_clear_pointer (&self->prices, g_variant_unref);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (palco_price_table_parent_class)->finalize (object);
}

static void
palco_price_table_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PalcoPriceTable *self = PALCO_PRICE_TABLE (object);

  switch (prop_id)
    {
    case PROP_PRICES:
      g_value_set_variant (value, self->prices);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_price_table_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PalcoPriceTable *self = PALCO_PRICE_TABLE (object);
  GVariant *prices;

  switch (prop_id)
    {
    case PROP_PRICES:
      prices = g_value_get_variant (value);
      set_prices (self, prices != NULL ? prices : g_variant_new_array (G_VARIANT_TYPE ("{s(ds)}"), NULL, 0));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_price_table_class_init (PalcoPriceTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_price_table_finalize;
  object_class->get_property = palco_price_table_get_property;
  object_class->set_property = palco_price_table_set_property;

  /**
   * PalcoPriceTable:prices: (type GLib.Variant)
   *
   * All of it: from the ids of sizes to price of an hour and currency.
   *
   * Since: 1.0
   */
  properties[PROP_PRICES] =
    g_param_spec_variant ("prices", NULL, NULL, PALCO_PRICES_TYPE, NULL,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_price_table_init (PalcoPriceTable *self)
{
  self->prices = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{s(ds)}"), NULL, 0));
}

/**
 * palco_price_table_new:
 *
 * Makes a table without prices.
 *
 * Returns: (transfer full): a new table
 *
 * Since: 1.0
 */
PalcoPriceTable *
palco_price_table_new (void)
{
  return g_object_new (PALCO_TYPE_PRICE_TABLE, NULL);
}

/* Bound as they are: GSettings knows no property of variants by itself. */
static gboolean
take_setting (GValue   *value,
              GVariant *prices,
              gpointer  user_data)
{
  g_value_set_variant (value, prices);

  return TRUE;
}

static GVariant *
make_setting (const GValue       *value,
              const GVariantType *type,
              gpointer            user_data)
{
  return g_value_dup_variant (value);
}

/* No service publishes its prices for programs, and Microsoft's has ended: it begins empty. */
static PalcoPriceTable *
create_default (void)
{
  PalcoPriceTable *self = palco_price_table_new ();
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PALCO_APP_ID, TRUE);

  if (schema == NULL || !g_settings_schema_has_key (schema, "prices"))
    return self;

  self->settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_bind_with_mapping (self->settings, "prices", self, "prices", G_SETTINGS_BIND_DEFAULT,
                                take_setting, make_setting, NULL, NULL);

  return self;
}

/**
 * palco_price_table_get_default:
 *
 * The table for whatever account has no price of its own; it is kept in the settings of Palco.
 *
 * Returns: (transfer none): the table that all share
 *
 * Since: 1.0
 */
PalcoPriceTable *
palco_price_table_get_default (void)
{
  static PalcoPriceTable *table;

  if (table == NULL)
    table = create_default ();

  return table;
}

/* Ids of sizes have no case. */
static gboolean
is_for (GVariant   *entry,
        const char *size_id)
{
  const char *id;

  g_variant_get (entry, "{&s(d&s)}", &id, NULL, NULL);

  return g_ascii_strcasecmp (id, size_id) == 0;
}

/* What comes from a file may be any number. */
static gboolean
read_entry (GVariant    *entry,
            double      *per_hour,
            const char **currency)
{
  const char *code;
  double price;

  g_variant_get (entry, "{&s(d&s)}", NULL, &price, &code);
  if (!isfinite (price) || price < 0.0)
    return FALSE;

  if (per_hour != NULL)
    *per_hour = price;
  if (currency != NULL)
    *currency = *code != '\0' ? g_intern_string (code) : NULL;

  return TRUE;
}

/**
 * palco_price_table_lookup:
 * @self: a table
 * @size_id: an id of a size, in any case
 * @per_hour: (out) (optional): what an hour costs
 * @currency: (out) (optional) (nullable) (transfer none): its ISO 4217 code
 *
 * Looks up the price of a size.
 *
 * Returns: %FALSE if the table has none
 *
 * Since: 1.0
 */
gboolean
palco_price_table_lookup (PalcoPriceTable  *self,
                          const char       *size_id,
                          double           *per_hour,
                          const char      **currency)
{
  GVariantIter iter;
  GVariant *entry;
  gboolean found = FALSE;

  g_return_val_if_fail (PALCO_IS_PRICE_TABLE (self), FALSE);
  g_return_val_if_fail (size_id != NULL, FALSE);

  g_variant_iter_init (&iter, self->prices);
  while (!found && (entry = g_variant_iter_next_value (&iter)) != NULL)
    {
      found = is_for (entry, size_id) && read_entry (entry, per_hour, currency);
      g_variant_unref (entry);
    }

  return found;
}

static void
copy_others (PalcoPriceTable *self,
             const char      *size_id,
             GVariantBuilder *builder)
{
  GVariantIter iter;
  GVariant *entry;

  g_variant_builder_init (builder, PALCO_PRICES_TYPE);
  g_variant_iter_init (&iter, self->prices);
  while ((entry = g_variant_iter_next_value (&iter)) != NULL)
    {
      if (!is_for (entry, size_id))
        g_variant_builder_add_value (builder, entry);
      g_variant_unref (entry);
    }
}

/**
 * palco_price_table_set:
 * @self: a table
 * @size_id: the id of a size
 * @per_hour: what an hour costs, at least 0
 * @currency: its ISO 4217 code
 *
 * Sets the price of a size.
 *
 * Since: 1.0
 */
void
palco_price_table_set (PalcoPriceTable *self,
                       const char      *size_id,
                       double           per_hour,
                       const char      *currency)
{
  GVariantBuilder builder;

  g_return_if_fail (PALCO_IS_PRICE_TABLE (self));
  g_return_if_fail (size_id != NULL && *size_id != '\0');
  g_return_if_fail (isfinite (per_hour) && per_hour >= 0.0);
  g_return_if_fail (currency != NULL);

  copy_others (self, size_id, &builder);
  g_variant_builder_add (&builder, "{s(ds)}", size_id, per_hour, currency);
  set_prices (self, g_variant_builder_end (&builder));
}

/**
 * palco_price_table_remove:
 * @self: a table
 * @size_id: the id of a size
 *
 * Forgets the price of a size.
 *
 * Since: 1.0
 */
void
palco_price_table_remove (PalcoPriceTable *self,
                          const char      *size_id)
{
  GVariantBuilder builder;

  g_return_if_fail (PALCO_IS_PRICE_TABLE (self));
  g_return_if_fail (size_id != NULL);

  copy_others (self, size_id, &builder);
  set_prices (self, g_variant_builder_end (&builder));
}

/**
 * palco_price_for:
 * @account: (nullable): who would pay
 * @size: a size
 * @per_hour: (out) (optional): what an hour costs
 * @currency: (out) (optional) (nullable) (transfer none): its ISO 4217 code
 * @is_estimate: (out) (optional): whether somebody here entered it, and not the service told it
 *
 * What a size costs: as the service says; else as entered for the account; else as entered for
 * all accounts. This computer costs nothing, so that nothing is estimated for it.
 *
 * Returns: %FALSE if nobody knows
 *
 * Since: 1.0
 */
gboolean
palco_price_for (PalcoAccount  *account,
                 PalcoSize     *size,
                 double        *per_hour,
                 const char   **currency,
                 gboolean      *is_estimate)
{
  const char *id;

  g_return_val_if_fail (account == NULL || PALCO_IS_ACCOUNT (account), FALSE);
  g_return_val_if_fail (PALCO_IS_SIZE (size), FALSE);

  if (is_estimate != NULL)
    *is_estimate = FALSE;

  if (palco_size_get_price (size, per_hour, currency))
    return TRUE;

  if (account != NULL && palco_account_is_local (account))
    return FALSE;

  id = palco_size_get_id (size);
  if (!(account != NULL &&
        palco_price_table_lookup (palco_account_get_prices (account), id, per_hour, currency)) &&
      !palco_price_table_lookup (palco_price_table_get_default (), id, per_hour, currency))
    return FALSE;

  if (is_estimate != NULL)
    *is_estimate = TRUE;

  return TRUE;
}
