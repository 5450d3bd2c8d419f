/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-price-group.h"

#include <glib/gi18n.h>

#include <stdlib.h>

#include "palco-explain.h"
#include "palco-widgets.h"

#define PRICE_MAX 100000.0

/**
 * PalcoPriceGroup:
 *
 * What an hour of each size is estimated to cost: a number and a currency, such as “4.60 USD”.
 */

struct _PalcoPriceGroup
{
  AdwPreferencesGroup  parent_instance;
  PalcoPriceTable     *table;
  PalcoAccountList    *accounts;   /* where they are stored; NULL when that is not ours to do */
};

G_DEFINE_FINAL_TYPE (PalcoPriceGroup, palco_price_group, ADW_TYPE_PREFERENCES_GROUP)

/* As people write it here: with their own decimal sign. */
static char *
dup_text (PalcoPriceGroup *self,
          const char      *size_id)
{
  const char *currency;
  double per_hour;

  if (!palco_price_table_lookup (self->table, size_id, &per_hour, &currency))
    return g_strdup ("");

  return g_strdup_printf ("%.2f %s", per_hour, currency != NULL ? currency : "");
}

/* “4.60 USD”, “USD 4,60” and “4.6usd” are all clear enough. */
static gboolean
parse (const char  *text,
       double      *per_hour,
       char       **currency)
{
  g_autofree char *number = g_strdup (text);
  g_autofree char *code = g_strdup (text);
  char *end;

  g_strstrip (g_strcanon (number, "0123456789.,", ' '));
  g_strstrip (g_strcanon (code, G_CSET_A_2_Z G_CSET_a_2_z, ' '));
  if (strlen (code) != 3 || strchr (code, ' ') != NULL || strchr (number, ' ') != NULL)
    return FALSE;

  *per_hour = g_ascii_strtod (g_strdelimit (number, ",", '.'), &end);
  if (*number == '\0' || *end != '\0' || *per_hour > PRICE_MAX)
    return FALSE;

  *currency = g_ascii_strup (code, -1);

  return TRUE;
}

static void
edited_cb (PalcoPriceGroup *self,
           GtkEditable     *row)
{
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

static void
apply_cb (PalcoPriceGroup *self,
          GtkEditable     *row)
{
  const char *size_id = g_object_get_data (G_OBJECT (row), "size-id");
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));
  g_autofree char *currency = NULL;
  double per_hour;

  if (*text == '\0')
    palco_price_table_remove (self->table, size_id);
  else if (parse (text, &per_hour, &currency))
    palco_price_table_set (self->table, size_id, per_hour, currency);
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

static void
add_row (PalcoPriceGroup *self,
         const char      *size_id)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ENTRY_ROW, "use-markup", FALSE, "show-apply-button", TRUE, NULL);
  g_autofree char *text = dup_text (self, size_id);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), size_id);
  palco_row_name_parts (ADW_PREFERENCES_ROW (row));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_object_set_data_full (G_OBJECT (row), "size-id", g_strdup (size_id), g_free);
  g_signal_connect_object (row, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
palco_price_group_finalize (GObject *object)
{
  PalcoPriceGroup *self = PALCO_PRICE_GROUP (object);

  g_clear_object (&self->table);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (palco_price_group_parent_class)->finalize (object);
}

static void
palco_price_group_class_init (PalcoPriceGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_price_group_finalize;
}

static void
palco_price_group_init (PalcoPriceGroup *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static gboolean
has_size (GListModel *sizes,
          const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      if (g_ascii_strcasecmp (palco_size_get_id (size), id) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_other_sizes (PalcoPriceGroup *self,
                 GListModel      *sizes)
{
  for (guint i = 0; i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      if (!palco_size_get_price (size, NULL, NULL))
        add_row (self, palco_size_get_id (size));
    }
}

/**
 * palco_price_group_new:
 * @table: the prices to show and change
 * @sizes: (nullable): the sizes of the service; %NULL for the two that every service has
 *
 * Sizes whose service tells the price are left out: that is no estimate.
 */
GtkWidget *
palco_price_group_new (PalcoPriceTable *table,
                       GListModel      *sizes)
{
  static const char * const usual[] = { "Standard", "Premium" };
  PalcoPriceGroup *self = g_object_new (PALCO_TYPE_PRICE_GROUP, NULL);

  self->table = g_object_ref (table);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      if (sizes == NULL || !has_size (sizes, usual[i]))
        add_row (self, usual[i]);
    }

  if (sizes != NULL)
    add_other_sizes (self, sizes);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Estimated Prices per Hour"));

  return GTK_WIDGET (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(PalcoPriceGroup) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *explanation = NULL;

  if (!palco_account_list_save_finish (PALCO_ACCOUNT_LIST (source), result, &error))
    explanation = palco_explain_error (error);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), explanation);
}

static void
prices_changed_cb (PalcoPriceGroup *self)
{
  palco_account_list_save_async (self->accounts, NULL, saved_cb, g_object_ref (self));
}

/**
 * palco_price_group_new_for_account:
 * @connection: where accounts are
 * @account: whose prices to show and change; they are stored at once
 */
GtkWidget *
palco_price_group_new_for_account (PalcoConnection *connection,
                                   PalcoAccount    *account)
{
  PalcoClient *client = palco_connection_get_client (connection);
  PalcoCatalogue *catalogue = NULL;
  PalcoPriceGroup *self;

  if (client != NULL && account == palco_connection_get_account (connection))
    catalogue = palco_client_get_catalogue (client);

  self = PALCO_PRICE_GROUP (palco_price_group_new (palco_account_get_prices (account),
                                                   catalogue != NULL ? palco_catalogue_get_sizes (catalogue)
                                                                     : NULL));
  self->accounts = g_object_ref (palco_connection_get_accounts (connection));
  g_signal_connect_object (account, "notify::prices", G_CALLBACK (prices_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
