/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-launch-page.h"

#include <glib/gi18n.h>

#include "palco-fold-box.h"
#include "palco-format.h"
#include "palco-lease-group.h"
#include "palco-map.h"
#include "palco-measure-button.h"
#include "palco-preset-editor.h"
#include "palco-preset-popover.h"
#include "palco-region-choice.h"
#include "palco-region-list.h"
#include "palco-size-box.h"
#include "palco-start-bar.h"
#include "palco-toast.h"
#include "palco-widgets.h"

/**
 * PalcoLaunchPage:
 *
 * Where, how big, how long, start.
 */

struct _PalcoLaunchPage
{
  AdwBin               parent_instance;
  PalcoMap            *map;
  PalcoMeasureButton  *corner_button;
  PalcoMeasureButton  *strip_button;
  PalcoRegionList     *region_list;
  GtkLabel            *reason_label;
  PalcoSizeBox        *size_box;
  PalcoLeaseGroup     *lease_group;
  GtkWidget           *next_region_row;
  GtkSwitch           *next_region_switch;
  GtkSwitch           *other_size_switch;
  PalcoStartBar       *start_bar;
  PalcoConnection     *connection;
  GSettings           *settings;
  PalcoCatalogue      *catalogue;
  PalcoLatencyMonitor *monitor;
  PalcoRegionChoice   *choice;
  PalcoPresetList     *presets;
  char                *edited_name;     /* of the preset that is being edited */
  char                *title;           /* of what was filled in, until it is started */
  GCancellable        *waiting;         /* to start where it is nearest, once that is known */
  PalcoRegion         *region;   /* the chosen one, whose sizes are shown */
  gboolean             was_mapped;
  GCancellable        *cancellable;
};

enum {
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoLaunchPage, palco_launch_page, ADW_TYPE_BIN)

static void
update_offer (PalcoLaunchPage *self)
{
  PalcoSize *size = palco_size_box_get_selected (self->size_box);

  palco_start_bar_offer (self->start_bar, self->region, size,
                         palco_lease_group_get_minutes (self->lease_group),
                         palco_lease_group_get_cap_minutes (self->lease_group));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "launch.start",
                                 self->region != NULL && size != NULL &&
                                 !palco_start_bar_get_running (self->start_bar));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "launch.save-preset",
                                 self->region != NULL && size != NULL);
}

/* What a region does not tell of itself is what the service says of all. */
static GListModel *
get_sizes (PalcoLaunchPage *self)
{
  GListModel *sizes = self->region != NULL ? palco_region_get_sizes (self->region) : NULL;

  if (sizes == NULL && self->catalogue != NULL)
    sizes = palco_catalogue_get_sizes (self->catalogue);

  return sizes;
}

static void
show_sizes (PalcoLaunchPage *self)
{
  palco_size_box_set_account (self->size_box, palco_connection_get_account (self->connection));
  palco_size_box_set_sizes (self->size_box, get_sizes (self));
  update_offer (self);
}

static void
show_reason (PalcoLaunchPage *self)
{
  g_autofree char *reason = palco_region_choice_dup_reason (self->choice);

  gtk_label_set_label (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
}

static void
choice_changed_cb (PalcoLaunchPage *self)
{
  PalcoRegion *region = palco_region_choice_get_selected (self->choice);

  if (self->region != NULL)
    g_signal_handlers_disconnect_by_func (self->region, show_sizes, self);
  if (g_set_object (&self->region, region) && region != NULL)
    g_signal_connect_object (region, "notify::sizes", G_CALLBACK (show_sizes), self,
                             G_CONNECT_SWAPPED);
  g_object_set (self->map, "selected", region, NULL);
  g_object_set (self->region_list, "selected", region, NULL);
  show_reason (self);
  show_sizes (self);
}

/* What is shown now is not what was to be started, or nobody looks at it any more. */
static void
forget_start (PalcoLaunchPage *self)
{
  g_cancellable_cancel (self->waiting);
  g_clear_object (&self->waiting);
}

/* In the list or on the map, where nothing may be selected for a while. */
static void
selected_cb (PalcoLaunchPage *self,
             GParamSpec      *pspec,
             GObject         *chooser)
{
  g_autoptr(PalcoRegion) region = NULL;

  g_object_get (chooser, "selected", &region, NULL);
  if (region != NULL && palco_region_choice_select (self->choice, region))
    forget_start (self);
}

static const char *
get_account_uid (PalcoLaunchPage *self)
{
  PalcoAccount *account = palco_connection_get_account (self->connection);

  return palco_account_is_local (account) ? "" : palco_account_get_uid (account);
}

static void
show_catalogue (PalcoLaunchPage *self)
{
  PalcoClient *client = palco_connection_get_client (self->connection);
  PalcoCatalogue *catalogue = client != NULL ? palco_client_get_catalogue (client) : NULL;
  GListModel *regions = catalogue != NULL ? palco_catalogue_get_regions (catalogue) : NULL;

  if (!g_set_object (&self->catalogue, catalogue))
    return;

  gtk_widget_set_visible (self->next_region_row,
                          regions != NULL && g_list_model_get_n_items (regions) > 1);
  palco_latency_monitor_set_regions (self->monitor, regions);
  palco_region_choice_set_regions (self->choice, regions != NULL ? get_account_uid (self) : NULL,
                                   regions);
  show_sizes (self);
  g_object_set (self->map,
                "regions", regions,
                "selected", self->region,
                NULL);
}

static void
nearest_changed_cb (PalcoLaunchPage *self)
{
  palco_region_choice_set_nearest (self->choice,
                                   palco_latency_monitor_get_nearest (self->monitor));
  show_reason (self);
}

/* Where nothing is to be measured, the region that is selected has to do. What was measured may have
 * been the regions of another account. */
static gboolean
has_to_measure (PalcoLaunchPage *self)
{
  GListModel *regions =
    self->catalogue != NULL ? palco_catalogue_get_regions (self->catalogue) : NULL;
  gboolean is_measured = palco_latency_monitor_get_measured_at (self->monitor) != NULL &&
                         self->region != NULL && palco_region_get_latency (self->region) != NULL;

  return regions != NULL && g_list_model_get_n_items (regions) > 1 && !is_measured &&
         g_settings_get_boolean (self->settings, "measure-latency");
}

/* Where no region answered, it is tried in the first. */
static void
measured_cb (PalcoLaunchPage *self)
{
  show_reason (self);
  if (self->waiting == NULL || has_to_measure (self))
    return;

  forget_start (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "launch.start", NULL);
}

static PalcoWhenFull
get_when_full (PalcoLaunchPage *self)
{
  PalcoWhenFull when_full = PALCO_WHEN_FULL_NONE;

  if (gtk_switch_get_active (self->next_region_switch))
    when_full |= PALCO_WHEN_FULL_NEXT_REGION;
  if (gtk_switch_get_active (self->other_size_switch))
    when_full |= PALCO_WHEN_FULL_OTHER_SIZE;

  return when_full;
}

static PalcoLaunchPlan *
make_plan (PalcoLaunchPage *self)
{
  PalcoSize *size = palco_size_box_get_selected (self->size_box);
  PalcoLaunchPlan *plan;

  plan = palco_launch_plan_new_when_full (self->catalogue, self->region, palco_size_get_id (size),
                                          palco_lease_group_get_minutes (self->lease_group),
                                          get_when_full (self));
  palco_launch_plan_set_cap_minutes (plan, palco_lease_group_get_cap_minutes (self->lease_group));
  palco_launch_plan_set_title (plan, self->title);

  return plan;
}

static void
save_preset_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (widget);
  g_autoptr(PalcoPreset) preset = palco_launch_page_dup_preset (self);

  palco_preset_editor_save (widget, self->presets, preset);
}

static void
edit_preset_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (widget);
  PalcoPreset *preset =
    palco_preset_list_lookup (self->presets, g_variant_get_string (parameter, NULL));

  if (preset == NULL)
    return;

  g_free (self->edited_name);
  self->edited_name = g_strdup (palco_preset_get_name (preset));
  palco_launch_page_show_preset (self, preset);
  palco_toast_message (widget, _("Change what you like, then save it under the same name"));
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (widget);
  g_autoptr(PalcoLaunchPlan) plan = make_plan (self);

  forget_start (self);
  g_clear_pointer (&self->title, g_free);
  palco_start_bar_run (self->start_bar, plan);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  palco_start_bar_cancel (PALCO_LAUNCH_PAGE (widget)->start_bar);
}

/* Whatever cannot be reached now is told by the page of sessions; old facts stay. */
static void
reloaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  PalcoLaunchPage *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = NULL;

  catalogue = palco_client_load_catalogue_finish (PALCO_CLIENT (source), result, &error);
  if (!palco_error_is_cancelled (error) && catalogue != NULL)
    show_catalogue (self);
}

static void
palco_launch_page_map (GtkWidget *widget)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (widget);

  GTK_WIDGET_CLASS (palco_launch_page_parent_class)->map (widget);

  if (self->was_mapped)
    palco_launch_page_refresh (self);
  self->was_mapped = TRUE;
}

/* Nobody is measured whom nobody looks at. */
static void
sight_changed_cb (PalcoLaunchPage *self)
{
  gboolean measures = palco_widget_is_in_sight (GTK_WIDGET (self)) &&
                      g_settings_get_boolean (self->settings, "measure-latency");

  palco_latency_monitor_set_active (self->monitor, measures);
}

static void
bind_settings (PalcoLaunchPage *self)
{
  const struct {
    const char *key;
    gpointer    object;
    const char *property;
  } bindings[] = {
    { "lease-minutes", self->lease_group, "minutes" },
    { "extend", self->lease_group, "extend" },
    { "cap-hours", self->lease_group, "cap-hours" },
    { "take-next-region", self->next_region_switch, "active" },
    { "take-other-size", self->other_size_switch, "active" },
    { "server-size", self->size_box, "wanted-id" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    g_settings_bind (self->settings, bindings[i].key, bindings[i].object, bindings[i].property,
                     G_SETTINGS_BIND_DEFAULT);
}

static void
palco_launch_page_constructed (GObject *object)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  G_OBJECT_CLASS (palco_launch_page_parent_class)->constructed (object);

  palco_start_bar_set_connection (self->start_bar, self->connection);
  palco_start_bar_set_menu (self->start_bar,
                            palco_preset_popover_new (self->connection, self->presets));
  bind_settings (self);
  palco_widget_watch_sight (GTK_WIDGET (self), G_CALLBACK (sight_changed_cb));
  g_object_set (self->region_list, "monitor", self->monitor, NULL);
  palco_measure_button_set_monitor (self->corner_button, self->monitor);
  palco_measure_button_set_monitor (self->strip_button, self->monitor);
  g_signal_connect_object (self->monitor, "notify::measured-at", G_CALLBACK (measured_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "notify::nearest", G_CALLBACK (nearest_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (choice_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::client", G_CALLBACK (forget_start), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connection, "notify::client", G_CALLBACK (show_catalogue), self,
                           G_CONNECT_SWAPPED);
  show_catalogue (self);
}

static void
palco_launch_page_dispose (GObject *object)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  forget_start (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_launch_page_parent_class)->dispose (object);
}

static void
palco_launch_page_finalize (GObject *object)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->monitor);
  g_clear_object (&self->choice);
  g_clear_object (&self->region);
  g_clear_object (&self->presets);
  g_free (self->edited_name);
  g_free (self->title);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (palco_launch_page_parent_class)->finalize (object);
}

static void
palco_launch_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_launch_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

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
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PALCO_TYPE_FOLD_BOX);
  g_type_ensure (PALCO_TYPE_LEASE_GROUP);
  g_type_ensure (PALCO_TYPE_MAP);
  g_type_ensure (PALCO_TYPE_MEASURE_BUTTON);
  g_type_ensure (PALCO_TYPE_REGION_LIST);
  g_type_ensure (PALCO_TYPE_SIZE_BOX);
  g_type_ensure (PALCO_TYPE_START_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-launch-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, map);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, corner_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, strip_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, region_list);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, reason_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, size_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, lease_group);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, next_region_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, next_region_switch);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, other_size_switch);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, start_bar);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_start);
  gtk_widget_class_bind_template_callback (widget_class, update_offer);
}

static void
palco_launch_page_class_init (PalcoLaunchPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = palco_launch_page_constructed;
  object_class->dispose = palco_launch_page_dispose;
  object_class->finalize = palco_launch_page_finalize;
  object_class->get_property = palco_launch_page_get_property;
  object_class->set_property = palco_launch_page_set_property;

  widget_class->map = palco_launch_page_map;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "launch.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "launch.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "launch.save-preset", NULL, save_preset_action);
  gtk_widget_class_install_action (widget_class, "launch.edit-preset", "s", edit_preset_action);

  bind_template (widget_class);
}

static void
palco_launch_page_init (PalcoLaunchPage *self)
{
  self->settings = g_settings_new (PALCO_APP_ID);
  self->monitor = palco_latency_monitor_new ();
  self->choice = palco_region_choice_new (self->settings);
  self->presets = palco_preset_list_new (NULL);
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
palco_launch_page_new (PalcoConnection *connection)
{
  return g_object_new (PALCO_TYPE_LAUNCH_PAGE, "connection", connection, NULL);
}

/* Prices and free servers, as the service tells them now. */
void
palco_launch_page_refresh (PalcoLaunchPage *self)
{
  PalcoClient *client;

  g_return_if_fail (PALCO_IS_LAUNCH_PAGE (self));

  client = palco_connection_get_client (self->connection);
  if (client != NULL)
    palco_client_load_catalogue_async (client, self->cancellable, reloaded_cb, self);
}

/* What is chosen, or NULL while there is nothing to choose. The nearest stays the nearest,
 * wherever the preset is used. */
PalcoPreset *
palco_launch_page_dup_preset (PalcoLaunchPage *self)
{
  PalcoRegion *nearest;
  PalcoSize *size;

  g_return_val_if_fail (PALCO_IS_LAUNCH_PAGE (self), NULL);

  nearest = palco_latency_monitor_get_nearest (self->monitor);
  size = palco_size_box_get_selected (self->size_box);
  if (self->region == NULL || size == NULL)
    return NULL;

  return palco_preset_new (NULL, self->edited_name != NULL ? self->edited_name : "",
                           get_account_uid (self),
                           self->region != nearest ? palco_region_get_id (self->region) : "",
                           palco_size_get_id (size),
                           palco_lease_group_get_minutes (self->lease_group),
                           palco_lease_group_get_cap_minutes (self->lease_group),
                           get_when_full (self));
}

/* Fills it in; nothing is started. */
void
palco_launch_page_show_preset (PalcoLaunchPage *self,
                               PalcoPreset     *preset)
{
  PalcoWhenFull when_full;

  g_return_if_fail (PALCO_IS_LAUNCH_PAGE (self));

  forget_start (self);
  when_full = palco_preset_get_when_full (preset);
  palco_region_choice_show (self->choice, palco_preset_get_region_id (preset));
  palco_size_box_set_wanted_id (self->size_box, palco_preset_get_size_id (preset));
  palco_lease_group_set_minutes (self->lease_group, palco_preset_get_lease_minutes (preset));
  palco_lease_group_set_cap_minutes (self->lease_group, palco_preset_get_cap_minutes (preset));
  gtk_switch_set_active (self->next_region_switch,
                         (when_full & PALCO_WHEN_FULL_NEXT_REGION) != 0);
  gtk_switch_set_active (self->other_size_switch, (when_full & PALCO_WHEN_FULL_OTHER_SIZE) != 0);

  g_free (self->title);
  self->title = g_strdup (palco_preset_get_name (preset));
}

/* At once, or as soon as the nearest region is known if that is wanted: no longer than it takes
 * to measure, which has a limit for each region. */
void
palco_launch_page_start_preset (PalcoLaunchPage *self,
                                PalcoPreset     *preset)
{
  g_return_if_fail (PALCO_IS_LAUNCH_PAGE (self));

  if (palco_start_bar_get_running (self->start_bar))
    {
      palco_toast_message (GTK_WIDGET (self), _("Another session is being started"));
      return;
    }

  palco_launch_page_show_preset (self, preset);
  if (*palco_preset_get_region_id (preset) != '\0' || !has_to_measure (self))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "launch.start", NULL);
      return;
    }

  palco_toast_message (GTK_WIDGET (self), _("Starting in the nearest region…"));
  self->waiting = g_cancellable_new ();
  palco_latency_monitor_measure_async (self->monitor, self->waiting, NULL, NULL);
}
