/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-region-list.h"

#include <glib/gi18n.h>

#include "palco-app-enums.h"
#include "palco-format-latency.h"
#include "palco-region-row.h"
#include "palco-region-words.h"
#include "palco-toast.h"
#include "palco-widgets.h"

/* What follows below on the page must stay in sight; the nearest are what most want. */
#define FEW 5

/**
 * PalcoRegionList:
 *
 * The regions of a monitor to choose from, the nearest first: what the map shows, for whoever
 * rather reads. Few are shown until somebody asks for all or searches.
 */

struct _PalcoRegionList
{
  AdwPreferencesGroup  parent_instance;
  GtkToggleButton     *search_button;
  GtkMenuButton       *menu_button;
  GtkSearchEntry      *search_entry;
  GtkListBox          *region_box;
  GtkLabel            *placeholder;
  GtkWidget           *all_button;
  PalcoLatencyMonitor *monitor;
  PalcoRegion         *selected;
  PalcoRegionSort      sort;
  gboolean             all_shown;
  GtkCheckButton      *group;     /* in no window: makes even a single region a radio button */
  GtkFilter           *filter;    /* these belong to the slice, one after the other */
  GtkFilterListModel  *filtered;
  GtkSorter           *sorter;
  GtkSortListModel    *sorted;
  GtkSliceListModel   *slice;     /* what the box shows */
};

enum {
  PROP_MONITOR = 1,
  PROP_SELECTED,
  PROP_SORT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoRegionList, palco_region_list, ADW_TYPE_PREFERENCES_GROUP)

static int
compare_regions (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  PalcoRegionList *self = user_data;
  PalcoRegion *first = (PalcoRegion *) a;
  PalcoRegion *second = (PalcoRegion *) b;

  if (self->sort == PALCO_REGION_SORT_NAME)
    return g_utf8_collate (palco_region_words_name (first), palco_region_words_name (second));

  return palco_latency_compare (palco_region_get_latency (first), palco_region_get_latency (second));
}

/* By the name that is shown or the one that the service knows, in any case and with or without
 * accents. */
static gboolean
matches (gpointer item,
         gpointer user_data)
{
  PalcoRegionList *self = user_data;
  const char *term = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  return g_str_match_string (term, palco_region_words_name (item), TRUE) ||
         g_str_match_string (term, palco_region_get_id (item), TRUE);
}

static gboolean
is_searching (PalcoRegionList *self)
{
  return gtk_toggle_button_get_active (self->search_button);
}

static PalcoRegionRow *
get_row (PalcoRegionList *self,
         guint            index)
{
  return (PalcoRegionRow *) gtk_list_box_get_row_at_index (self->region_box, index);
}

static void
update_rows (PalcoRegionList *self)
{
  PalcoRegion *nearest = self->monitor != NULL ? palco_latency_monitor_get_nearest (self->monitor) : NULL;
  gboolean is_choice = g_list_model_get_n_items (G_LIST_MODEL (self->sorted)) > 1;
  PalcoRegionRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      PalcoRegion *region = palco_region_row_get_region (row);

      palco_region_row_set_active (row, region == self->selected);
      palco_region_row_set_nearest (row, is_choice && region == nearest);
    }
}

static guint
find_position (GListModel  *model,
               PalcoRegion *region)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoRegion) other = g_list_model_get_item (model, i);

      if (other == region)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

/* As many as there is room for, and always the selected one. One more is no reason to hide it
 * behind a button. */
static void
update_slice (PalcoRegionList *self)
{
  GListModel *sorted = G_LIST_MODEL (self->sorted);
  guint n_regions = g_list_model_get_n_items (sorted);
  guint n_shown = MAX (FEW, find_position (sorted, self->selected) + 1);
  g_autofree char *label = NULL;

  if (is_searching (self) || self->all_shown || n_regions <= n_shown + 1)
    n_shown = G_MAXUINT;

  gtk_slice_list_model_set_size (self->slice, n_shown);
  gtk_widget_set_visible (self->all_button, n_shown < n_regions);

  /* Translators: a button; there are always more than six. */
  label = g_strdup_printf (ngettext ("Show All %u Region", "Show All %u Regions", n_regions), n_regions);
  gtk_button_set_label (GTK_BUTTON (self->all_button), label);
}

static void
update_list (PalcoRegionList *self)
{
  update_slice (self);
  update_rows (self);
}

static PalcoRegion *
get_focused (PalcoRegionList *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->region_box));

  return PALCO_IS_REGION_ROW (row) ? palco_region_row_get_region (PALCO_REGION_ROW (row)) : NULL;
}

/* Rows that move are made anew; who was on one of them with the keyboard stays there. */
static void
sort_again (PalcoRegionList *self)
{
  PalcoRegion *focused = get_focused (self);
  PalcoRegionRow *row;

  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  update_list (self);

  for (guint i = 0; focused != NULL && (row = get_row (self, i)) != NULL; i++)
    {
      if (palco_region_row_get_region (row) == focused)
        gtk_widget_grab_focus (GTK_WIDGET (row));
    }
}

static void
set_selected (PalcoRegionList *self,
              PalcoRegion     *region)
{
  if (!g_set_object (&self->selected, region))
    return;

  update_list (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
row_activated_cb (PalcoRegionList *self,
                  GParamSpec      *pspec,
                  PalcoRegionRow  *row)
{
  if (palco_region_row_get_active (row))
    set_selected (self, palco_region_row_get_region (row));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PalcoRegionList *self = user_data;
  GtkWidget *row = palco_region_row_new (item, self->group);

  palco_region_row_set_active (PALCO_REGION_ROW (row), item == self->selected);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

static void
update_placeholder (PalcoRegionList *self)
{
  gtk_label_set_label (self->placeholder, is_searching (self) ? _("No region has this name.")
                                                              : _("There are no regions."));
}

static void
search_changed_cb (PalcoRegionList *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_list (self);
}

static void
searching_changed_cb (PalcoRegionList *self)
{
  if (is_searching (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  else
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");

  update_placeholder (self);
  search_changed_cb (self);
}

static void
search_stopped_cb (PalcoRegionList *self)
{
  gtk_toggle_button_set_active (self->search_button, FALSE);
}

/* Enter takes the first that was found. */
static void
search_activated_cb (PalcoRegionList *self)
{
  g_autoptr(PalcoRegion) first = g_list_model_get_item (G_LIST_MODEL (self->sorted), 0);

  if (first != NULL)
    set_selected (self, first);
}

static gboolean
search_shortcut_cb (GtkWidget *widget,
                    GVariant  *arguments,
                    gpointer   user_data)
{
  PalcoRegionList *self = PALCO_REGION_LIST (widget);

  if (!gtk_widget_get_mapped (widget))
    return FALSE;

  gtk_toggle_button_set_active (self->search_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));

  return TRUE;
}

static void
add_search_shortcut (PalcoRegionList *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string ("<Control>f");
  GtkShortcutAction *action = gtk_callback_action_new (search_shortcut_cb, NULL, NULL);

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (trigger, action));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
measure_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PalcoRegionList *self = PALCO_REGION_LIST (widget);

  if (self->monitor != NULL)
    palco_latency_monitor_measure (self->monitor);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PalcoRegionList *self = PALCO_REGION_LIST (widget);
  g_autofree char *table = palco_format_latency_table (G_LIST_MODEL (self->sorted));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), table);
  palco_toast_message (widget, _("Results copied"));
}

static void
show_all_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PalcoRegionList *self = PALCO_REGION_LIST (widget);

  self->all_shown = TRUE;
  update_list (self);
}

static void
regions_changed_cb (PalcoRegionList *self)
{
  gtk_filter_list_model_set_model (self->filtered,
                                   self->monitor != NULL ? palco_latency_monitor_get_regions (self->monitor) : NULL);
}

static void
set_monitor (PalcoRegionList     *self,
             PalcoLatencyMonitor *monitor)
{
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);

  if (!g_set_object (&self->monitor, monitor))
    return;

  if (monitor != NULL)
    {
      g_signal_connect_object (monitor, "notify::regions", G_CALLBACK (regions_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (monitor, "notify::nearest", G_CALLBACK (sort_again), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (monitor, "notify::measured-at", G_CALLBACK (sort_again), self,
                               G_CONNECT_SWAPPED);
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "regions.measure", monitor != NULL);
  regions_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MONITOR]);
}

static void
set_sort (PalcoRegionList *self,
          PalcoRegionSort  sort)
{
  if (self->sort == sort)
    return;

  self->sort = sort;
  sort_again (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
}

static void
palco_region_list_dispose (GObject *object)
{
  PalcoRegionList *self = PALCO_REGION_LIST (object);

  if (self->region_box != NULL)
    gtk_list_box_bind_model (self->region_box, NULL, NULL, NULL, NULL);
  self->region_box = NULL;
  g_clear_object (&self->monitor);
  g_clear_object (&self->selected);
  g_clear_object (&self->slice);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (palco_region_list_parent_class)->dispose (object);
}

static void
palco_region_list_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PalcoRegionList *self = PALCO_REGION_LIST (object);

  switch (prop_id)
    {
    case PROP_MONITOR:
      g_value_set_object (value, self->monitor);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_SORT:
      g_value_set_enum (value, self->sort);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_region_list_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PalcoRegionList *self = PALCO_REGION_LIST (object);

  switch (prop_id)
    {
    case PROP_MONITOR:
      set_monitor (self, g_value_get_object (value));
      break;
    case PROP_SELECTED:
      set_selected (self, g_value_get_object (value));
      break;
    case PROP_SORT:
      set_sort (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-region-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoRegionList, search_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoRegionList, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoRegionList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PalcoRegionList, region_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoRegionList, placeholder);
  gtk_widget_class_bind_template_child (widget_class, PalcoRegionList, all_button);
  gtk_widget_class_bind_template_callback (widget_class, searching_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
}

static void
palco_region_list_class_init (PalcoRegionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = palco_region_list_dispose;
  object_class->get_property = palco_region_list_get_property;
  object_class->set_property = palco_region_list_set_property;

  properties[PROP_MONITOR] =
    g_param_spec_object ("monitor", NULL, NULL, PALCO_TYPE_LATENCY_MONITOR, flags);
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, PALCO_TYPE_REGION, flags);
  properties[PROP_SORT] =
    g_param_spec_enum ("sort", NULL, NULL, PALCO_TYPE_REGION_SORT, PALCO_REGION_SORT_LATENCY, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "regions.measure", NULL, measure_action);
  gtk_widget_class_install_action (widget_class, "regions.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "regions.show-all", NULL, show_all_action);
  gtk_widget_class_install_property_action (widget_class, "regions.sort", "sort");

  bind_template (widget_class);
}

static void
palco_region_list_init (PalcoRegionList *self)
{
  self->group = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));

  gtk_widget_init_template (GTK_WIDGET (self));
  palco_menu_button_set_name (self->menu_button, _("Regions Menu"));
  add_search_shortcut (self);

  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_regions, self, NULL));
  self->filtered = gtk_filter_list_model_new (NULL, self->filter);
  self->sorted = gtk_sort_list_model_new (G_LIST_MODEL (self->filtered), self->sorter);
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (self->sorted), 0, FEW);
  g_signal_connect_object (self->sorted, "items-changed", G_CALLBACK (update_list), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->region_box, G_LIST_MODEL (self->slice), create_row, self, NULL);
  update_placeholder (self);
}

GtkWidget *
palco_region_list_new (PalcoLatencyMonitor *monitor)
{
  return g_object_new (PALCO_TYPE_REGION_LIST, "monitor", monitor, NULL);
}
