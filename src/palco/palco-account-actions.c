/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-actions.h"

#include "palco-account-dialog.h"
#include "palco-import-dialog.h"
#include "palco-sts-trust.h"

/* What the window does about accounts. It lives as long as the window. */
typedef struct
{
  GtkWindow       *window;
  GtkWidget       *origin;
  PalcoConnection *connection;
} AccountActions;

static void
account_actions_free (AccountActions *self)
{
  g_object_unref (self->connection);
  g_free (self);
}

static PalcoAccount *
lookup_account (AccountActions *self,
                GVariant       *uid)
{
  PalcoAccountList *accounts = palco_connection_get_accounts (self->connection);

  return palco_account_list_lookup (accounts, g_variant_get_string (uid, NULL));
}

static void
account_added_cb (PalcoConnection *connection,
                  PalcoAccount    *account)
{
  palco_connection_switch_to (connection, account);
}

static void
account_changed_cb (PalcoConnection *connection,
                    PalcoAccount    *account,
                    gboolean         signs_in_anew)
{
  if (signs_in_anew && account == palco_connection_get_account (connection))
    palco_connection_switch_to (connection, account);
}

static void
show_account_dialog (AccountActions *self,
                     PalcoAccount   *account)
{
  GtkWidget *dialog = palco_account_dialog_new (self->window, self->connection, account);

  g_signal_connect_object (dialog, "done",
                           account != NULL ? G_CALLBACK (account_changed_cb)
                                           : G_CALLBACK (account_added_cb),
                           self->connection, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_account_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  show_account_dialog (user_data, NULL);
}

static void
enter_key_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  AccountActions *self = user_data;
  PalcoAccount *account = palco_connection_get_account (self->connection);

  if (account != NULL && !palco_account_is_local (account))
    show_account_dialog (self, account);
}

static void
edit_account_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  AccountActions *self = user_data;
  PalcoAccount *account = lookup_account (self, parameter);

  if (account != NULL)
    show_account_dialog (self, account);
}

/* Of the file that is named, or of one that somebody chooses. */
static void
import_accounts_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  AccountActions *self = user_data;
  const char *uri = g_variant_get_string (parameter, NULL);
  g_autoptr(GFile) file = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;

  if (file != NULL)
    palco_import_dialog_open (self->origin, self->connection, file);
  else
    palco_import_dialog_choose (self->origin, self->connection);
}

static void
switch_account_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  AccountActions *self = user_data;
  PalcoAccount *account = lookup_account (self, parameter);

  if (account == NULL)
    account = palco_connection_get_local_account (self->connection);

  if (account != palco_connection_get_account (self->connection))
    palco_connection_switch_to (self->connection, account);
}

static void
trust_sts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  AccountActions *self = user_data;

  palco_sts_trust_ask (self->origin, self->connection);
}

static const GActionEntry actions[] = {
  { "add-account", add_account_action },
  { "edit-account", edit_account_action, "s" },
  { "enter-key", enter_key_action },
  { "import-accounts", import_accounts_action, "s" },
  { "switch-account", switch_account_action, "s" },
  { "trust-sts", trust_sts_action },
};

static void
status_changed_cb (GActionMap      *window,
                   GParamSpec      *pspec,
                   PalcoConnection *connection)
{
  GAction *action = g_action_map_lookup_action (window, "enter-key");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), palco_connection_get_status (connection) ==
                                                         PALCO_CONNECTION_STATUS_FAILED);
}

/**
 * palco_account_actions_install:
 * @window: the window
 * @origin: a widget in it, where messages appear
 * @connection: where accounts are
 */
void
palco_account_actions_install (GtkApplicationWindow *window,
                               GtkWidget            *origin,
                               PalcoConnection      *connection)
{
  AccountActions *self = g_new0 (AccountActions, 1);

  self->window = GTK_WINDOW (window);
  self->origin = origin;
  self->connection = g_object_ref (connection);
  g_object_set_data_full (G_OBJECT (window), "palco-account-actions", self,
                          (GDestroyNotify) account_actions_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (connection, "notify::status", G_CALLBACK (status_changed_cb), window,
                           G_CONNECT_SWAPPED);
  status_changed_cb (G_ACTION_MAP (window), NULL, connection);
}
