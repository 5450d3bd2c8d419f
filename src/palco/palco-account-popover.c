/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-popover.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-keeper.h"
#include "palco-widgets.h"

/**
 * PalcoAccountPopover:
 *
 * The accounts, of which one is in use; this computer is always among them.
 */

struct _PalcoAccountPopover
{
  GtkPopover       parent_instance;
  GtkListBox      *account_box;
  PalcoConnection *connection;
  GListModel      *accounts;
};

enum {
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoAccountPopover, palco_account_popover, GTK_TYPE_POPOVER)

static void
row_activated_cb (PalcoAccountPopover *self,
                  GtkListBoxRow       *row)
{
  g_autoptr(PalcoAccount) account = NULL;

  account = g_list_model_get_item (self->accounts, gtk_list_box_row_get_index (row));
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.switch-account", "s",
                              palco_account_get_uid (account));
}

static GtkWidget *
create_settings_button (PalcoAccountPopover *self,
                        PalcoAccount        *account)
{
  g_autofree char *label = NULL;
  GtkWidget *button = gtk_button_new_from_icon_name ("emblem-system-symbolic");

  /* Translators: %s is the name of an account. */
  label = g_strdup_printf (_("Settings of Account “%s”"), palco_account_get_name (account));
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.edit-account");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", palco_account_get_uid (account));
  g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), self, G_CONNECT_SWAPPED);

  return button;
}

/* Sessions that nobody may forget come before what is always the same. */
static char *
dup_subtitle (PalcoAccountPopover *self,
              PalcoAccount        *account)
{
  PalcoKeeper *keeper = palco_connection_get_keeper (self->connection);
  guint n_open = palco_keeper_get_n_open (keeper, account);

  if (n_open > palco_keeper_get_n_running (keeper, account))
    return g_strdup_printf (ngettext ("%u session may be running", "%u sessions may be running",
                                      n_open),
                            n_open);

  if (n_open > 0)
    return g_strdup_printf (ngettext ("%u session is running", "%u sessions are running", n_open),
                            n_open);

  if (palco_account_is_local (account))
    return g_strdup (_("No account needed"));

  if (palco_key_holder_has_key (palco_connection_get_key_holder (self->connection), account))
    return g_strdup (_("Key kept until Palco is closed"));

  return g_strdup (palco_account_get_address (account));
}

static void
update_rows (PalcoAccountPopover *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->account_box, i)) != NULL; i++)
    {
      g_autoptr(PalcoAccount) account = g_list_model_get_item (self->accounts, i);
      g_autofree char *subtitle = dup_subtitle (self, account);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), palco_format_account_name (account));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
    }
}

/* It keeps its place, so that all names begin below each other. */
static void
set_mark (GtkWidget *mark,
          gboolean   in_use)
{
  gtk_widget_set_opacity (mark, in_use);
  if (in_use)
    gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, _("In use"), -1);
  else
    gtk_accessible_update_state (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PalcoAccountPopover *self = user_data;
  PalcoAccount *account = item;
  gboolean is_local = palco_account_is_local (account);
  g_autofree char *subtitle = dup_subtitle (self, account);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  GtkWidget *row = palco_action_row_new (palco_format_account_name (account), subtitle);

  /* What scrolls takes the height that rows have before anything is wrapped. */
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  set_mark (mark, account == palco_connection_get_account (self->connection));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  if (!is_local)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_settings_button (self, account));

  return row;
}

static void
bind_accounts (PalcoAccountPopover *self)
{
  gtk_list_box_bind_model (self->account_box, self->accounts, create_row, self, NULL);
}

static void
palco_account_popover_constructed (GObject *object)
{
  PalcoAccountPopover *self = PALCO_ACCOUNT_POPOVER (object);
  PalcoKeeper *keeper = palco_connection_get_keeper (self->connection);
  GListStore *local = g_list_store_new (PALCO_TYPE_ACCOUNT);
  GListStore *both = g_list_store_new (G_TYPE_LIST_MODEL);

  G_OBJECT_CLASS (palco_account_popover_parent_class)->constructed (object);

  g_list_store_append (local, palco_connection_get_local_account (self->connection));
  g_list_store_append (both, local);
  g_list_store_append (both, palco_connection_get_accounts (self->connection));
  g_object_unref (local);
  self->accounts = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (both)));

  g_signal_connect_object (self->connection, "notify::account", G_CALLBACK (bind_accounts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keeper, "changed", G_CALLBACK (update_rows), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "show", G_CALLBACK (palco_keeper_check), keeper, G_CONNECT_SWAPPED);
  g_signal_connect (self, "show", G_CALLBACK (update_rows), NULL);
  bind_accounts (self);
}

static void
palco_account_popover_finalize (GObject *object)
{
  PalcoAccountPopover *self = PALCO_ACCOUNT_POPOVER (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_account_popover_parent_class)->finalize (object);
}

static void
palco_account_popover_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  PalcoAccountPopover *self = PALCO_ACCOUNT_POPOVER (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_account_popover_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  PalcoAccountPopover *self = PALCO_ACCOUNT_POPOVER (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_account_popover_class_init (PalcoAccountPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = palco_account_popover_constructed;
  object_class->finalize = palco_account_popover_finalize;
  object_class->get_property = palco_account_popover_get_property;
  object_class->set_property = palco_account_popover_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-account-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountPopover, account_box);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
palco_account_popover_init (PalcoAccountPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
palco_account_popover_new (PalcoConnection *connection)
{
  return g_object_new (PALCO_TYPE_ACCOUNT_POPOVER, "connection", connection, NULL);
}
