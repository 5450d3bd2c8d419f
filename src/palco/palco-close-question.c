/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-close-question.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-background.h"
#include "palco-own-sessions.h"
#include "palco-sandbox.h"
#include "palco-session-item.h"
#include "palco-session-words.h"

#define NAMES_MAX           5
#define DESKTOP_LIMIT_MSECS (60 * 1000)

/* On a window that waits for an answer: whose, of somebody or of the desktop. */
#define ASKING "palco-close-question"

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

static guint
count_in_use (GPtrArray *sessions)
{
  guint n_in_use = 0;

  for (guint i = 0; i < sessions->len; i++)
    n_in_use += palco_session_get_client_connected (palco_live_session_get_session (sessions->pdata[i]));

  return n_in_use;
}

static void
release_cancellable (gpointer  cancellable,
                     GClosure *closure)
{
  g_object_unref (cancellable);
}

/* Nobody waits any more when the window is gone. The window holds it, so that it is dropped here
 * and not on the thread of the bus. */
static GCancellable *
cancellable_new (GtkWindow *window)
{
  GCancellable *cancellable = g_cancellable_new ();

  g_signal_connect_data (window, "destroy", G_CALLBACK (g_cancellable_cancel),
                         g_object_ref (cancellable), release_cancellable, G_CONNECT_SWAPPED);

  return cancellable;
}

static void
asked_desktop_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GtkWindow) window = user_data;
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  g_object_set_data (G_OBJECT (window), ASKING, NULL);

  if (palco_background_request_finish (result, &error))
    {
      gtk_window_destroy (window);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

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
  g_autoptr(GCancellable) cancellable = NULL;

  if (bus == NULL || !palco_sandbox_is_inside ())
    return FALSE;

  cancellable = cancellable_new (window);
  g_object_set_data (G_OBJECT (window), ASKING, bus);
  palco_background_request_async (bus, _("To warn you before running sessions end"),
                                  DESKTOP_LIMIT_MSECS, cancellable, asked_desktop_cb,
                                  g_object_ref (window));

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

static Question *
question_new (GtkWindow *window,
              GSettings *settings)
{
  Question *question = g_new0 (Question, 1);

  question->window = g_object_ref (window);
  question->settings = g_object_ref (settings);
  g_object_set_data (G_OBJECT (window), ASKING, question);

  return question;
}

static void
question_free (Question *question)
{
  /* The desktop may be asked by now. */
  if (g_object_get_data (G_OBJECT (question->window), ASKING) == question)
    g_object_set_data (G_OBJECT (question->window), ASKING, NULL);
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
      g_autofree char *name = palco_live_session_dup_name (sessions->pdata[i]);

      g_strv_builder_add (builder, name);
    }

  if (sessions->len > NAMES_MAX)
    g_strv_builder_add (builder, "…");

  names = g_strv_builder_end (builder);

  /* Translators: what stands between the names of sessions. */
  return g_strjoinv (_(", "), names);
}

static gboolean
has_price (PalcoLiveSession *live)
{
  g_autoptr(PalcoSessionItem) item =
    palco_session_item_new (palco_live_session_get_client (live), palco_live_session_get_session (live),
                            palco_live_session_get_entry (live));
  const char *currency;
  gboolean is_estimate;
  double cost;

  return palco_session_item_get_cost (item, &cost, &currency, &is_estimate);
}

static char *
dup_meaning (GPtrArray *sessions)
{
  g_autofree char *names = dup_names (sessions);
  gboolean any_price = FALSE;

  for (guint i = 0; i < sessions->len; i++)
    any_price |= has_price (sessions->pdata[i]);

  if (any_price)
    /* Translators: %s are the names of sessions. */
    return g_strdup_printf (_("%s: billed until stopped or until the lease ends. Palco tells you before that, also with its window closed."),
                            names);

  /* Translators: %s are the names of sessions. */
  return g_strdup_printf (_("%s: running until stopped or until the lease ends. Palco tells you before that, also with its window closed."),
                          names);
}

/**
 * palco_close_question_dup_body:
 * @sessions: (element-type PalcoLiveSession): what would go on
 *
 * Returns: what that means; nobody is frightened of a bill where nothing costs anything. Who is
 *   connected would be cut off by a stop
 */
char *
palco_close_question_dup_body (GPtrArray *sessions)
{
  guint n_in_use = count_in_use (sessions);
  g_autofree char *meaning = dup_meaning (sessions);
  g_autofree char *in_use = NULL;

  if (n_in_use == 0)
    return g_steal_pointer (&meaning);

  in_use = palco_session_words_in_use (sessions->len, n_in_use);

  return g_strconcat (meaning, "\n\n", in_use, NULL);
}

static AdwMessageDialog *
dialog_new (GtkWindow *window,
            GPtrArray *sessions)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, NULL, NULL));
  guint n_sessions = sessions->len;
  g_autofree char *body = palco_close_question_dup_body (sessions);

  adw_message_dialog_format_heading (dialog,
                                     ngettext ("Keep %u Session Running?",
                                               "Keep %u Sessions Running?", n_sessions),
                                     n_sessions);
  adw_message_dialog_set_body (dialog, body);
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

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (question->sessions == NULL)
    g_message ("Not known which sessions were started from here, so all go on: %s", error->message);

  if (question->sessions == NULL || question->sessions->len == 0)
    keep (question->window);
  else if (g_settings_get_enum (question->settings, "on-close") == PALCO_ON_CLOSE_STOP &&
           count_in_use (question->sessions) == 0)
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
  g_autoptr(GCancellable) cancellable = NULL;

  /* Also when its last session has just ended: its question is still open. */
  if (g_object_get_data (G_OBJECT (window), ASKING) != NULL)
    return TRUE;

  if (!palco_live_sessions_any_not_lost (sessions))
    return FALSE;

  if (g_settings_get_enum (settings, "on-close") == PALCO_ON_CLOSE_KEEP)
    return ask_desktop (window);

  cancellable = cancellable_new (window);
  palco_own_sessions_find_async (sessions, cancellable, found_own_cb, question_new (window, settings));

  return TRUE;
}
