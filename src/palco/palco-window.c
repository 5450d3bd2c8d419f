/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-window.h"

#include <glib/gi18n.h>

#include "palco-account-actions.h"
#include "palco-account-popover.h"
#include "palco-account-removal.h"
#include "palco-app-enums.h"
#include "palco-connection-actions.h"
#include "palco-format.h"
#include "palco-launch-page.h"
#include "palco-left-running.h"
#include "palco-preferences.h"
#include "palco-relaunch.h"
#include "palco-sessions-page.h"
#include "palco-shortcuts.h"
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
  GtkWidget            *account_label;
  GtkMenuButton        *menu_button;
  GtkSpinner           *spinner;
  GtkWidget            *switcher_bar;
  AdwViewSwitcherTitle *switcher_title;
  AdwViewStack         *view_stack;
  AdwBin               *trouble_bin;
  GtkWidget            *launch_page;    /* NULL until first online, like the next */
  GtkWidget            *sessions_page;
  PalcoConnection      *connection;
  GSettings            *settings;
  char                 *visible_page;
  char                 *wanted_session; /* id; until there is a page to show it on */
  gboolean              is_touched;     /* somebody does something here, or asked for a page */
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

static gboolean
is_waiting (PalcoConnectionStatus status)
{
  return status == PALCO_CONNECTION_STATUS_PREPARING || status == PALCO_CONNECTION_STATUS_STARTING ||
         status == PALCO_CONNECTION_STATUS_LOADING;
}

static char *
content_name (PalcoWindow           *self,
              PalcoConnectionStatus  status)
{
  if (is_online (self, status))
    return g_strdup ("pages");

  return g_strdup (is_waiting (status) ? "waiting" : "trouble");
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

/* Nothing hides the button that starts a session. */
static char **
toast_classes (PalcoWindow *self,
               const char  *visible_page)
{
  const char *classes[] = { g_strcmp0 (visible_page, "launch") == 0 ? "above-start" : NULL, NULL };

  return g_strdupv ((char **) classes);
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
usage_mapped_cb (PalcoWindow *self,
                 AdwBin      *bin)
{
  if (adw_bin_get_child (bin) == NULL)
    adw_bin_set_child (bin, palco_usage_page_new (self->connection));
}

static void
add_usage_page (PalcoWindow *self)
{
  GtkWidget *bin = adw_bin_new ();
  AdwViewStackPage *page =
    adw_view_stack_add_titled_with_icon (self->view_stack, bin, "usage", _("_Usage"),
                                         "x-office-spreadsheet-symbolic");

  adw_view_stack_page_set_use_underline (page, TRUE);
  g_signal_connect_object (bin, "map", G_CALLBACK (usage_mapped_cb), self, G_CONNECT_SWAPPED);
}

/* Where the title has room it is the name of the account, which its button need not repeat. What is
 * innermost in the bar forgets its size, and with it all around it. */
static gboolean
adapt_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  PalcoWindow *self = PALCO_WINDOW (widget);
  GtkWidget *innermost = self->switcher_bar;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (innermost)) != NULL)
    innermost = child;

  gtk_widget_queue_resize (innermost);
  gtk_widget_set_visible (self->account_label,
                          !adw_view_switcher_title_get_title_visible (self->switcher_title));

  return G_SOURCE_REMOVE;
}

/* It comes while sizes are given, when nothing can get another one. */
static void
title_visible_changed_cb (PalcoWindow *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self), adapt_cb, NULL, NULL);
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
  if (self->wanted_session != NULL)
    palco_window_show_session (self, self->wanted_session);
}

static void
build_trouble_page (PalcoWindow *self)
{
  if (adw_bin_get_child (self->trouble_bin) == NULL)
    adw_bin_set_child (self->trouble_bin, palco_trouble_page_new (self->connection));
}

static void
status_changed_cb (PalcoWindow *self)
{
  PalcoConnectionStatus status = palco_connection_get_status (self->connection);
  GAction *refresh = g_action_map_lookup_action (G_ACTION_MAP (self), "refresh");

  if (is_online (self, status))
    build_pages (self);
  else if (!is_waiting (status))
    build_trouble_page (self);

  gtk_spinner_set_spinning (self->spinner, is_waiting (status));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (refresh), is_online (self, status));
}

static void
account_changed_cb (PalcoWindow *self)
{
  PalcoAccount *account = palco_connection_get_account (self->connection);

  if (account != NULL)
    g_settings_set_string (self->settings, "account",
                           palco_account_is_local (account) ? "" : palco_account_get_uid (account));

  /* The pages begin anew. */
  if (self->launch_page != NULL)
    self->is_touched = FALSE;
}

static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          gpointer                  user_data)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      PALCO_WINDOW (user_data)->is_touched = TRUE;
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
watch_touches (PalcoWindow *self)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view_stack), controller);
}

/* Whoever has begun something keeps their page. What was started from here is spoken of
 * nevertheless; of others the number at the page of sessions tells. */
static void
found_running_cb (PalcoWindow *self,
                  guint        n_sessions,
                  gboolean     is_ours)
{
  g_autofree char *text = NULL;

  if (self->is_touched && !is_ours)
    return;

  text = g_strdup_printf (ngettext ("%u session is still running", "%u sessions are still running",
                                    n_sessions),
                          n_sessions);
  if (!self->is_touched)
    set_visible_page (self, "sessions");
  palco_toast_message (GTK_WIDGET (self->view_stack), text);
}

/* In the account in use. */
static guint
count_running (PalcoWindow *self)
{
  return self->sessions_page != NULL
         ? palco_sessions_page_get_n_running (PALCO_SESSIONS_PAGE (self->sessions_page)) : 0;
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
  guint n_running;

  if (account == NULL)
    return;

  if (account != palco_connection_get_account (self->connection))
    n_running = palco_keeper_get_n_open (palco_connection_get_keeper (self->connection), account);
  else
    n_running = count_running (self);

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
show_preferences_action (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  gtk_window_present (GTK_WINDOW (palco_preferences_new (GTK_WINDOW (user_data))));
}

static void
show_shortcuts_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  palco_shortcuts_present (GTK_APPLICATION_WINDOW (user_data));
}

/* In the window's own action map, so that they are on the bus too. */
static const GActionEntry actions[] = {
  { "refresh", refresh_action },
  { "remove-account", remove_account_action, "s" },
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
  palco_connection_actions_install (GTK_APPLICATION_WINDOW (self), GTK_WIDGET (self->view_stack),
                                    self->connection);
  gtk_menu_button_set_popover (self->account_button, palco_account_popover_new (self->connection));
  g_signal_connect_object (self->connection, "notify::status", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::account", G_CALLBACK (account_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "found-running", G_CALLBACK (found_running_cb), self,
                           G_CONNECT_SWAPPED);
  palco_left_running_watch (GTK_WIDGET (self->view_stack), self->connection);
  status_changed_cb (self);

  /* Where the program has stayed for sessions, its window opens with them. */
  if (count_running (self) > 0)
    set_visible_page (self, "sessions");
}

static void
palco_window_finalize (GObject *object)
{
  PalcoWindow *self = PALCO_WINDOW (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->visible_page, g_free);
  g_clear_pointer (&self->wanted_session, g_free);

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
      self->is_touched = TRUE;
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
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, account_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, PalcoWindow, trouble_bin);
  gtk_widget_class_bind_template_callback (widget_class, is_online);
  gtk_widget_class_bind_template_callback (widget_class, content_name);
  gtk_widget_class_bind_template_callback (widget_class, waiting_text);
  gtk_widget_class_bind_template_callback (widget_class, account_text);
  gtk_widget_class_bind_template_callback (widget_class, toast_classes);
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
  watch_touches (self);
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

/**
 * palco_window_show_session:
 * @self: a window
 * @id: an id of a session
 *
 * Shows it among the others, once there is a connection.
 */
void
palco_window_show_session (PalcoWindow *self,
                           const char  *id)
{
  g_return_if_fail (PALCO_IS_WINDOW (self));

  g_object_set (self, "visible-page", "sessions", NULL);
  if (self->sessions_page != NULL)
    {
      palco_sessions_page_show_session (PALCO_SESSIONS_PAGE (self->sessions_page), id);
      return;
    }

  g_free (self->wanted_session);
  self->wanted_session = g_strdup (id);
}
