/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-close-question.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-background.h"
#include "palco-format.h"
#include "palco-own-sessions.h"

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
stop_all (GPtrArray *sessions)
{
  GApplication *application = g_application_get_default ();

  for (guint i = 0; i < sessions->len; i++)
    {
      PalcoLiveSession *live = sessions->pdata[i];

      g_application_hold (application);
      palco_client_stop_session_async (palco_live_session_get_client (live),
                                       palco_live_session_get_session (live), NULL, stopped_cb,
                                       g_object_ref (application));
    }
}

static gboolean
any_in_use (GPtrArray *sessions)
{
  gboolean is_in_use = FALSE;

  for (guint i = 0; i < sessions->len; i++)
    is_in_use |= palco_session_get_client_connected (palco_live_session_get_session (sessions->pdata[i]));

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

static void
keep (GtkWindow *window)
{
  if (!ask_desktop (window))
    gtk_window_destroy (window);
}

static void
stop (GtkWindow *window,
      GPtrArray *sessions)
{
  stop_all (sessions);
  gtk_window_destroy (window);
}

typedef struct
{
  GtkWindow      *window;
  GtkCheckButton *remember;
  GPtrArray      *sessions;   /* PalcoLiveSession; those that were started from here */
  GSettings      *settings;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->window);
  g_clear_pointer (&question->sessions, g_ptr_array_unref);
  g_object_unref (question->settings);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
dialog_closed_cb (gpointer  data,
                  GClosure *closure)
{
  question_free (data);
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
    stop (question->window, question->sessions);
  else
    keep (question->window);
}

static char *
dup_names (GPtrArray *sessions)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; i < MIN (sessions->len, NAMES_MAX); i++)
    {
      const char *id = palco_session_get_id (palco_live_session_get_session (sessions->pdata[i]));
      g_autofree char *name = palco_format_session_name (id);

      g_strv_builder_add (builder, name);
    }

  if (sessions->len > NAMES_MAX)
    g_strv_builder_add (builder, "…");

  names = g_strv_builder_end (builder);

  /* Translators: what stands between the names of sessions. */
  return g_strjoinv (_(", "), names);
}

static AdwMessageDialog *
dialog_new (GtkWindow *window,
            GPtrArray *sessions)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, NULL, NULL));
  guint n_sessions = sessions->len;
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

/* Takes @question. */
static void
ask (Question *question)
{
  AdwMessageDialog *dialog = dialog_new (question->window, question->sessions);
  GtkWidget *remember = gtk_check_button_new_with_mnemonic (_("_Do this every time"));

  question->remember = GTK_CHECK_BUTTON (remember);
  gtk_check_button_set_active (question->remember, TRUE);
  gtk_widget_set_halign (remember, GTK_ALIGN_CENTER);
  adw_message_dialog_set_extra_child (dialog, remember);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, dialog_closed_cb,
                         0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* There is nothing to ask about what others started, nor is it stopped. */
static void
found_own_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  g_autoptr(GError) error = NULL;

  question->sessions =
    palco_own_sessions_find_finish (PALCO_LIVE_SESSIONS (source), result, &error);

  if (question->sessions == NULL)
    g_message ("Not known which sessions were started from here, so all go on: %s", error->message);

  if (question->sessions == NULL || question->sessions->len == 0)
    keep (question->window);
  else if (g_settings_get_enum (question->settings, "on-close") == PALCO_ON_CLOSE_STOP &&
           !any_in_use (question->sessions))
    stop (question->window, question->sessions);
  else
    ask (g_steal_pointer (&question));
}

/**
 * palco_close_question_ask:
 * @window: a window that is about to be closed
 * @sessions: what runs
 * @settings: where the answer is remembered
 *
 * Finds out what shall become of the sessions that run and were started from here. What somebody
 * uses is not stopped without a question, whatever is remembered.
 *
 * Returns: %TRUE if the window has to stay until there is an answer
 */
gboolean
palco_close_question_ask (GtkWindow         *window,
                          PalcoLiveSessions *sessions,
                          GSettings         *settings)
{
  Question *question;

  if (palco_live_sessions_get_n (sessions) == 0)
    return FALSE;

  if (g_settings_get_enum (settings, "on-close") == PALCO_ON_CLOSE_KEEP)
    return ask_desktop (window);

  question = g_new0 (Question, 1);
  question->window = g_object_ref (window);
  question->settings = g_object_ref (settings);
  palco_own_sessions_find_async (sessions, NULL, found_own_cb, question);

  return TRUE;
}
