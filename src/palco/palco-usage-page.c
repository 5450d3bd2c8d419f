/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-usage-page.h"

#include <glib/gi18n.h>

#include "palco-explain.h"
#include "palco-format-usage.h"
#include "palco-format.h"
#include "palco-usage-chart.h"
#include "palco-usage-export.h"
#include "palco-widgets.h"

/* As far as the journal goes back. */
#define N_MONTHS 13

/* What runs costs more by the minute. */
#define REFRESH_SECS 60

/**
 * PalcoUsagePage:
 *
 * What the account in use was used for in a month, and what that cost.
 */

struct _PalcoUsagePage
{
  AdwBin           parent_instance;
  GtkDropDown     *month_drop_down;
  GtkStack        *content;
  AdwStatusPage   *empty_page;
  AdwStatusPage   *error_page;
  GtkLabel        *cost_label;
  GtkLabel        *hours_label;
  GtkLabel        *sessions_label;
  GtkLabel        *unpriced_label;
  PalcoUsageChart *chart;
  GtkListBox      *size_list;
  GtkListBox      *day_list;
  PalcoConnection *connection;
  PalcoJournal    *journal;      /* of the client in use */
  GCancellable    *cancellable;
  GPtrArray       *entries;
  PalcoUsage      *usage;
  GDateTime       *first_month;  /* of the drop-down */
  guint            refresh_id;
};

enum {
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoUsagePage, palco_usage_page, ADW_TYPE_BIN)

static GtkWidget *
make_dot (guint index)
{
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *css_class = g_strdup_printf ("usage-%u", index % PALCO_USAGE_CHART_N_COLORS + 1);

  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (dot, "usage-dot");
  gtk_widget_add_css_class (dot, css_class);

  return dot;
}

static GtkWidget *
make_row (const char    *title,
          const char    *subtitle,
          PalcoUsageRow *row)
{
  GtkWidget *widget = palco_action_row_new (title, subtitle);
  g_autofree char *cost = palco_format_usage_cost (row);
  GtkWidget *label = gtk_label_new (cost);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), label);

  return widget;
}

static const char *
get_size_name (PalcoUsageRow *row)
{
  const char *size_id = palco_usage_row_get_size_id (row);

  return *size_id != '\0' ? size_id : _("Unknown size");
}

static guint
find_size_index (PalcoUsagePage *self,
                 PalcoUsageRow  *row)
{
  GListModel *sizes = palco_usage_get_sizes (self->usage);
  guint index = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoUsageRow) other = g_list_model_get_item (sizes, i);

      if (g_ascii_strcasecmp (palco_usage_row_get_size_id (other), palco_usage_row_get_size_id (row)) == 0)
        index = i;
    }

  return index;
}

static GtkWidget *
create_size_row (gpointer item,
                 gpointer user_data)
{
  PalcoUsagePage *self = user_data;
  PalcoUsageRow *row = item;
  g_autofree char *subtitle = palco_format_usage_sessions (row);
  GtkWidget *widget = make_row (get_size_name (row), subtitle, row);

  adw_action_row_add_prefix (ADW_ACTION_ROW (widget), make_dot (find_size_index (self, row)));

  return widget;
}

static GtkWidget *
create_day_row (gpointer item,
                gpointer user_data)
{
  PalcoUsagePage *self = user_data;
  PalcoUsageRow *row = item;
  g_autofree char *title = palco_format_day (palco_usage_get_year (self->usage),
                                             palco_usage_get_month (self->usage),
                                             palco_usage_row_get_day (row));
  g_autofree char *sessions = palco_format_usage_sessions (row);
  /* Translators: a size of server, and how long and how often it was used. */
  g_autofree char *subtitle = g_strdup_printf (_("%s: %s"), get_size_name (row), sessions);

  return make_row (title, subtitle, row);
}

static void
show_usage (PalcoUsagePage *self)
{
  PalcoUsageRow *total = palco_usage_get_total (self->usage);
  g_autofree char *cost = palco_format_usage_cost (total);
  g_autofree char *hours = palco_format_duration (palco_usage_row_get_seconds (total));
  g_autofree char *sessions = g_strdup_printf ("%u", palco_usage_row_get_n_sessions (total));
  g_autofree char *unpriced = palco_format_usage_unpriced (total);

  gtk_label_set_label (self->cost_label, cost);
  gtk_label_set_label (self->hours_label, hours);
  gtk_label_set_label (self->sessions_label, sessions);
  gtk_label_set_label (self->unpriced_label, unpriced != NULL ? unpriced : "");
  gtk_widget_set_visible (GTK_WIDGET (self->unpriced_label), unpriced != NULL);

  palco_usage_chart_set_usage (self->chart, self->usage);
  gtk_list_box_bind_model (self->size_list, palco_usage_get_sizes (self->usage), create_size_row, self, NULL);
  gtk_list_box_bind_model (self->day_list, palco_usage_get_days (self->usage), create_day_row, self, NULL);
}

static void
update (PalcoUsagePage *self)
{
  guint selected = gtk_drop_down_get_selected (self->month_drop_down);
  g_autoptr(GDateTime) month = NULL;
  gboolean is_empty;

  if (self->entries == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;

  month = g_date_time_add_months (self->first_month, -(int) selected);
  g_clear_object (&self->usage);
  self->usage = palco_usage_new (self->entries, g_date_time_get_year (month), g_date_time_get_month (month), NULL);
  is_empty = palco_usage_row_get_n_sessions (palco_usage_get_total (self->usage)) == 0;

  if (!is_empty)
    show_usage (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "usage.export", !is_empty);
  gtk_stack_set_visible_child_name (self->content, is_empty ? "empty" : "usage");
}

static void
show_error (PalcoUsagePage *self,
            const GError   *error)
{
  g_autofree char *text = palco_explain_error (error);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->error_page, markup);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "usage.export", FALSE);
  gtk_stack_set_visible_child_name (self->content, "error");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries =
    palco_journal_load_history_finish (PALCO_JOURNAL (source), result, &error);
  PalcoUsagePage *self;

  if (palco_error_is_cancelled (error))
    return;

  self = user_data;
  if (entries == NULL)
    {
      show_error (self, error);
      return;
    }

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_steal_pointer (&entries);
  update (self);
}

static void
load (PalcoUsagePage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  if (self->journal == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->cancellable = g_cancellable_new ();
  palco_journal_load_history_async (self->journal, palco_connection_get_account (self->connection), NULL,
                                    self->cancellable, loaded_cb, self);
}

/* The names of the months, beginning with this one. */
static void
fill_months (PalcoUsagePage *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) first = g_date_time_new_utc (g_date_time_get_year (now), g_date_time_get_month (now),
                                                    1, 0, 0, 0.0);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  if (self->first_month != NULL && g_date_time_equal (self->first_month, first))
    return;

  g_clear_pointer (&self->first_month, g_date_time_unref);
  self->first_month = g_steal_pointer (&first);

  for (int i = 0; i < N_MONTHS; i++)
    {
      g_autoptr(GDateTime) month = g_date_time_add_months (self->first_month, -i);

      gtk_string_list_take (names, palco_format_month (g_date_time_get_year (month),
                                                       g_date_time_get_month (month)));
    }

  gtk_drop_down_set_model (self->month_drop_down, G_LIST_MODEL (names));
}

static gboolean
refresh_cb (gpointer user_data)
{
  PalcoUsagePage *self = user_data;

  fill_months (self);
  update (self);

  return G_SOURCE_CONTINUE;
}

static void
month_changed_cb (PalcoUsagePage *self)
{
  guint selected = gtk_drop_down_get_selected (self->month_drop_down);
  GListModel *names = gtk_drop_down_get_model (self->month_drop_down);
  g_autoptr(GtkStringObject) name = NULL;

  if (selected == GTK_INVALID_LIST_POSITION)
    return;

  name = g_list_model_get_item (names, selected);
  palco_drop_down_set_name (self->month_drop_down, gtk_string_object_get_string (name));
  update (self);
}

static void
client_changed_cb (PalcoUsagePage *self)
{
  PalcoClient *client = palco_connection_get_client (self->connection);

  if (self->journal != NULL)
    g_signal_handlers_disconnect_by_func (self->journal, load, self);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  if (client != NULL)
    g_object_get (client, "journal", &self->journal, NULL);
  if (self->journal != NULL)
    g_signal_connect_object (self->journal, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);

  load (self);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PalcoUsagePage *self = PALCO_USAGE_PAGE (widget);

  palco_usage_export (widget, self->usage, palco_connection_get_accounts (self->connection));
}

static void
palco_usage_page_map (GtkWidget *widget)
{
  PalcoUsagePage *self = PALCO_USAGE_PAGE (widget);

  GTK_WIDGET_CLASS (palco_usage_page_parent_class)->map (widget);

  fill_months (self);
  load (self);
  self->refresh_id = g_timeout_add_seconds (REFRESH_SECS, refresh_cb, self);
}

static void
palco_usage_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&PALCO_USAGE_PAGE (widget)->refresh_id, g_source_remove);

  GTK_WIDGET_CLASS (palco_usage_page_parent_class)->unmap (widget);
}

static void
palco_usage_page_constructed (GObject *object)
{
  PalcoUsagePage *self = PALCO_USAGE_PAGE (object);

  G_OBJECT_CLASS (palco_usage_page_parent_class)->constructed (object);

  g_signal_connect_object (self->connection, "notify::client", G_CALLBACK (client_changed_cb), self,
                           G_CONNECT_SWAPPED);
  client_changed_cb (self);
}

static void
palco_usage_page_dispose (GObject *object)
{
  PalcoUsagePage *self = PALCO_USAGE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_object (&self->usage);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->first_month, g_date_time_unref);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_usage_page_parent_class)->dispose (object);
}

static void
palco_usage_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PalcoUsagePage *self = PALCO_USAGE_PAGE (object);

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
palco_usage_page_class_init (PalcoUsagePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = palco_usage_page_constructed;
  object_class->dispose = palco_usage_page_dispose;
  object_class->set_property = palco_usage_page_set_property;
  widget_class->map = palco_usage_page_map;
  widget_class->unmap = palco_usage_page_unmap;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PALCO_TYPE_USAGE_CHART);
  gtk_widget_class_install_action (widget_class, "usage.export", NULL, export_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/palco/Palco/palco-usage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, month_drop_down);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, content);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, error_page);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, cost_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, hours_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, sessions_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, unpriced_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, chart);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, size_list);
  gtk_widget_class_bind_template_child (widget_class, PalcoUsagePage, day_list);
  gtk_widget_class_bind_template_callback (widget_class, month_changed_cb);
}

static void
palco_usage_page_init (PalcoUsagePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palco_status_page_defer_icon (self->empty_page);
  palco_status_page_defer_icon (self->error_page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "usage.export", FALSE);
}

GtkWidget *
palco_usage_page_new (PalcoConnection *connection)
{
  return g_object_new (PALCO_TYPE_USAGE_PAGE, "connection", connection, NULL);
}
