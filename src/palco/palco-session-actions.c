/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-actions.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-protocol.h"
#include "palco-session-words.h"
#include "palco-toast.h"

/* Something asked of a session. When the answer comes the row may be gone, or another's: it is
 * told where the toasts of the window are. */
typedef struct
{
  GtkWidget        *origin;
  PalcoSessionItem *item;
} Request;

static Request *
request_new (GtkWidget        *origin,
             PalcoSessionItem *item)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (origin, ADW_TYPE_TOAST_OVERLAY);
  Request *request = g_new0 (Request, 1);

  request->origin = g_object_ref (overlay != NULL ? overlay : origin);
  request->item = g_object_ref (item);

  return request;
}

static void
request_free (Request *request)
{
  g_object_unref (request->origin);
  g_object_unref (request->item);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* Nothing more is asked of a session before there is an answer, nor once it has ended. */
static gboolean
begin (PalcoSessionItem      *item,
       PalcoSessionOperation  operation)
{
  if (palco_session_item_get_operation (item) != PALCO_SESSION_OPERATION_NONE ||
      !palco_session_item_is_live (item))
    return FALSE;

  palco_session_item_set_operation (item, operation);

  return TRUE;
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  g_autoptr(GError) error = NULL;

  palco_client_stop_session_finish (PALCO_CLIENT (source), result, &error);
  palco_session_item_set_operation (request->item, PALCO_SESSION_OPERATION_NONE);
  g_application_release (g_application_get_default ());

  if (error != NULL)
    palco_toast_error (request->origin, _("Could not stop the session"), error, NULL);
}

/* A stop outlives the row and the window: nothing cancels it, and the program waits for it. */
static void
stop_now (GtkWidget        *origin,
          PalcoSessionItem *item)
{
  if (!begin (item, PALCO_SESSION_OPERATION_STOPPING))
    return;

  g_application_hold (g_application_get_default ());
  palco_client_stop_session_async (palco_session_item_get_client (item),
                                   palco_session_item_get_session (item), NULL, stopped_cb,
                                   request_new (origin, item));
}

typedef struct
{
  GtkWidget *origin;
  GPtrArray *items;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->origin);
  g_ptr_array_unref (question->items);
  g_free (question);
}

static void
stop_confirmed_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   gpointer          user_data)
{
  Question *question = user_data;

  for (guint i = 0; i < question->items->len; i++)
    stop_now (question->origin, question->items->pdata[i]);
}

static char *
question_heading (GPtrArray *items)
{
  g_autofree char *name = NULL;

  if (items->len > 1)
    return g_strdup_printf (ngettext ("Stop %u Session?", "Stop %u Sessions?", items->len),
                            items->len);

  name = palco_session_words_name (items->pdata[0]);

  /* Translators: %s is the name of a session. */
  return g_strdup_printf (_("Stop “%s”?"), name);
}

static void
ask (GtkWidget *origin,
     GPtrArray *items,
     guint      n_connected)
{
  g_autofree char *heading = question_heading (items);
  g_autofree char *body = palco_session_words_in_use (items->len, n_connected);
  GtkRoot *root = gtk_widget_get_root (origin);
  Question *question = g_new0 (Question, 1);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), heading, body);

  question->origin = g_object_ref (origin);
  question->items = g_ptr_array_ref (items);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "stop", _("_Stop"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response::stop", G_CALLBACK (stop_confirmed_cb), question,
                         question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * palco_session_actions_stop_all:
 * @origin: a widget in the window
 * @items: (element-type PalcoSessionItem): sessions, at least one
 *
 * Stops sessions; asks first if somebody is connected to one of them.
 */
void
palco_session_actions_stop_all (GtkWidget *origin,
                                GPtrArray *items)
{
  guint n_connected = 0;

  for (guint i = 0; i < items->len; i++)
    {
      PalcoSession *session = palco_session_item_get_session (items->pdata[i]);

      n_connected += palco_session_get_client_connected (session);
    }

  if (n_connected > 0)
    {
      ask (origin, items, n_connected);
      return;
    }

  for (guint i = 0; i < items->len; i++)
    stop_now (origin, items->pdata[i]);
}

void
palco_session_actions_stop (GtkWidget        *origin,
                            PalcoSessionItem *item)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (items, g_object_ref (item));
  palco_session_actions_stop_all (origin, items);
}

static void
extended_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  PalcoSession *session = palco_session_item_get_session (request->item);
  g_autoptr(GError) error = NULL;
  g_autofree char *lease = NULL;
  g_autofree char *text = NULL;

  palco_client_update_session_finish (PALCO_CLIENT (source), result, &error);
  palco_session_item_set_operation (request->item, PALCO_SESSION_OPERATION_NONE);

  if (error != NULL)
    {
      palco_toast_error (request->origin, _("Could not extend the lease"), error, NULL);
      return;
    }

  lease = palco_format_lease (palco_session_get_lease_minutes (session));
  /* Translators: %s is a lease time, for example “2 h 15 min”. */
  text = g_strdup_printf (_("The lease is now %s"), lease);
  palco_toast_message (request->origin, text);
}

void
palco_session_actions_extend (GtkWidget        *origin,
                              PalcoSessionItem *item,
                              guint             minutes)
{
  PalcoSession *session = palco_session_item_get_session (item);
  guint lease_minutes = palco_session_get_lease_minutes (session) + minutes;

  if (!begin (item, PALCO_SESSION_OPERATION_EXTENDING))
    return;

  palco_client_update_session_async (palco_session_item_get_client (item), session,
                                     MIN (lease_minutes, PALCO_LEASE_MAX_MINUTES), NULL,
                                     extended_cb, request_new (origin, item));
}

static void
cap_set_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  g_autoptr(GError) error = NULL;

  if (!palco_journal_set_cap_finish (PALCO_JOURNAL (source), result, &error))
    palco_toast_error (request->origin, _("Could not change the session"), error, NULL);
}

/* How long it may run in all while somebody works; 0 to let the lease run out. The journal tells
 * all who want to know. */
void
palco_session_actions_set_cap (GtkWidget        *origin,
                               PalcoSessionItem *item,
                               guint             cap_minutes)
{
  PalcoClient *client = palco_session_item_get_client (item);
  PalcoJournal *journal = palco_client_get_journal (client);

  if (journal != NULL && palco_session_item_is_live (item))
    palco_journal_set_cap_async (journal, palco_client_get_account (client),
                                 palco_session_item_get_session (item), cap_minutes, cap_set_cb,
                                 request_new (origin, item));
}

static void
shown_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GtkWidget) origin = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    palco_toast_error (origin, _("Could not open the inspector"), error, NULL);
}

void
palco_session_actions_open_inspector (GtkWidget        *origin,
                                      PalcoSessionItem *item)
{
  PalcoSession *session = palco_session_item_get_session (item);
  g_autofree char *url = palco_session_dup_inspector_url (session);

  if (url != NULL)
    gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (origin)), url, GDK_CURRENT_TIME, NULL,
                       shown_cb, g_object_ref (origin));
}

static void
copy (GtkWidget  *origin,
      const char *text,
      const char *message)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (origin), text);
  palco_toast_message (origin, message);
}

void
palco_session_actions_copy_id (GtkWidget        *origin,
                               PalcoSessionItem *item)
{
  copy (origin, palco_session_item_get_id (item), _("Session ID copied"));
}

void
palco_session_actions_copy_address (GtkWidget        *origin,
                                    PalcoSessionItem *item)
{
  const char *hostname = palco_session_get_hostname (palco_session_item_get_session (item));

  if (hostname != NULL)
    copy (origin, hostname, _("Address copied"));
}

static void
launch (GtkWidget        *origin,
        PalcoSessionItem *item,
        const char       *action_name)
{
  gtk_widget_activate_action (origin, action_name, "(ssuus)",
                              palco_session_item_get_region_id (item),
                              palco_session_item_get_size_id (item),
                              palco_session_item_get_lease_minutes (item),
                              palco_session_item_get_cap_minutes (item),
                              palco_session_item_get_title (item));
}

/* A new session like this one. */
void
palco_session_actions_start_again (GtkWidget        *origin,
                                   PalcoSessionItem *item)
{
  launch (origin, item, "win.relaunch");
}

/* Lets change first what would be started. */
void
palco_session_actions_edit (GtkWidget        *origin,
                            PalcoSessionItem *item)
{
  launch (origin, item, "win.edit-launch");
}
