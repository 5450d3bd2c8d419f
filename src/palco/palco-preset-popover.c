/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preset-popover.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-preset-editor.h"
#include "palco-region-words.h"
#include "palco-toast.h"
#include "palco-widgets.h"

#define WIDTH      290
#define HEIGHT_MAX 360

/**
 * PalcoPresetPopover:
 *
 * The presets: activating one starts it.
 */

struct _PalcoPresetPopover
{
  GtkPopover       parent_instance;
  GtkWidget       *scrolled_window;
  GtkListBox      *preset_box;
  PalcoConnection *connection;
  PalcoPresetList *presets;
};

enum {
  PROP_CONNECTION = 1,
  PROP_PRESETS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoPresetPopover, palco_preset_popover, GTK_TYPE_POPOVER)

static void
row_activated_cb (PalcoPresetPopover *self,
                  GtkListBoxRow      *row)
{
  g_autoptr(PalcoPreset) preset = NULL;

  preset = g_list_model_get_item (G_LIST_MODEL (self->presets), gtk_list_box_row_get_index (row));
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "app.start-preset", "s",
                              palco_preset_get_uid (preset));
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PalcoPresetPopover *self = PALCO_PRESET_POPOVER (widget);
  PalcoPreset *preset =
    palco_preset_list_lookup (self->presets, g_variant_get_string (parameter, NULL));

  if (preset != NULL)
    palco_preset_editor_remove (widget, self->presets, preset);
}

/* In the words of the service, where it is the one in use. */
static char *
dup_place (PalcoPresetPopover *self,
           PalcoPreset        *preset)
{
  PalcoClient *client = palco_connection_get_client (self->connection);
  PalcoCatalogue *catalogue = client != NULL ? palco_client_get_catalogue (client) : NULL;
  const char *id = palco_preset_get_region_id (preset);
  PalcoRegion *region = catalogue != NULL ? palco_catalogue_lookup_region (catalogue, id) : NULL;

  if (*id == '\0')
    return g_strdup (_("Nearest region"));

  return g_strdup (region != NULL ? palco_region_words_name (region) : id);
}

static char *
dup_subtitle (PalcoPresetPopover *self,
              PalcoPreset        *preset)
{
  PalcoAccountList *accounts = palco_connection_get_accounts (self->connection);
  PalcoAccount *account = palco_account_list_lookup (accounts,
                                                     palco_preset_get_account_uid (preset));
  g_autofree char *place = dup_place (self, preset);
  g_autofree char *lease = palco_format_lease (palco_preset_get_lease_minutes (preset));

  if (account == NULL)
    account = palco_connection_get_local_account (self->connection);

  return g_strdup_printf ("%s · %s\n%s · %s", palco_format_account_name (account), place,
                          palco_preset_get_size_id (preset), lease);
}

static GtkWidget *
create_button (PalcoPresetPopover *self,
               PalcoPreset        *preset,
               const char         *icon_name,
               const char         *label,
               const char         *action_name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", palco_preset_get_uid (preset));
  g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), self,
                           G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PalcoPresetPopover *self = user_data;
  PalcoPreset *preset = item;
  const char *name = palco_preset_get_name (preset);
  g_autofree char *subtitle = dup_subtitle (self, preset);
  g_autofree char *edit = NULL;
  g_autofree char *remove = NULL;
  GtkWidget *row = palco_action_row_new (name, subtitle);

  /* Translators: %s is the name of a preset. */
  edit = g_strdup_printf (_("Edit Preset “%s”"), name);
  /* Translators: %s is the name of a preset. */
  remove = g_strdup_printf (_("Delete Preset “%s”"), name);

  /* What scrolls takes the height that rows have before anything is wrapped. */
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             create_button (self, preset, "document-edit-symbolic", edit,
                                            "launch.edit-preset"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             create_button (self, preset, "user-trash-symbolic", remove,
                                            "preset.delete"));

  return row;
}

/* For GTK 4.8 rows are as high as if nothing in them had to wrap. */
static void
update (PalcoPresetPopover *self)
{
  int height;

  gtk_widget_measure (GTK_WIDGET (self->preset_box), GTK_ORIENTATION_VERTICAL, WIDTH, &height, NULL,
                      NULL, NULL);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scrolled_window),
                                              MIN (height, HEIGHT_MAX));
  gtk_widget_set_visible (self->scrolled_window,
                          g_list_model_get_n_items (G_LIST_MODEL (self->presets)) > 0);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoPresetPopover) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!palco_preset_list_load_finish (PALCO_PRESET_LIST (source), result, &error))
    palco_toast_error (GTK_WIDGET (self), _("Could not read the presets"), error, NULL);
}

/* The command line may have changed them, and accounts or regions may have new names. */
static void
palco_preset_popover_show (GtkWidget *widget)
{
  PalcoPresetPopover *self = PALCO_PRESET_POPOVER (widget);

  gtk_list_box_bind_model (self->preset_box, G_LIST_MODEL (self->presets), create_row, self, NULL);
  update (self);
  palco_preset_list_load_async (self->presets, NULL, loaded_cb, g_object_ref (self));

  GTK_WIDGET_CLASS (palco_preset_popover_parent_class)->show (widget);
}

static void
palco_preset_popover_constructed (GObject *object)
{
  PalcoPresetPopover *self = PALCO_PRESET_POPOVER (object);

  G_OBJECT_CLASS (palco_preset_popover_parent_class)->constructed (object);

  g_signal_connect_object (self->presets, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update (self);
}

static void
palco_preset_popover_finalize (GObject *object)
{
  PalcoPresetPopover *self = PALCO_PRESET_POPOVER (object);

  g_clear_object (&self->presets);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_preset_popover_parent_class)->finalize (object);
}

static void
palco_preset_popover_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  PalcoPresetPopover *self = PALCO_PRESET_POPOVER (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_PRESETS:
      g_value_set_object (value, self->presets);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_preset_popover_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  PalcoPresetPopover *self = PALCO_PRESET_POPOVER (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_PRESETS:
      self->presets = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_preset_popover_class_init (PalcoPresetPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_preset_popover_constructed;
  object_class->finalize = palco_preset_popover_finalize;
  object_class->get_property = palco_preset_popover_get_property;
  object_class->set_property = palco_preset_popover_set_property;

  widget_class->show = palco_preset_popover_show;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION, once);
  properties[PROP_PRESETS] =
    g_param_spec_object ("presets", NULL, NULL, PALCO_TYPE_PRESET_LIST, once);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "preset.delete", "s", delete_action);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-preset-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoPresetPopover, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, PalcoPresetPopover, preset_box);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
palco_preset_popover_init (PalcoPresetPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
palco_preset_popover_new (PalcoConnection *connection,
                          PalcoPresetList *presets)
{
  return g_object_new (PALCO_TYPE_PRESET_POPOVER,
                       "connection", connection,
                       "presets", presets,
                       NULL);
}
