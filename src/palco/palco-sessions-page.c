/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-sessions-page.h"

#include <glib/gi18n.h>

#include "palco-explain.h"
#include "palco-session-row.h"
#include "palco-toast.h"

/* A service keeps ended sessions for 30 days; older than these nobody looks for here. */
#define MAX_ENDED_ROWS 50

/**
 * PalcoSessionsPage:
 *
 * The sessions of the account in use: those that run, and those that ended.
 */

struct _PalcoSessionsPage
{
  AdwBin            parent_instance;
  GtkListBox       *running_box;
  GtkListBox       *ended_box;
  GtkSizeGroup     *actions_group;
  PalcoConnection  *connection;
  PalcoSessionList *sessions;
  GListModel       *running;
  GListModel       *ended;
  GtkFilter        *running_filter;
  GtkFilter        *ended_filter;
  GCancellable     *cancellable;
};

enum {
  PROP_CONNECTION = 1,
  PROP_N_RUNNING,
  PROP_N_ENDED,
  PROP_SESSIONS_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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

  if (explanation == NULL)
    return g_strdup ("");

  /* Translators: %s are sentences that say why and what to do. */
  return g_strdup_printf (_("The sessions may have changed. %s"), explanation);
}

static char *
content_name (PalcoSessionsPage *self,
              guint              n_running,
              guint              n_ended)
{
  return g_strdup (n_running + n_ended > 0 ? "lists" : "empty");
}

static gboolean
match_running (gpointer item,
               gpointer user_data)
{
  return !palco_session_is_ended (PALCO_SESSION (item));
}

static gboolean
match_ended (gpointer item,
             gpointer user_data)
{
  return palco_session_is_ended (PALCO_SESSION (item));
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b,
                      gpointer      user_data)
{
  GDateTime *created_a = palco_session_get_creation_time ((PalcoSession *) a);
  GDateTime *created_b = palco_session_get_creation_time ((PalcoSession *) b);

  if (created_a == NULL || created_b == NULL)
    return (created_a != NULL) - (created_b != NULL);

  return g_date_time_compare (created_b, created_a);
}

static GListModel *
new_view (PalcoSessionsPage *self,
          GtkFilter         *filter)
{
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_newest_first, NULL, NULL));
  GtkFilterListModel *filtered;

  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->sessions)),
                                        g_object_ref (filter));

  return G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (filtered), sorter));
}

static void
refilter_cb (PalcoSessionsPage *self)
{
  gtk_filter_changed (self->running_filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_filter_changed (self->ended_filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* Filters look at items when they come; a session moves between the lists while it is there. */
static void
watch_items_cb (PalcoSessionsPage *self,
                guint              position,
                guint              n_removed,
                guint              n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(PalcoSession) session = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      g_signal_handlers_disconnect_by_func (session, refilter_cb, self);
      g_signal_connect_object (session, "notify::state", G_CALLBACK (refilter_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PalcoSessionsPage *self = user_data;

  return palco_session_row_new (PALCO_SESSION (item),
                                palco_session_list_get_client (self->sessions),
                                self->actions_group);
}

static void
notify_n_running_cb (PalcoSessionsPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING]);
}

static void
notify_n_ended_cb (PalcoSessionsPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ENDED]);
}

static void
notify_error_cb (PalcoSessionsPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSIONS_ERROR]);
}

static void
bind_lists (PalcoSessionsPage *self)
{
  g_autoptr(GListModel) all_ended = new_view (self, self->ended_filter);

  self->running = new_view (self, self->running_filter);
  self->ended = G_LIST_MODEL (gtk_slice_list_model_new (g_steal_pointer (&all_ended), 0,
                                                        MAX_ENDED_ROWS));

  g_signal_connect_object (self->running, "items-changed", G_CALLBACK (notify_n_running_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ended, "items-changed", G_CALLBACK (notify_n_ended_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->running_box, self->running, create_row, self, NULL);
  gtk_list_box_bind_model (self->ended_box, self->ended, create_row, self, NULL);
}

static void
forget_sessions (PalcoSessionsPage *self)
{
  if (self->sessions == NULL)
    return;

  gtk_list_box_bind_model (self->running_box, NULL, NULL, NULL, NULL);
  gtk_list_box_bind_model (self->ended_box, NULL, NULL, NULL, NULL);
  g_signal_handlers_disconnect_by_data (self->sessions, self);
  g_clear_object (&self->running);
  g_clear_object (&self->ended);
  g_clear_object (&self->sessions);
}

static void
sessions_changed_cb (PalcoSessionsPage *self)
{
  forget_sessions (self);

  if (g_set_object (&self->sessions, palco_connection_get_sessions (self->connection)) &&
      self->sessions != NULL)
    {
      GListModel *model = G_LIST_MODEL (self->sessions);

      g_signal_connect_object (model, "items-changed", G_CALLBACK (watch_items_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (model, "notify::error", G_CALLBACK (notify_error_cb), self,
                               G_CONNECT_SWAPPED);
      watch_items_cb (self, 0, 0, g_list_model_get_n_items (model));
      bind_lists (self);
    }

  notify_n_running_cb (self);
  notify_n_ended_cb (self);
  notify_error_cb (self);
}

static void
palco_sessions_page_constructed (GObject *object)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (object);

  G_OBJECT_CLASS (palco_sessions_page_parent_class)->constructed (object);

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
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_sessions_page_parent_class)->dispose (object);
}

static void
palco_sessions_page_finalize (GObject *object)
{
  PalcoSessionsPage *self = PALCO_SESSIONS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->running_filter);
  g_clear_object (&self->ended_filter);

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
    case PROP_N_ENDED:
      g_value_set_uint (value, self->ended != NULL ? g_list_model_get_n_items (self->ended) : 0);
      break;
    case PROP_SESSIONS_ERROR:
      g_value_set_boxed (value,
                         self->sessions != NULL ? palco_session_list_get_error (self->sessions) : NULL);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
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
  properties[PROP_N_ENDED] = g_param_spec_uint ("n-ended", NULL, NULL, 0, G_MAXUINT, 0, read);
  properties[PROP_SESSIONS_ERROR] =
    g_param_spec_boxed ("sessions-error", NULL, NULL, G_TYPE_ERROR, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-sessions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, running_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, ended_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionsPage, actions_group);
  gtk_widget_class_bind_template_callback (widget_class, has_error);
  gtk_widget_class_bind_template_callback (widget_class, error_text);
  gtk_widget_class_bind_template_callback (widget_class, content_name);
}

static void
palco_sessions_page_init (PalcoSessionsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->running_filter = GTK_FILTER (gtk_custom_filter_new (match_running, NULL, NULL));
  self->ended_filter = GTK_FILTER (gtk_custom_filter_new (match_ended, NULL, NULL));

  gtk_widget_init_template (GTK_WIDGET (self));
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

  return self->running != NULL ? g_list_model_get_n_items (self->running) : 0;
}

/* Asks the service now, instead of when the list would by itself. The list tells the error. */
void
palco_sessions_page_refresh (PalcoSessionsPage *self)
{
  g_return_if_fail (PALCO_IS_SESSIONS_PAGE (self));

  if (self->sessions != NULL)
    palco_session_list_refresh_async (self->sessions, self->cancellable, NULL, NULL);
}
