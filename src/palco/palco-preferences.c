/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preferences.h"

#include <glib/gi18n.h>
#include <palco.h>

#include "palco-price-group.h"
#include "palco-widgets.h"

/**
 * PalcoPreferences:
 *
 * What people choose once. Each row is a setting, stored at once.
 */

struct _PalcoPreferences
{
  AdwPreferencesWindow  parent_instance;
  AdwPreferencesPage   *price_page;
  GtkAdjustment        *lease_adjustment;
  GtkAdjustment        *extend_adjustment;
  GtkDropDown          *on_close_drop_down;
  GtkSwitch            *reminders_switch;
  GtkSwitch            *latency_switch;
  GSettings            *settings;
};

G_DEFINE_FINAL_TYPE (PalcoPreferences, palco_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The rows stand in the order of the values. */
static gboolean
selected_from_nick (GValue   *selected,
                    GVariant *nick,
                    gpointer  user_data)
{
  GSettings *settings = user_data;

  g_value_set_uint (selected, (guint) g_settings_get_enum (settings, "on-close"));

  return TRUE;
}

static GVariant *
nick_from_selected (const GValue       *selected,
                    const GVariantType *type,
                    gpointer            user_data)
{
  static const char * const nicks[] = { "ask", "keep", "stop" };
  guint position = g_value_get_uint (selected);

  return position < G_N_ELEMENTS (nicks) ? g_variant_new_string (nicks[position]) : NULL;
}

static void
bind_settings (PalcoPreferences *self)
{
  const struct {
    const char *key;
    gpointer    object;
    const char *property;
  } bindings[] = {
    { "lease-minutes", self->lease_adjustment, "value" },
    { "extend-minutes", self->extend_adjustment, "value" },
    { "reminders", self->reminders_switch, "active" },
    { "measure-latency", self->latency_switch, "active" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    g_settings_bind (self->settings, bindings[i].key, bindings[i].object, bindings[i].property,
                     G_SETTINGS_BIND_DEFAULT);

  g_settings_bind_with_mapping (self->settings, "on-close", self->on_close_drop_down, "selected",
                                G_SETTINGS_BIND_DEFAULT, selected_from_nick, nick_from_selected,
                                self->settings, NULL);
}

static void
add_prices (PalcoPreferences *self)
{
  GtkWidget *group = palco_price_group_new (palco_price_table_get_default (), NULL);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("For services that do not tell their prices, for example “4.60 USD”. An account can have prices of its own. All that is computed with them is called an estimate."));
  adw_preferences_page_add (self->price_page, ADW_PREFERENCES_GROUP (group));
}

static void
palco_preferences_finalize (GObject *object)
{
  g_clear_object (&PALCO_PREFERENCES (object)->settings);

  G_OBJECT_CLASS (palco_preferences_parent_class)->finalize (object);
}

static void
palco_preferences_class_init (PalcoPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = palco_preferences_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoPreferences, price_page);
  gtk_widget_class_bind_template_child (widget_class, PalcoPreferences, lease_adjustment);
  gtk_widget_class_bind_template_child (widget_class, PalcoPreferences, extend_adjustment);
  gtk_widget_class_bind_template_child (widget_class, PalcoPreferences, on_close_drop_down);
  gtk_widget_class_bind_template_child (widget_class, PalcoPreferences, reminders_switch);
  gtk_widget_class_bind_template_child (widget_class, PalcoPreferences, latency_switch);
}

static void
palco_preferences_init (PalcoPreferences *self)
{
  self->settings = g_settings_new (PALCO_APP_ID);

  gtk_widget_init_template (GTK_WIDGET (self));
  palco_drop_down_set_name (self->on_close_drop_down, _("When the Window Is Closed"));
  palco_parts_set_name (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW, _("Preferences"));
  bind_settings (self);
  add_prices (self);
}

GtkWidget *
palco_preferences_new (GtkWindow *parent)
{
  return g_object_new (PALCO_TYPE_PREFERENCES, "transient-for", parent, NULL);
}
