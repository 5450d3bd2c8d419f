/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-sessions-page.h"

#include <glib/gi18n.h>

#include "palco-adaptive-box.h"
#include "palco-elsewhere.h"
#include "palco-explain.h"
#include "palco-session-actions.h"
#include "palco-session-details.h"
#include "palco-session-filter.h"
#include "palco-session-finder.h"
#include "palco-session-history.h"
#include "palco-session-row.h"
#include "palco-shown-sessions.h"
#include "palco-widgets.h"

/**
 * PalcoSessionsPage:
 *
 * The sessions of the account in use: those that run, and those that ended.
 */

struct _PalcoSessionsPage
{
  AdwBin               parent_instance;
  PalcoElsewhere      *elsewhere;
  GtkStack            *toolbar;
  GtkStack            *content;
  GtkEditable         *search_entry;
  GtkDropDown         *show_drop_down;
  GtkLabel            *selection_label;
  GtkListView         *list_view;
  AdwStatusPage       *empty_page;
  AdwStatusPage       *not_found_page;
  PalcoConnection     *connection;
  PalcoSessionList    *sessions;
  PalcoSessionHistory *history;
  PalcoSessionItems   *items;
  GtkFilter           *filter;
  GListModel          *shown;
  PalcoSessionFinder  *finder;
  PalcoSessionClock   *clock;
  GSettings           *settings;
  GCancellable        *cancellable;
  gint64               looked_at;     /* the service, in monotonic time; 0 for not yet */
  gboolean             selecting;
  gboolean             is_known;      /* whether a look at the service has come to an end */
};

enum {
  PROP_CONNECTION = 1,
  PROP_N_RUNNING,
  PROP_SESSIONS_ERROR,
  PROP_SELECTING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* As old as an answer may be that somebody who turns to the page sees first. */
#define FRESH_USECS (5 * G_USEC_PER_SEC)

G_DEFINE_FINAL_TYPE (PalcoSessionsPage, palco_sessions_page, ADW_TYPE_BIN)

static gboolean
has_error (PalcoSessionsPage *self,
           const GError      *error)
{
  return error != NULL;
}

static char *
error_text (PalcoSessionsPage *self,
            const GError      *error)
{
  g_autofree char *explanation = error != NULL ? palco_explain_error (error) : NULL;

  /* Translators: %s are sentences that say why and what to do. */
  return explanation == NULL ? g_strdup ("")
                             : g_strdup_printf (_("The sessions may have changed. %s"), explanation);
}

static void
update_content (PalcoSessionsPage *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint n_shown = g_list_model_get_n_items (self->shown);

  gtk_widget_set_visible (GTK_WIDGET (self->toolbar), n_items > 0);
  gtk_stack_set_visible_child_name (self->content, n_shown > 0      ? "list"
                                                   : n_items > 0    ? "not-found"
                                                   : self->is_known ? "empty" : "loading");
}

static void
update_selection (PalcoSessionsPage *self)
{
  guint n_selected = palco_session_items_get_n_selected (self->items);
  g_autofree char *text = NULL;

  /* Translators: how many sessions are selected. */
  text = g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected), n_selected);
  gtk_label_set_label (self->selection_label, n_selected > 0 ? text : _("Select sessions"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sessions.stop-selected", n_selected > 0);
}

static void
set_selecting (PalcoSessionsPage *self,
               gboolean           selecting)
{
  if (self->selecting == selecting)
    return;

  self->selecting = selecting;
  palco_session_items_set_selectable (self->items, selecting);
  gtk_list_view_set_single_click_activate (self->list_view, selecting);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sessions.leave-selection", selecting);
  gtk_stack_set_visible_child_name (self->toolbar, selecting ? "selection" : "search");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTING]);
}

static void
n_live_changed_cb (PalcoSessionsPage *self)
{
  gboolean any_live = palco_session_items_get_n_live (self->items) > 0;

  if (!any_live)
    set_selecting (self, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sessions.select", any_live);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING]);
}

/* A session that ends may stay where it is, between the others. */
static void
search_changed_cb (PalcoSessionsPage *self)
{
  palco_session_filter_set_search (PALCO_SESSION_FILTER (self->filter),
                                   gtk_editable_get_text (self->search_entry));
}

static void
show_changed_cb (PalcoSessionsPage *self)
{
  palco_session_filter_set_show (PALCO_SESSION_FILTER (self->filter),
                                 gtk_drop_down_get_selected (self->show_drop_down));
}

static void
row_activated_cb (PalcoSessionsPage *self,
                  guint              position)
{
  PalcoSessionItem *item = palco_shown_sessions_get (self->shown, position);

  if (!self->selecting)
    palco_session_details_present (GTK_WIDGET (self), item);
  else if (palco_session_item_get_selectable (item))
    palco_session_item_set_selected (item, !palco_session_item_get_selected (item));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (widget);

  set_selecting (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
show_all_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (widget);

  gtk_editable_set_text (self->search_entry, "");
  gtk_drop_down_set_selected (self->show_drop_down, PALCO_SESSION_SHOW_ALL);
}

static void
select_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (widget);

  for (guint i = 0; i < g_list_model_get_n_items (self->shown); i++)
    {
      PalcoSessionItem *item = palco_shown_sessions_get (self->shown, i);

      palco_session_item_set_selected (item, palco_session_item_get_selectable (item));
    }
}

static void
stop_selected_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (widget);
  g_autoptr(GPtrArray) selected = palco_session_items_dup_selected (self->items);

  set_selecting (self, FALSE);
  palco_session_actions_stop_all (widget, selected);
}

static void
leave_selection_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  set_selecting (PALCO_SESSIONS_PAGE (widget), FALSE);
}

static void
setup_row_cb (PalcoSessionsPage *self,
              GtkListItem       *list_item)
{
  gtk_list_item_set_child (list_item, palco_session_row_new (self->clock, self->settings));
}

static void
bind_row_cb (PalcoSessionsPage *self,
             GtkListItem       *list_item)
{
  palco_session_row_set_item (PALCO_SESSION_ROW (gtk_list_item_get_child (list_item)),
                              gtk_list_item_get_item (list_item));
}

static void
unbind_row_cb (PalcoSessionsPage *self,
               GtkListItem       *list_item)
{
  palco_session_row_set_item (PALCO_SESSION_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* What comes above the first row would be out of sight: the list keeps that row where it is. */
static void
shown_changed_cb (PalcoSessionsPage *self,
                  guint              position,
                  guint              removed,
                  guint              added)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));

  if (position == 0 && added > 0 && gtk_adjustment_get_value (adjustment) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

static void
bind_list (PalcoSessionsPage *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkNoSelection) selection = NULL;

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_SWAPPED);

  selection = gtk_no_selection_new (g_object_ref (self->shown));
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (shown_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
notify_error_cb (PalcoSessionsPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSIONS_ERROR]);
}

static void
loading_changed_cb (PalcoSessionsPage *self)
{
  if (palco_session_list_get_loading (self->sessions))
    return;

  self->is_known = TRUE;
  self->looked_at = g_get_monotonic_time ();
  update_content (self);
}

static void
forget_sessions (PalcoSessionsPage *self)
{
  if (self->sessions == NULL)
    return;

  self->is_known = FALSE;
  self->looked_at = 0;
  g_signal_handlers_disconnect_by_data (self->sessions, self);
  g_clear_object (&self->sessions);
  palco_session_history_close (self->history);
  g_clear_object (&self->history);
}

static void
sessions_changed_cb (PalcoSessionsPage *self)
{
  palco_sessions_page_show_sessions (self, palco_connection_get_sessions (self->connection));
}

static void
refresh_if_old (PalcoSessionsPage *self)
{
  if (self->sessions != NULL && !palco_session_list_get_loading (self->sessions) &&
      g_get_monotonic_time () - self->looked_at > FRESH_USECS)
    palco_sessions_page_refresh (self);
}

static void
sight_changed_cb (PalcoSessionsPage *self)
{
  palco_session_clock_set_running (self->clock, palco_widget_is_in_sight (GTK_WIDGET (self)));
}

static void
palco_sessions_page_constructed (GObject *object)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (object);

  G_OBJECT_CLASS (palco_sessions_page_parent_class)->constructed (object);

  palco_widget_watch_sight (GTK_WIDGET (self), G_CALLBACK (sight_changed_cb));
  palco_elsewhere_set_keeper (self->elsewhere, palco_connection_get_keeper (self->connection));
  g_signal_connect_object (self->connection, "notify::sessions", G_CALLBACK (sessions_changed_cb),
                           self, G_CONNECT_SWAPPED);
  sessions_changed_cb (self);
}

static void
palco_sessions_page_dispose (GObject *object)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  forget_sessions (self);
  g_clear_object (&self->finder);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_sessions_page_parent_class)->dispose (object);
}

static void
palco_sessions_page_finalize (GObject *object)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->items);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (palco_sessions_page_parent_class)->finalize (object);
}

static void
palco_sessions_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_N_RUNNING:
      g_value_set_uint (value, palco_sessions_page_get_n_running (self));
      break;
    case PROP_SESSIONS_ERROR:
      g_value_set_boxed (value,
                         self->sessions != NULL ? palco_session_list_get_error (self->sessions) : NULL);
      break;
    case PROP_SELECTING:
      g_value_set_boolean (value, self->selecting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_sessions_page_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_SELECTING:
      set_selecting (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PALCO_TYPE_ADAPTIVE_BOX);
  g_type_ensure (PALCO_TYPE_ELSEWHERE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-sessions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, content);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, show_drop_down);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, selection_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, not_found_page);
  gtk_widget_class_bind_template_callback (widget_class, has_error);
  gtk_widget_class_bind_template_callback (widget_class, error_text);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, refresh_if_old);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "sessions.select", "selecting");
  gtk_widget_class_install_action (widget_class, "sessions.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "sessions.show-all", NULL, show_all_action);
  gtk_widget_class_install_action (widget_class, "sessions.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "sessions.stop-selected", NULL,
                                   stop_selected_action);
  gtk_widget_class_install_action (widget_class, "sessions.leave-selection", NULL,
                                   leave_selection_action);
}

static void
palco_sessions_page_class_init (PalcoSessionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_sessions_page_constructed;
  object_class->dispose = palco_sessions_page_dispose;
  object_class->finalize = palco_sessions_page_finalize;
  object_class->get_property = palco_sessions_page_get_property;
  object_class->set_property = palco_sessions_page_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_RUNNING] =
    g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0, read);
  properties[PROP_SESSIONS_ERROR] =
    g_param_spec_boxed ("sessions-error", NULL, NULL, G_TYPE_ERROR, read);
  properties[PROP_SELECTING] =
    g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  install_actions (widget_class);
  bind_template (widget_class);
}

static void
make_models (PalcoSessionsPage *self)
{
  self->items = palco_session_items_new ();
  self->filter = palco_session_filter_new ();
  self->shown = palco_shown_sessions_new (self->items, self->filter);
  self->clock = palco_session_clock_new (self->items);

  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (update_content), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update_content), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->items, "notify::n-live", G_CALLBACK (n_live_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->items, "notify::n-selected", G_CALLBACK (update_selection), self,
                           G_CONNECT_SWAPPED);
}

static void
palco_sessions_page_init (PalcoSessionsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->settings = g_settings_new (PALCO_APP_ID);
  make_models (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  palco_status_page_defer_icon (self->empty_page);
  palco_status_page_defer_icon (self->not_found_page);
  palco_drop_down_set_name (self->show_drop_down, _("Sessions to Show"));
  bind_list (self);
  self->finder = palco_session_finder_new (self->list_view, self->items, self->shown);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry),
                                           GTK_WIDGET (self->list_view));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sessions.leave-selection", FALSE);
  n_live_changed_cb (self);
  update_selection (self);
  update_content (self);
}

GtkWidget *
palco_sessions_page_new (PalcoConnection *connection)
{
  return g_object_new (PALCO_TYPE_SESSIONS_PAGE, "connection", connection, NULL);
}

guint
palco_sessions_page_get_n_running (PalcoSessionsPage *self)
{
  g_return_val_if_fail (PALCO_IS_SESSIONS_PAGE (self), 0);

  return palco_session_items_get_n_live (self->items);
}

/* Those of the account in use; NULL for none. */
void
palco_sessions_page_show_sessions (PalcoSessionsPage *self,
                                   PalcoSessionList  *sessions)
{
  g_return_if_fail (PALCO_IS_SESSIONS_PAGE (self));

  forget_sessions (self);
  set_selecting (self, FALSE);
  palco_session_items_set_sessions (self->items, sessions);

  if (g_set_object (&self->sessions, sessions))
    {
      g_signal_connect_object (sessions, "notify::error", G_CALLBACK (notify_error_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (sessions, "notify::loading", G_CALLBACK (loading_changed_cb), self,
                               G_CONNECT_SWAPPED);
      self->history = palco_session_history_new (palco_session_list_get_client (sessions));
      g_signal_connect_object (self->history, "loaded", G_CALLBACK (palco_session_items_set_history),
                               self->items, G_CONNECT_SWAPPED);
    }

  notify_error_cb (self);
}

/* Asks the service now, instead of when the list would by itself. The list tells the error. */
void
palco_sessions_page_refresh (PalcoSessionsPage *self)
{
  g_return_if_fail (PALCO_IS_SESSIONS_PAGE (self));

  if (self->sessions != NULL)
    palco_session_list_refresh_async (self->sessions, self->cancellable, NULL, NULL);
}

/**
 * palco_sessions_page_show_session:
 * @self: a page
 * @id: an id of a session of the account in use, or of one that is about to be
 *
 * Gives it the focus, also if the service has yet to be asked about it.
 */
void
palco_sessions_page_show_session (PalcoSessionsPage *self,
                                  const char        *id)
{
  g_return_if_fail (PALCO_IS_SESSIONS_PAGE (self));

  palco_session_finder_find (self->finder, id);
  if (palco_session_items_lookup (self->items, id) == NULL)
    palco_sessions_page_refresh (self);
}
