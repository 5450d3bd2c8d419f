/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-import-dialog.h"

#include <glib/gi18n.h>

#include "palco-account-words.h"
#include "palco-explain.h"
#include "palco-format.h"
#include "palco-importer.h"
#include "palco-toast.h"
#include "palco-widgets.h"

/**
 * PalcoImportDialog:
 *
 * Shows the accounts in a file of Microsoft's tools, and takes over those that are chosen.
 */

struct _PalcoImportDialog
{
  AdwWindow             parent_instance;
  AdwPreferencesGroup  *account_group;
  GtkWidget            *key_group;
  GtkSwitch            *remove_switch;
  GtkWidget            *other_secrets_label;
  GtkLabel             *message_label;
  GtkWidget            *origin;
  PalcoConnection      *connection;
  PalcoImport          *import;
  GPtrArray            *checks;       /* GtkCheckButton, as many as there are accounts; NULL for a bad one */
  GCancellable         *cancellable;
};

G_DEFINE_FINAL_TYPE (PalcoImportDialog, palco_import_dialog, ADW_TYPE_WINDOW)

static GPtrArray *
get_chosen (PalcoImportDialog *self)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);

      if (check != NULL && gtk_check_button_get_active (check))
        g_ptr_array_add (chosen, g_list_model_get_item (G_LIST_MODEL (self->import), i));
    }

  return chosen;
}

static void
chosen_changed_cb (PalcoImportDialog *self)
{
  g_autoptr(GPtrArray) chosen = get_chosen (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.run", chosen->len > 0);
}

static void
set_message (PalcoImportDialog *self,
             const char        *message)
{
  gtk_label_set_label (self->message_label, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), *message != '\0');
}

/* Whoever closes the dialog while it runs has given up. */
static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(PalcoImportDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gssize n_added = palco_importer_run_finish (result, &error);

  if (palco_error_is_cancelled (error))
    return;

  if (error != NULL)
    {
      text = palco_explain_error (error);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.run", TRUE);
      set_message (self, text);
      return;
    }

  text = n_added > 0 ? g_strdup_printf (ngettext ("%u account imported", "%u accounts imported", (gulong) n_added),
                                        (guint) n_added)
                     : g_strdup (_("The accounts were there already"));
  palco_toast_message (self->origin, text);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PalcoImportDialog *self = PALCO_IMPORT_DIALOG (widget);
  g_autoptr(GPtrArray) chosen = get_chosen (self);

  set_message (self, "");
  gtk_widget_action_set_enabled (widget, "import.run", FALSE);
  palco_importer_run_async (self->connection, self->import, chosen,
                            gtk_switch_get_active (self->remove_switch), self->cancellable, run_cb,
                            g_object_ref (self));
}

/* What is carried over of it, as far as there is something to say. */
static char *
dup_subtitle (PalcoImportAccount *imported)
{
  PalcoAccount *account = palco_import_account_get_account (imported);
  const GError *error = palco_import_account_get_error (imported);
  g_autofree char *key_goes_to = NULL;
  GString *text;

  if (account == NULL)
    return palco_explain_error (error);

  text = g_string_new (palco_account_get_address (account));
  g_string_append_printf (text, "\n%s", palco_account_get_account_id (account));
  g_string_append_printf (text, " · %s", palco_import_account_has_key (imported) ? _("with its key")
                                                                                 : _("without a key"));
  key_goes_to = palco_account_words_key_goes_to (account);
  if (key_goes_to != NULL)
    g_string_append_printf (text, "\n%s", key_goes_to);
  if (palco_account_is_retired (account))
    g_string_append_printf (text, "\n%s", _("Microsoft switched this service off on 30 September 2025."));

  return g_string_free (text, FALSE);
}

static void
add_account (PalcoImportDialog  *self,
             PalcoImportAccount *imported)
{
  g_autofree char *subtitle = dup_subtitle (imported);
  GtkWidget *row = palco_action_row_new (palco_import_account_get_name (imported), subtitle);
  GtkWidget *check = NULL;

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (palco_import_account_get_account (imported) != NULL)
    {
      check = gtk_check_button_new ();
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      g_signal_connect_object (check, "toggled", G_CALLBACK (chosen_changed_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
    }

  g_ptr_array_add (self->checks, check);
  adw_preferences_group_add (self->account_group, row);
}

static void
show_import (PalcoImportDialog *self)
{
  g_autofree char *file_name = g_file_get_basename (palco_import_get_file (self->import));
  gboolean has_keys = FALSE;

  adw_preferences_group_set_title (self->account_group, _("Accounts"));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->import)); i++)
    {
      g_autoptr(PalcoImportAccount) imported = g_list_model_get_item (G_LIST_MODEL (self->import), i);

      has_keys |= palco_import_account_has_key (imported);
      add_account (self, imported);
    }

  gtk_window_set_title (GTK_WINDOW (self), file_name);
  gtk_widget_set_visible (self->key_group, has_keys);
  gtk_widget_set_visible (self->other_secrets_label, palco_import_has_other_secrets (self->import));
  chosen_changed_cb (self);
}

static void
palco_import_dialog_dispose (GObject *object)
{
  PalcoImportDialog *self = PALCO_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_object (&self->import);
  g_clear_object (&self->connection);
  g_clear_object (&self->origin);

  G_OBJECT_CLASS (palco_import_dialog_parent_class)->dispose (object);
}

static void
palco_import_dialog_class_init (PalcoImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = palco_import_dialog_dispose;

  gtk_widget_class_install_action (widget_class, "import.run", NULL, run_action);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoImportDialog, account_group);
  gtk_widget_class_bind_template_child (widget_class, PalcoImportDialog, key_group);
  gtk_widget_class_bind_template_child (widget_class, PalcoImportDialog, remove_switch);
  gtk_widget_class_bind_template_child (widget_class, PalcoImportDialog, other_secrets_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoImportDialog, message_label);
}

static void
palco_import_dialog_init (PalcoImportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->checks = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What a file is opened for. */
typedef struct
{
  GtkWidget       *origin;
  PalcoConnection *connection;
} Opening;

static Opening *
opening_new (GtkWidget       *origin,
             PalcoConnection *connection)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->origin = g_object_ref (origin);
  opening->connection = g_object_ref (connection);

  return opening;
}

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->origin);
  g_object_unref (opening->connection);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
opening_free_closure (gpointer  data,
                      GClosure *closure)
{
  opening_free (data);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Opening) opening = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoImport) import = palco_import_load_finish (result, &error);
  GtkRoot *root = gtk_widget_get_root (opening->origin);
  PalcoImportDialog *self;

  if (import == NULL)
    {
      palco_error_present (opening->origin, _("Could Not Read the File"), error, NULL);
      return;
    }

  self = g_object_new (PALCO_TYPE_IMPORT_DIALOG, "transient-for", root, NULL);
  self->origin = g_object_ref (opening->origin);
  self->connection = g_object_ref (opening->connection);
  self->import = g_steal_pointer (&import);
  show_import (self);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * palco_import_dialog_open:
 * @origin: a widget in the window
 * @connection: where accounts and keyring are
 * @file: a file of Microsoft's tools
 *
 * Reads it and shows what is in it; nothing is taken over yet.
 */
void
palco_import_dialog_open (GtkWidget       *origin,
                          PalcoConnection *connection,
                          GFile           *file)
{
  palco_import_load_async (file, NULL, loaded_cb, opening_new (origin, connection));
}

static void
response_cb (GtkNativeDialog *chooser,
             int              response,
             Opening         *opening)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

      palco_import_dialog_open (opening->origin, opening->connection, file);
    }

  g_object_unref (chooser);
}

/**
 * palco_import_dialog_choose:
 * @origin: a widget in the window
 * @connection: where accounts and keyring are
 *
 * Asks for a file, then goes on with it.
 */
void
palco_import_dialog_choose (GtkWidget       *origin,
                            PalcoConnection *connection)
{
  GtkFileChooserNative *chooser;
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  chooser = gtk_file_chooser_native_new (_("Import Accounts"), GTK_WINDOW (gtk_widget_get_root (origin)),
                                         GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_file_filter_set_name (filter, _("Accounts of Microsoft’s Tools (JSON)"));
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), opening_new (origin, connection),
                         opening_free_closure, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
