/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-window.h"

#include <glib/gi18n.h>

#include "palco-account-actions.h"
#include "palco-account-popover.h"
#include "palco-account-removal.h"
#include "palco-app-enums.h"
#include "palco-format.h"
#include "palco-launch-page.h"
#include "palco-preferences.h"
#include "palco-relaunch.h"
#include "palco-sessions-page.h"
#include "palco-toast.h"
#include "palco-trouble-page.h"
#include "palco-usage-page.h"
#include "palco-widgets.h"

/**
 * PalcoWindow:
 *
 * The main window. What is not on its first picture is made when it is first needed.
 */

struct _PalcoWindow
{
  AdwApplicationWindow  parent_instance;
  GtkMenuButton        *account_button;
  GtkMenuButton        *menu_button;
  GtkSpinner           *spinner;
  GtkWidget            *switcher_bar;
  AdwViewStack         *view_stack;
  AdwBin               *trouble_bin;
  GtkWidget            *launch_page;    /* NULL until first online, like the next */
  GtkWidget            *sessions_page;
  PalcoConnection      *connection;
  GSettings            *settings;
  char                 *visible_page;
};

enum {
  PROP_CONNECTION = 1,
  PROP_VISIBLE_PAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoWindow, palco_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_online (PalcoWindow           *self,
           PalcoConnectionStatus  status)
{
  return status == PALCO_CONNECTION_STATUS_ONLINE;
}

static char *
content_name (PalcoWindow           *self,
              PalcoConnectionStatus  status)
{
  switch (status)
    {
    case PALCO_CONNECTION_STATUS_ONLINE:
      return g_strdup ("pages");
    case PALCO_CONNECTION_STATUS_CANCELLED:
    case PALCO_CONNECTION_STATUS_FAILED:
      return g_strdup ("trouble");
    case PALCO_CONNECTION_STATUS_PREPARING:
    case PALCO_CONNECTION_STATUS_STARTING:
    case PALCO_CONNECTION_STATUS_LOADING:
      break;
    }

  return g_strdup ("waiting");
}

static char *
waiting_text (PalcoWindow           *self,
              PalcoConnectionStatus  status,
              PalcoAccount          *account)
{
  if (status == PALCO_CONNECTION_STATUS_STARTING)
    return g_strdup (_("Starting the service on this computer…"));

  if (status == PALCO_CONNECTION_STATUS_LOADING && !palco_account_is_local (account))
    /* Translators: %s is the name of an account. */
    return g_strdup_printf (_("Connecting to “%s”…"), palco_account_get_name (account));

  if (status == PALCO_CONNECTION_STATUS_LOADING)
    return g_strdup (_("Connecting to the service on this computer…"));

  return g_strdup (_("Reading accounts and sessions…"));
}

static char *
account_text (PalcoWindow  *self,
              PalcoAccount *account,
              const char   *name)
{
  return g_strdup (account != NULL ? palco_format_account_name (account) : _("Account"));
}

static void
set_visible_page (PalcoWindow *self,
                  const char  *name)
{
  if (g_strcmp0 (self->visible_page, name) == 0)
    return;

  g_free (self->visible_page);
  self->visible_page = g_strdup (name);
  if (adw_view_stack_get_child_by_name (self->view_stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->view_stack, name);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE_PAGE]);
}

static void
visible_child_changed_cb (PalcoWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->view_stack);

  if (self->sessions_page != NULL && name != NULL)
    set_visible_page (self, name);
}

static void
add_usage_page (PalcoWindow *self)
{
  GtkWidget *usage_page = palco_usage_page_new (self->connection);
  AdwViewStackPage *page =
    adw_view_stack_add_titled_with_icon (self->view_stack, usage_page, "usage", _("_Usage"),
                                         "x-office-spreadsheet-symbolic");

  adw_view_stack_page_set_use_underline (page, TRUE);
}

/* What is innermost forgets its size, and with it all around it. */
static gboolean
resize_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  for (GtkWidget *child = widget; child != NULL; child = gtk_widget_get_first_child (child))
    widget = child;

  gtk_widget_queue_resize (widget);

  return G_SOURCE_REMOVE;
}

/* It comes while sizes are given, when the bar below cannot get another one without animations. */
static void
title_visible_changed_cb (PalcoWindow *self)
{
  gtk_widget_add_tick_callback (self->switcher_bar, resize_cb, NULL, NULL);
}

static void
build_pages (PalcoWindow *self)
{
  AdwViewStackPage *page;

  if (self->launch_page != NULL)
    return;

  self->launch_page = palco_launch_page_new (self->connection);
  palco_relaunch_add_actions (PALCO_LAUNCH_PAGE (self->launch_page), G_ACTION_MAP (self));
  adw_view_stack_add_titled_with_icon (self->view_stack, self->launch_page, "launch", _("_Launch"),
                                       "find-location-symbolic");
  self->sessions_page = palco_sessions_page_new (self->connection);
  page = adw_view_stack_add_titled_with_icon (self->view_stack, self->sessions_page, "sessions",
                                              _("_Sessions"), "view-list-bullet-symbolic");
  adw_view_stack_page_set_use_underline (page, TRUE);
  adw_view_stack_page_set_use_underline (adw_view_stack_get_page (self->view_stack,
                                                                  self->launch_page), TRUE);
  add_usage_page (self);
  g_object_bind_property (self->sessions_page, "n-running", page, "badge-number",
                          G_BINDING_SYNC_CREATE);
  adw_view_stack_set_visible_child_name (self->view_stack, self->visible_page);
}

static void
build_trouble_page (PalcoWindow *self)
{
  if (adw_bin_get_child (self->trouble_bin) == NULL)
    adw_bin_set_child (self->trouble_bin, palco_trouble_page_new (self->connection));
}

static void
set_action_enabled (PalcoWindow *self,
                    const char  *name,
                    gboolean     is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

static void
status_changed_cb (PalcoWindow *self)
{
  PalcoConnectionStatus status = palco_connection_get_status (self->connection);
  gboolean has_failed = status == PALCO_CONNECTION_STATUS_FAILED;
  gboolean is_cancelled = status == PALCO_CONNECTION_STATUS_CANCELLED;
  gboolean is_waiting = !has_failed && !is_cancelled && !is_online (self, status);

  if (is_online (self, status))
    build_pages (self);
  else if (!is_waiting)
    build_trouble_page (self);

  gtk_spinner_set_spinning (self->spinner, is_waiting);
  set_action_enabled (self, "refresh", is_online (self, status));
  set_action_enabled (self, "retry", has_failed || is_cancelled);
  set_action_enabled (self, "enter-key", has_failed);
  set_action_enabled (self, "show-error", has_failed);
  set_action_enabled (self, "cancel-connecting", is_waiting);
}

static void
account_changed_cb (PalcoWindow *self)
{
  PalcoAccount *account = palco_connection_get_account (self->connection);

  if (account != NULL)
    g_settings_set_string (self->settings, "account",
                           palco_account_is_local (account) ? "" : palco_account_get_uid (account));
}

static void
found_running_cb (PalcoWindow *self,
                  guint        n_sessions)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%u session is still running", "%u sessions are still running",
                                    n_sessions),
                          n_sessions);
  set_visible_page (self, "sessions");
  palco_toast_message (GTK_WIDGET (self->view_stack), text);
}

/* What is not in use is easily overlooked: the way there is offered. */
static void
found_elsewhere_cb (PalcoWindow  *self,
                    PalcoAccount *account,
                    guint         n_sessions)
{
  g_autofree char *text = palco_format_left_running (account, n_sessions);

  palco_toast_offer (GTK_WIDGET (self->view_stack), text, _("_Switch Account"),
                     "win.switch-account", g_variant_new_string (palco_account_get_uid (account)));
}

static PalcoAccount *
lookup_account (PalcoWindow *self,
                GVariant    *uid)
{
  PalcoAccountList *accounts = palco_connection_get_accounts (self->connection);

  return palco_account_list_lookup (accounts, g_variant_get_string (uid, NULL));
}

static void
remove_account_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  PalcoWindow *self = PALCO_WINDOW (user_data);
  PalcoAccount *account = lookup_account (self, parameter);
  guint n_running = 0;

  if (account == NULL)
    return;

  if (account != palco_connection_get_account (self->connection))
    n_running = palco_keeper_get_n_open (palco_connection_get_keeper (self->connection), account);
  else if (self->sessions_page != NULL)
    n_running = palco_sessions_page_get_n_running (PALCO_SESSIONS_PAGE (self->sessions_page));

  palco_account_removal_start (GTK_WIDGET (self->view_stack), self->connection, account, n_running);
}

static void
refresh_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  PalcoWindow *self = PALCO_WINDOW (user_data);

  palco_sessions_page_refresh (PALCO_SESSIONS_PAGE (self->sessions_page));
  palco_launch_page_refresh (PALCO_LAUNCH_PAGE (self->launch_page));
}

static void
retry_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  palco_connection_retry (PALCO_WINDOW (user_data)->connection);
}

static void
cancel_connecting_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  palco_connection_cancel (PALCO_WINDOW (user_data)->connection);
}

static void
show_error_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  PalcoWindow *self = PALCO_WINDOW (user_data);
  const GError *error = palco_connection_get_error (self->connection);

  if (error != NULL)
    palco_error_present (GTK_WIDGET (self->view_stack), _("Could Not Connect"), error,
                         NULL);
}

static void
show_preferences_action (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  gtk_window_present (GTK_WINDOW (palco_preferences_new (GTK_WINDOW (user_data))));
}

/* Made when it is wanted and gone when it is closed. GTK would make it at start from
 * “gtk/help-overlay.ui” and hide it, and GTK 4.8 crashes when a screen reader counts a hidden
 * window. It shows keys of actions only as the help overlay of a window. */
static void
show_shortcuts_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/palco/Palco/shortcuts.ui");
  GtkShortcutsWindow *shortcuts =
    GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (user_data), shortcuts);
  gtk_window_set_hide_on_close (GTK_WINDOW (shortcuts), FALSE);
  gtk_window_present (GTK_WINDOW (shortcuts));
}

/* In the window's own action map, so that they are on the bus too. */
static const GActionEntry actions[] = {
  { "cancel-connecting", cancel_connecting_action },
  { "refresh", refresh_action },
  { "remove-account", remove_account_action, "s" },
  { "retry", retry_action },
  { "show-error", show_error_action },
  { "show-preferences", show_preferences_action },
  { "show-shortcuts", show_shortcuts_action },
};

static void
restore_size (PalcoWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
palco_window_unmap (GtkWidget *widget)
{
  PalcoWindow *self = PALCO_WINDOW (widget);
  gboolean is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized", is_maximized);
  if (!is_maximized)
    {
      g_settings_set_int (self->settings, "window-width", MAX (width, 360));
      g_settings_set_int (self->settings, "window-height", MAX (height, 294));
    }

  GTK_WIDGET_CLASS (palco_window_parent_class)->unmap (widget);
}

static void
palco_window_constructed (GObject *object)
{
  PalcoWindow *self = PALCO_WINDOW (object);

  G_OBJECT_CLASS (palco_window_parent_class)->constructed (object);

  palco_account_actions_install (GTK_APPLICATION_WINDOW (self), GTK_WIDGET (self->view_stack),
                                 self->connection);
  gtk_menu_button_set_popover (self->account_button, palco_account_popover_new (self->connection));
  g_signal_connect_object (self->connection, "notify::status", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::account", G_CALLBACK (account_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "found-running", G_CALLBACK (found_running_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (palco_connection_get_keeper (self->connection), "found-running",
                           G_CALLBACK (found_elsewhere_cb), self, G_CONNECT_SWAPPED);
  status_changed_cb (self);
}

static void
palco_window_finalize (GObject *object)
{
  PalcoWindow *self = PALCO_WINDOW (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->visible_page, g_free);

  G_OBJECT_CLASS (palco_window_parent_class)->finalize (object);
}

static void
palco_window_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PalcoWindow *self = PALCO_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_VISIBLE_PAGE:
      g_value_set_string (value, self->visible_page);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_window_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PalcoWindow *self = PALCO_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_VISIBLE_PAGE:
      set_visible_page (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, account_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, trouble_bin);
  gtk_widget_class_bind_template_callback (widget_class, is_online);
  gtk_widget_class_bind_template_callback (widget_class, content_name);
  gtk_widget_class_bind_template_callback (widget_class, waiting_text);
  gtk_widget_class_bind_template_callback (widget_class, account_text);
  gtk_widget_class_bind_template_callback (widget_class, title_visible_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_changed_cb);
}

static void
palco_window_class_init (PalcoWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = palco_window_constructed;
  object_class->finalize = palco_window_finalize;
  object_class->get_property = palco_window_get_property;
  object_class->set_property = palco_window_set_property;

  widget_class->unmap = palco_window_unmap;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VISIBLE_PAGE] =
    g_param_spec_string ("visible-page", NULL, NULL, "launch",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
}

static void
palco_window_init (PalcoWindow *self)
{
  g_autoptr(GPropertyAction) show_page = NULL;

  self->settings = g_settings_new (PALCO_APP_ID);
  self->visible_page = g_strdup ("launch");

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  show_page = g_property_action_new ("show-page", self, "visible-page");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (show_page));

  gtk_widget_init_template (GTK_WIDGET (self));
  palco_menu_button_set_name (self->account_button, _("Account"));
  palco_menu_button_set_name (self->menu_button, _("Main Menu"));
  restore_size (self);
}

GtkWidget *
palco_window_new (AdwApplication  *application,
                  PalcoConnection *connection)
{
  return g_object_new (PALCO_TYPE_WINDOW,
                       "application", application,
                       "connection", connection,
                       NULL);
}

/* Returns: (nullable): the page that starts sessions, once there was a connection */
GtkWidget *
palco_window_get_launch_page (PalcoWindow *self)
{
  g_return_val_if_fail (PALCO_IS_WINDOW (self), NULL);

  return self->launch_page;
}
