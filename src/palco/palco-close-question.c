/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-close-question.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-background.h"
#include "palco-format.h"

#define NAMES_MAX 5

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GApplication) application = user_data;
  g_autoptr(GError) error = NULL;

  /* One that cannot be delivered is kept in the journal, and delivered later. */
  if (!palco_client_stop_session_finish (PALCO_CLIENT (source), result, &error))
    g_message ("A session could not be stopped yet: %s", error->message);

  g_application_release (application);
}

/* The program stays until each stop has got its answer. */
static void
stop_all (PalcoLiveSessions *sessions)
{
  GApplication *application = g_application_get_default ();
  GListModel *model = palco_live_sessions_get_model (sessions);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (model, i);

      g_application_hold (application);
      palco_client_stop_session_async (palco_live_session_get_client (live),
                                       palco_live_session_get_session (live), NULL, stopped_cb,
                                       g_object_ref (application));
    }
}

static gboolean
any_in_use (PalcoLiveSessions *sessions)
{
  GListModel *model = palco_live_sessions_get_model (sessions);
  gboolean is_in_use = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (model, i);

      is_in_use |= palco_session_get_client_connected (palco_live_session_get_session (live));
    }

  return is_in_use;
}

static void
asked_desktop_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GtkWindow) window = user_data;
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  if (palco_background_request_finish (result, &error))
    {
      gtk_window_destroy (window);
      return;
    }

  g_message ("Not kept in the background: %s", error->message);
  dialog = adw_message_dialog_new (window, _("Cannot Stay in the Background"),
                                   _("The desktop does not allow it, so Palco could not warn you. Allow it in the settings of the desktop, or leave the window open."));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Returns: %TRUE if the desktop has to be asked first; the window goes when it agrees */
static gboolean
ask_desktop (GtkWindow *window)
{
  GDBusConnection *bus = g_application_get_dbus_connection (g_application_get_default ());

  if (bus == NULL || !palco_background_needs_leave ())
    return FALSE;

  palco_background_request_async (bus, _("To warn you before running sessions end"), NULL,
                                  asked_desktop_cb, g_object_ref (window));

  return TRUE;
}

typedef struct
{
  GtkWindow         *window;
  GtkCheckButton    *remember;
  PalcoLiveSessions *sessions;
  GSettings         *settings;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->window);
  g_object_unref (question->sessions);
  g_object_unref (question->settings);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question *question = user_data;
  gboolean is_stop = g_str_equal (response, "stop");

  if (!is_stop && !g_str_equal (response, "keep"))
    return;

  if (gtk_check_button_get_active (question->remember))
    g_settings_set_enum (question->settings, "on-close",
                         is_stop ? PALCO_ON_CLOSE_STOP : PALCO_ON_CLOSE_KEEP);

  if (is_stop)
    stop_all (question->sessions);
  if (is_stop || !ask_desktop (question->window))
    gtk_window_destroy (question->window);
}

static char *
dup_names (PalcoLiveSessions *sessions)
{
  GListModel *model = palco_live_sessions_get_model (sessions);
  guint n_items = g_list_model_get_n_items (model);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; i < MIN (n_items, NAMES_MAX); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (model, i);
      const char *id = palco_session_get_id (palco_live_session_get_session (live));
      g_autofree char *name = palco_format_session_name (id);

      g_strv_builder_add (builder, name);
    }

  if (n_items > NAMES_MAX)
    g_strv_builder_add (builder, "…");

  names = g_strv_builder_end (builder);

  /* Translators: what stands between the names of sessions. */
  return g_strjoinv (_(", "), names);
}

static AdwMessageDialog *
dialog_new (GtkWindow         *window,
            PalcoLiveSessions *sessions)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, NULL, NULL));
  guint n_sessions = palco_live_sessions_get_n (sessions);
  g_autofree char *names = dup_names (sessions);

  adw_message_dialog_format_heading (dialog,
                                     ngettext ("Keep %u Session Running?",
                                               "Keep %u Sessions Running?", n_sessions),
                                     n_sessions);
  /* Translators: %s are the names of sessions. */
  adw_message_dialog_format_body (dialog,
                                  _("%s: billed until stopped or until the lease ends. Palco tells you before that, also with its window closed."),
                                  names);
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("_Cancel"),
                                    "stop", ngettext ("_Stop Session", "_Stop Sessions", n_sessions),
                                    "keep", _("_Keep in Background"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "stop", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "keep", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "keep");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return dialog;
}

static void
ask (GtkWindow         *window,
     PalcoLiveSessions *sessions,
     GSettings         *settings)
{
  AdwMessageDialog *dialog = dialog_new (window, sessions);
  GtkWidget *remember = gtk_check_button_new_with_mnemonic (_("_Do this every time"));
  Question *question = g_new0 (Question, 1);

  question->window = g_object_ref (window);
  question->remember = GTK_CHECK_BUTTON (remember);
  question->sessions = g_object_ref (sessions);
  question->settings = g_object_ref (settings);
  gtk_check_button_set_active (question->remember, TRUE);
  gtk_widget_set_halign (remember, GTK_ALIGN_CENTER);
  adw_message_dialog_set_extra_child (dialog, remember);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * palco_close_question_ask:
 * @window: a window that is about to be closed
 * @sessions: what runs
 * @settings: where the answer is remembered
 *
 * Finds out what shall become of the sessions that run. What others use is not stopped without
 * a question, whatever is remembered.
 *
 * Returns: %TRUE if the window has to stay until there is an answer
 */
gboolean
palco_close_question_ask (GtkWindow         *window,
                          PalcoLiveSessions *sessions,
                          GSettings         *settings)
{
  PalcoOnClose on_close = g_settings_get_enum (settings, "on-close");

  if (palco_live_sessions_get_n (sessions) == 0)
    return FALSE;

  if (on_close == PALCO_ON_CLOSE_KEEP)
    return ask_desktop (window);

  if (on_close == PALCO_ON_CLOSE_STOP && !any_in_use (sessions))
    {
      stop_all (sessions);
      return FALSE;
    }

  ask (window, sessions, settings);

  return TRUE;
}
