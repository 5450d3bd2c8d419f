/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-removal.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-toast.h"

#define UNDO_SECS 10

/* Removing an account, with a way back: it leaves the list at once, its key leaves the
 * keyring only when the toast that offers Undo has gone. Until then the program stays. */
typedef struct
{
  GWeakRef         origin;
  PalcoConnection *connection;
  PalcoAccount    *account;
  gboolean         was_in_use;
  gboolean         is_undone;
} Removal;

static Removal *
removal_ref (Removal *removal)
{
  return g_rc_box_acquire (removal);
}

static void
removal_clear (gpointer data)
{
  Removal *removal = data;

  g_weak_ref_clear (&removal->origin);
  g_clear_object (&removal->connection);
  g_clear_object (&removal->account);
}

static void
removal_unref (Removal *removal)
{
  g_rc_box_release_full (removal, removal_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Removal, removal_unref)

static void
removal_unref_closure (gpointer  data,
                       GClosure *closure)
{
  removal_unref (data);
}

static void
report (Removal      *removal,
        const char   *what_happened,
        const GError *error)
{
  g_autoptr(GtkWidget) origin = g_weak_ref_get (&removal->origin);

  if (error != NULL && origin != NULL)
    palco_toast_error (origin, what_happened, error, NULL);
}

static void
key_cleared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;

  palco_keyring_clear_key_finish (PALCO_KEYRING (source), result, &error);
  report (removal, _("The account key is still in the keyring"), error);
  g_application_release (g_application_get_default ());
}

static void
toast_dismissed_cb (AdwToast *toast,
                    gpointer  user_data)
{
  Removal *removal = user_data;

  if (removal->is_undone)
    {
      g_application_release (g_application_get_default ());
      return;
    }

  palco_key_holder_set_key (palco_connection_get_key_holder (removal->connection),
                            removal->account, NULL);
  palco_keyring_clear_key_async (palco_connection_get_keyring (removal->connection),
                                 removal->account, NULL, key_cleared_cb, removal_ref (removal));
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;

  palco_account_list_add_finish (PALCO_ACCOUNT_LIST (source), result, &error);
  report (removal, _("Could not restore the account"), error);
  if (error == NULL && removal->was_in_use)
    palco_connection_switch_to (removal->connection, removal->account);
}

static void
undo_cb (AdwToast *toast,
         gpointer  user_data)
{
  Removal *removal = user_data;

  removal->is_undone = TRUE;
  palco_account_list_add_async (palco_connection_get_accounts (removal->connection),
                                removal->account, NULL, restored_cb, removal_ref (removal));
}

static void
offer_undo (Removal   *removal,
            GtkWidget *origin)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (origin, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  AdwToast *toast;

  /* Translators: %s is the name of an account. */
  text = g_strdup_printf (_("Account “%s” removed"), palco_account_get_name (removal->account));
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_timeout (toast, UNDO_SECS);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), removal_ref (removal),
                         removal_unref_closure, 0);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (toast_dismissed_cb),
                         removal_ref (removal), removal_unref_closure, 0);
  g_application_hold (g_application_get_default ());
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GtkWidget) origin = g_weak_ref_get (&removal->origin);
  g_autoptr(GError) error = NULL;

  palco_account_list_remove_finish (PALCO_ACCOUNT_LIST (source), result, &error);
  if (error != NULL)
    {
      report (removal, _("Could not remove the account"), error);
      return;
    }

  removal->was_in_use = palco_connection_get_account (removal->connection) == removal->account;
  if (removal->was_in_use)
    palco_connection_switch_to (removal->connection,
                                palco_connection_get_local_account (removal->connection));
  if (origin != NULL)
    offer_undo (removal, origin);
}

static void
remove_account (Removal *removal)
{
  palco_account_list_remove_async (palco_connection_get_accounts (removal->connection),
                                   removal->account, NULL, removed_cb, removal_ref (removal));
}

static void
remove_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    gpointer          user_data)
{
  remove_account (user_data);
}

static void
ask (Removal   *removal,
     GtkWidget *origin,
     guint      n_running)
{
  GtkRoot *root = gtk_widget_get_root (origin);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (root), NULL, NULL));

  /* Translators: %s is the name of an account. */
  adw_message_dialog_format_heading (dialog, _("Remove Account “%s”?"),
                                     palco_account_get_name (removal->account));
  adw_message_dialog_format_body (dialog,
                                  ngettext ("%u session is running. Palco can no longer stop it; it goes on, and is billed, until its lease ends.",
                                            "%u sessions are running. Palco can no longer stop them; they go on, and are billed, until their leases end.",
                                            n_running),
                                  n_running);
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("_Cancel"),
                                    "remove", _("_Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response::remove", G_CALLBACK (remove_response_cb),
                         removal_ref (removal), removal_unref_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * palco_account_removal_start:
 * @origin: a widget in the window
 * @connection: what uses the account
 * @account: the account to remove
 * @n_running: sessions of it that are known to run
 *
 * Asks only when sessions would be forgotten; else there is Undo.
 */
void
palco_account_removal_start (GtkWidget       *origin,
                             PalcoConnection *connection,
                             PalcoAccount    *account,
                             guint            n_running)
{
  g_autoptr(Removal) removal = g_rc_box_new0 (Removal);

  g_weak_ref_init (&removal->origin, origin);
  removal->connection = g_object_ref (connection);
  removal->account = g_object_ref (account);

  if (n_running > 0)
    ask (removal, origin, n_running);
  else
    remove_account (removal);
}
