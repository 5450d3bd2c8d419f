/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-application.h"

#include <glib/gi18n.h>

#include "palco-auto-extend.h"
#include "palco-close-question.h"
#include "palco-connection.h"
#include "palco-contrast.h"
#include "palco-debug-info.h"
#include "palco-link.h"
#include "palco-preset-control.h"
#include "palco-search-provider.h"
#include "palco-session-control.h"
#include "palco-shortcuts.h"
#include "palco-window.h"

/**
 * PalcoApplication:
 *
 * One process, one connection, and a window when somebody looks. Without a window it stays as
 * long as a session runs that is not lost, so that people hear of what happens to it.
 */

struct _PalcoApplication
{
  AdwApplication       parent_instance;
  PalcoConnection     *connection;
  GSettings           *settings;
  PalcoLiveSessions   *sessions;
  PalcoAutoExtend     *auto_extend;
  PalcoReminder       *reminder;
  PalcoNotifier       *notifier;
  PalcoSessionControl *control;
  PalcoPresetList     *presets;
  PalcoPresetControl  *preset_control;
  PalcoSearchProvider *search_provider;
  gboolean             is_connecting;   /* or has connected; only the first time is ours */
  gboolean             has_hold;
};

G_DEFINE_FINAL_TYPE (PalcoApplication, palco_application, ADW_TYPE_APPLICATION)

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);
  g_autofree char *debug_info = palco_debug_info_dup (PALCO_APPLICATION (user_data)->connection);

  adw_show_about_window (gtk_application_get_active_window (application),
                         "application-name", "Palco",
                         "application-icon", PALCO_APP_ID,
                         "version", PALCO_VERSION,
                         "developer-name", _("The Palco contributors"),
                         "comments", _("Start, watch and stop remote rendering sessions"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "debug-info", debug_info,
                         "debug-info-filename", "palco-debug-info.txt",
                         /* Translators: your names, one a line; they are shown in the About window. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  /* Closing lets what must be finished, such as a stop, finish first. */
  if (window != NULL)
    gtk_window_close (window);
}

/* Reads the disk and asks the bus and the network, so not before somebody needs it. */
static void
ensure_connecting (PalcoApplication *self)
{
  g_autofree char *uid = g_settings_get_string (self->settings, "account");

  palco_application_use_account (self, self->is_connecting ? NULL : uid);
}

static void
extend_session_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  PalcoApplication *self = PALCO_APPLICATION (user_data);

  ensure_connecting (self);
  palco_session_control_extend (self->control, parameter);
}

static void
stop_session_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  PalcoApplication *self = PALCO_APPLICATION (user_data);

  ensure_connecting (self);
  palco_session_control_stop (self->control, parameter);
}

static void
stop_session_in_use_action (GSimpleAction *action,
                            GVariant      *parameter,
                            gpointer       user_data)
{
  PalcoApplication *self = PALCO_APPLICATION (user_data);

  ensure_connecting (self);
  palco_session_control_stop_in_use (self->control, parameter);
}

static GtkWindow *
show_page (PalcoApplication *self,
           const char       *name)
{
  GtkWindow *window;

  g_application_activate (G_APPLICATION (self));
  window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_object_set (window, "visible-page", name, NULL);

  return window;
}

static void
show_session (PalcoApplication *self,
              const char       *account_uid,
              const char       *id)
{
  palco_application_use_account (self, account_uid);
  palco_window_show_session (PALCO_WINDOW (show_page (self, "sessions")), id);
}

static void
show_session_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  const char *account_uid;
  const char *id;

  g_variant_get (parameter, "(&s&s&s)", &account_uid, NULL, &id);
  show_session (PALCO_APPLICATION (user_data), account_uid, id);
}

static void
new_session_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  show_page (PALCO_APPLICATION (user_data), "launch");
}

static void
last_preset_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  show_page (PALCO_APPLICATION (user_data), "launch");
  palco_preset_control_show_last (PALCO_APPLICATION (user_data)->preset_control);
}

static void
show_preset_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  palco_preset_control_show (PALCO_APPLICATION (user_data)->preset_control,
                             g_variant_get_string (parameter, NULL), FALSE);
}

static void
start_preset_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  palco_preset_control_show (PALCO_APPLICATION (user_data)->preset_control,
                             g_variant_get_string (parameter, NULL), TRUE);
}

static const GActionEntry actions[] = {
  { "about", about_action },
  { "quit", quit_action },
  { "extend-session", extend_session_action, "(sss)" },
  { "last-preset", last_preset_action },
  { "new-session", new_session_action },
  { "show-preset", show_preset_action, "s" },
  { "show-session", show_session_action, "(sss)" },
  { "start-preset", start_preset_action, "s" },
  { "stop-session", stop_session_action, "(sss)" },
  { "stop-session-in-use", stop_session_in_use_action, "(sss)" },
};

static const GOptionEntry option_entries[] = {
  { "new-session", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Show the page that starts a session"), NULL },
  { "preset", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_("With --new-session: fill in this preset"),
    /* Translators: what stands for the name of a preset in the help of the command line. */
    N_("NAME") },
  { "last-preset", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("With --new-session: fill in the preset used last"), NULL },
  { NULL }
};

/* The first picture is on the screen: now the disk, the bus and the network may be asked. */
static gboolean
start_cb (gpointer user_data)
{
  ensure_connecting (PALCO_APPLICATION (user_data));

  return G_SOURCE_REMOVE;
}

static void
lists_changed_cb (PalcoApplication *self)
{
  PalcoSessionList *in_use = palco_connection_get_sessions (self->connection);
  g_autoptr(GPtrArray) lists =
    palco_keeper_dup_lists (palco_connection_get_keeper (self->connection));

  if (in_use != NULL)
    g_ptr_array_add (lists, in_use);

  palco_live_sessions_set_lists (self->sessions, lists);
}

static void
live_changed_cb (PalcoApplication *self)
{
  gboolean has_live = palco_live_sessions_any_not_lost (self->sessions);

  if (has_live == self->has_hold)
    return;

  self->has_hold = has_live;
  if (has_live)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

/* Good news are seen in the window, by who is in it. */
static gboolean
is_seen (PalcoApplication  *self,
         PalcoReminderNews  news)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  return (news == PALCO_REMINDER_NEWS_READY || news == PALCO_REMINDER_NEWS_EXTENDED) &&
         window != NULL && gtk_window_is_active (window);
}

/* The end of a lease is no news where it is going to be extended. */
static void
news_cb (PalcoApplication  *self,
         PalcoLiveSession  *live,
         PalcoReminderNews  news)
{
  if (is_seen (self, news))
    palco_notifier_withdraw (self->notifier, live);
  else if (news != PALCO_REMINDER_NEWS_ENDS_SOON ||
           !palco_auto_extend_expects (self->auto_extend, live))
    palco_notifier_tell (self->notifier, live, news);
}

static void
watch_sessions (PalcoApplication *self)
{
  PalcoKeeper *keeper = palco_connection_get_keeper (self->connection);

  self->auto_extend = palco_auto_extend_new (self->sessions);
  self->reminder = palco_reminder_new (self->sessions);
  self->notifier = palco_notifier_new (G_APPLICATION (self), self->settings);
  self->control = palco_session_control_new (G_APPLICATION (self), self->sessions, self->notifier,
                                             self->settings);
  g_signal_connect_object (self->auto_extend, "gave-up", G_CALLBACK (palco_notifier_tell),
                           self->notifier, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reminder, "news", G_CALLBACK (news_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reminder, "withdraw", G_CALLBACK (palco_notifier_withdraw),
                           self->notifier, G_CONNECT_SWAPPED);
  g_signal_connect_object (palco_live_sessions_get_model (self->sessions), "items-changed",
                           G_CALLBACK (live_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sessions, "changed", G_CALLBACK (live_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::sessions", G_CALLBACK (lists_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keeper, "changed", G_CALLBACK (lists_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
palco_application_startup (GApplication *application)
{
  PalcoApplication *self = PALCO_APPLICATION (application);

  G_APPLICATION_CLASS (palco_application_parent_class)->startup (application);

  palco_contrast_follow ();
  self->settings = g_settings_new (PALCO_APP_ID);
  self->connection = palco_connection_new ();
  watch_sessions (self);
  self->preset_control = palco_preset_control_new (self, self->connection, self->presets);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  palco_shortcuts_install (GTK_APPLICATION (self));
}

static gboolean
close_request_cb (GtkWindow        *window,
                  PalcoApplication *self)
{
  return palco_close_question_ask (window, self->sessions, self->settings);
}

static void
palco_application_activate (GApplication *application)
{
  PalcoApplication *self = PALCO_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      g_application_set_inactivity_timeout (application, 0);
      window = GTK_WINDOW (palco_window_new (ADW_APPLICATION (self), self->connection));
      g_signal_connect_object (window, "close-request", G_CALLBACK (close_request_cb), self, 0);
      g_idle_add_full (G_PRIORITY_LOW, start_cb, g_object_ref (self), g_object_unref);
    }

  gtk_window_present (window);
}

/* A link names no account: it is that of a session that is known to run, or the one in use. */
static void
show_linked_session (PalcoApplication *self,
                     PalcoLink        *link)
{
  GListModel *model = palco_live_sessions_get_model (self->sessions);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (model, i);
      g_autoptr(GVariant) target = g_variant_ref_sink (palco_live_session_get_target (live));
      const char *account_uid, *region_id, *id;

      g_variant_get (target, "(&s&s&s)", &account_uid, &region_id, &id);
      if (g_str_equal (region_id, link->region_id) && g_str_equal (id, link->session_id))
        {
          show_session (self, account_uid, id);
          return;
        }
    }

  ensure_connecting (self);
  show_session (self, NULL, link->session_id);
}

static void
open_link (PalcoApplication *self,
           const char       *uri)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoLink) link = palco_link_parse (uri, &error);

  if (link == NULL)
    {
      GtkWidget *dialog;

      dialog = adw_message_dialog_new (show_page (self, "launch"), _("Could Not Open the Link"),
                                       error->message);
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
      gtk_window_present (GTK_WINDOW (dialog));
    }
  else if (link->preset != NULL)
    palco_preset_control_show (self->preset_control, link->preset, FALSE);
  else if (link->session_id != NULL)
    show_linked_session (self, link);
  else
    show_page (self, "launch");
}

static void
palco_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      open_link (PALCO_APPLICATION (application), uri);
    }
}

/* The options are actions of the program that runs already, or of this one. */
static int
palco_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  gboolean is_new = g_variant_dict_contains (options, "new-session");
  gboolean is_last = g_variant_dict_contains (options, "last-preset");
  g_autoptr(GError) error = NULL;
  const char *preset = NULL;

  g_variant_dict_lookup (options, "preset", "&s", &preset);
  if (!is_new && preset == NULL && !is_last)
    return -1;

  if (!is_new)
    {
      g_printerr ("%s\n", _("--preset and --last-preset belong to --new-session: write both."));
      return EXIT_FAILURE;
    }

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  if (preset != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (application), "show-preset",
                                    g_variant_new_string (preset));
  else
    g_action_group_activate_action (G_ACTION_GROUP (application),
                                    is_last ? "last-preset" : "new-session", NULL);

  return g_application_get_is_remote (application) ? EXIT_SUCCESS : -1;
}

static char *
dup_search_path (const char *object_path)
{
  return g_strconcat (object_path, "/SearchProvider", NULL);
}

/* Before the program owns its name, so that nobody asks too early. */
static gboolean
palco_application_dbus_register (GApplication     *application,
                                 GDBusConnection  *connection,
                                 const char       *object_path,
                                 GError          **error)
{
  PalcoApplication *self = PALCO_APPLICATION (application);
  g_autofree char *path = dup_search_path (object_path);

  return G_APPLICATION_CLASS (palco_application_parent_class)->dbus_register (application,
                                                                              connection,
                                                                              object_path,
                                                                              error) &&
         palco_search_provider_export (self->search_provider, connection, path, error);
}

static void
palco_application_dbus_unregister (GApplication    *application,
                                   GDBusConnection *connection,
                                   const char      *object_path)
{
  palco_search_provider_unexport (PALCO_APPLICATION (application)->search_provider);

  G_APPLICATION_CLASS (palco_application_parent_class)->dbus_unregister (application, connection,
                                                                         object_path);
}

static void
palco_application_shutdown (GApplication *application)
{
  PalcoApplication *self = PALCO_APPLICATION (application);

  g_clear_object (&self->preset_control);
  g_clear_object (&self->control);
  g_clear_object (&self->notifier);
  g_clear_object (&self->reminder);
  g_clear_object (&self->auto_extend);
  g_clear_object (&self->connection);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (palco_application_parent_class)->shutdown (application);
}

static void
palco_application_finalize (GObject *object)
{
  PalcoApplication *self = PALCO_APPLICATION (object);

  g_clear_object (&self->search_provider);
  g_clear_object (&self->presets);
  g_clear_object (&self->sessions);

  G_OBJECT_CLASS (palco_application_parent_class)->finalize (object);
}

static void
palco_application_class_init (PalcoApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = palco_application_finalize;

  application_class->dbus_register = palco_application_dbus_register;
  application_class->dbus_unregister = palco_application_dbus_unregister;
  application_class->handle_local_options = palco_application_handle_local_options;
  application_class->open = palco_application_open;
  application_class->startup = palco_application_startup;
  application_class->activate = palco_application_activate;
  application_class->shutdown = palco_application_shutdown;
}

static void
palco_application_init (PalcoApplication *self)
{
  self->presets = palco_preset_list_new (NULL);
  self->sessions = palco_live_sessions_new ();
  self->search_provider = palco_search_provider_new (G_APPLICATION (self), self->presets,
                                                     self->sessions);
  g_application_add_main_option_entries (G_APPLICATION (self), option_entries);
}

GApplication *
palco_application_new (void)
{
  return g_object_new (PALCO_TYPE_APPLICATION,
                       "application-id", PALCO_APP_ID,
                       "resource-base-path", "/io/github/palco/Palco",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

/**
 * palco_application_use_account:
 * @self: the application
 * @account_uid: (nullable): an account; empty for this computer, %NULL for the one in use
 *
 * Connects, if that was not done yet, and to this account, if it is another one.
 */
void
palco_application_use_account (PalcoApplication *self,
                               const char       *account_uid)
{
  PalcoAccountList *accounts = palco_connection_get_accounts (self->connection);
  PalcoAccount *local = palco_connection_get_local_account (self->connection);
  PalcoAccount *account;

  g_return_if_fail (PALCO_IS_APPLICATION (self));

  if (!self->is_connecting)
    {
      self->is_connecting = TRUE;
      palco_connection_start (self->connection, account_uid);
      return;
    }

  if (account_uid == NULL)
    return;

  account = palco_account_list_lookup (accounts, account_uid);
  if (account == NULL && (*account_uid == '\0' || g_str_equal (account_uid, palco_account_get_uid (local))))
    account = local;

  if (account != NULL && account != palco_connection_get_account (self->connection))
    palco_connection_switch_to (self->connection, account);
}
