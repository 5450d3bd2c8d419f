/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-sts-trust.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-toast.h"

/* One question; the address is that which stands in it, whatever the service names meanwhile. */
typedef struct
{
  GtkWidget       *origin;
  PalcoConnection *connection;
  PalcoAccount    *account;
  char            *sts_url;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->origin);
  g_object_unref (question->connection);
  g_object_unref (question->account);
  g_free (question->sts_url);
  g_free (question);
}

static void
question_free_closure (gpointer  data,
                       GClosure *closure)
{
  question_free (data);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GtkWidget) origin = user_data;
  g_autoptr(GError) error = NULL;

  if (!palco_account_list_save_finish (PALCO_ACCOUNT_LIST (source), result, &error))
    palco_toast_error (origin, _("The new address is trusted until Palco is closed"), error, NULL);
}

static void
trust_response_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   Question         *question)
{
  palco_account_set_trusted_sts_url (question->account, question->sts_url);
  palco_account_list_save_async (palco_connection_get_accounts (question->connection), NULL, saved_cb,
                                 g_object_ref (question->origin));
  if (palco_connection_get_account (question->connection) == question->account)
    palco_connection_retry (question->connection);
}

/**
 * palco_sts_trust_ask:
 * @origin: a widget in the window
 * @connection: what could not be made, because the service names another token service
 *
 * Asks whether the key of the account in use may go there.
 */
void
palco_sts_trust_ask (GtkWidget       *origin,
                     PalcoConnection *connection)
{
  PalcoAccount *account = palco_connection_get_account (connection);
  const char *offered = account != NULL ? palco_account_get_offered_sts_url (account) : NULL;
  AdwMessageDialog *dialog;
  Question *question;

  if (offered == NULL)
    return;

  question = g_new0 (Question, 1);
  question->origin = g_object_ref (origin);
  question->connection = g_object_ref (connection);
  question->account = g_object_ref (account);
  question->sts_url = g_strdup (offered);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (origin)),
                                                       _("Trust the New Address?"), NULL));
  /* Translators: the name of an account, then two addresses. */
  adw_message_dialog_format_body (dialog,
                                  _("So far “%s” signed in at %s. The service now names %s: whoever runs that address gets the account key. Trust it only if whoever runs the service told you of it."),
                                  palco_account_get_name (account),
                                  palco_account_get_trusted_sts_url (account), offered);
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("_Cancel"),
                                    "trust", _("_Trust New Address"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "trust", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response::trust", G_CALLBACK (trust_response_cb), question,
                         question_free_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
