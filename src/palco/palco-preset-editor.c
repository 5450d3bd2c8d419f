/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preset-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-toast.h"

/* Naming a preset, and deleting one with a way back. */
typedef struct
{
  GWeakRef         origin;
  PalcoPresetList *presets;
  PalcoPreset     *preset;
} Edit;

static void
edit_clear (gpointer data)
{
  Edit *edit = data;

  g_weak_ref_clear (&edit->origin);
  g_object_unref (edit->presets);
  g_object_unref (edit->preset);
}

static void
edit_unref (Edit *edit)
{
  g_rc_box_release_full (edit, edit_clear);
}

static void
edit_unref_closure (gpointer  data,
                    GClosure *closure)
{
  edit_unref (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Edit, edit_unref)

static Edit *
edit_new (GtkWidget       *origin,
          PalcoPresetList *presets,
          PalcoPreset     *preset)
{
  Edit *edit = g_rc_box_new0 (Edit);

  g_weak_ref_init (&edit->origin, origin);
  edit->presets = g_object_ref (presets);
  edit->preset = g_object_ref (preset);

  return edit;
}

static void
report (Edit         *edit,
        const char   *what_happened,
        const GError *error)
{
  g_autoptr(GtkWidget) origin = g_weak_ref_get (&edit->origin);

  if (error != NULL && origin != NULL)
    palco_toast_error (origin, what_happened, error, NULL);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Edit) edit = user_data;
  g_autoptr(GtkWidget) origin = g_weak_ref_get (&edit->origin);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  palco_preset_list_add_finish (PALCO_PRESET_LIST (source), result, &error);
  report (edit, _("Could not save the preset"), error);
  if (error != NULL || origin == NULL)
    return;

  /* Translators: %s is the name of a preset. */
  text = g_strdup_printf (_("Preset “%s” saved"), palco_preset_get_name (edit->preset));
  palco_toast_message (origin, text);
}

/* The one of the same name is replaced: that is how a preset is edited. */
static void
name_chosen_cb (AdwMessageDialog *dialog,
                const char       *response,
                Edit             *edit)
{
  GtkWidget *row = adw_message_dialog_get_extra_child (dialog);
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));
  g_autoptr(GtkWidget) origin = g_weak_ref_get (&edit->origin);
  g_autoptr(PalcoPreset) named = NULL;
  PalcoPreset *former;

  if (origin == NULL)
    return;

  g_strstrip (name);
  former = palco_preset_list_lookup (edit->presets, name);
  named = palco_preset_new (former != NULL ? palco_preset_get_uid (former) : NULL, name,
                            palco_preset_get_account_uid (edit->preset),
                            palco_preset_get_region_id (edit->preset),
                            palco_preset_get_size_id (edit->preset),
                            palco_preset_get_lease_minutes (edit->preset),
                            palco_preset_get_cap_minutes (edit->preset),
                            palco_preset_get_when_full (edit->preset));

  if (former != NULL)
    palco_preset_list_save_async (edit->presets, named, NULL, saved_cb,
                                  edit_new (origin, edit->presets, named));
  else
    palco_preset_list_add_async (edit->presets, named, NULL, saved_cb,
                                 edit_new (origin, edit->presets, named));
}

static void
name_changed_cb (AdwMessageDialog *dialog,
                 GtkEditable      *row)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (row));

  adw_message_dialog_set_response_enabled (dialog, "save", *g_strstrip (name) != '\0');
}

/**
 * palco_preset_editor_save:
 * @origin: a widget in the window
 * @presets: where to keep it
 * @preset: what was chosen, with the name to offer
 *
 * Asks for a name and keeps @preset under it.
 */
void
palco_preset_editor_save (GtkWidget       *origin,
                          PalcoPresetList *presets,
                          PalcoPreset     *preset)
{
  GtkRoot *root = gtk_widget_get_root (origin);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), _("Save as Preset"),
                                              _("A preset of the same name is replaced."));
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Name"));
  gtk_editable_set_text (GTK_EDITABLE (row), palco_preset_get_name (preset));
  gtk_widget_add_css_class (row, "card");
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), row);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "save", _("_Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  g_signal_connect_object (row, "changed", G_CALLBACK (name_changed_cb), dialog,
                           G_CONNECT_SWAPPED);
  g_signal_connect_data (dialog, "response::save", G_CALLBACK (name_chosen_cb),
                         edit_new (origin, presets, preset), edit_unref_closure, 0);
  name_changed_cb (ADW_MESSAGE_DIALOG (dialog), GTK_EDITABLE (row));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Edit) edit = user_data;
  g_autoptr(GError) error = NULL;

  palco_preset_list_add_finish (PALCO_PRESET_LIST (source), result, &error);
  report (edit, _("Could not restore the preset"), error);
}

static void
undo_cb (AdwToast *toast,
         Edit     *edit)
{
  palco_preset_list_add_async (edit->presets, edit->preset, NULL, restored_cb,
                               g_rc_box_acquire (edit));
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Edit) edit = user_data;
  g_autoptr(GtkWidget) origin = g_weak_ref_get (&edit->origin);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  palco_preset_list_remove_finish (PALCO_PRESET_LIST (source), result, &error);
  report (edit, _("Could not delete the preset"), error);
  if (error != NULL || origin == NULL)
    return;

  /* Translators: %s is the name of a preset. */
  text = g_strdup_printf (_("Preset “%s” deleted"), palco_preset_get_name (edit->preset));
  palco_toast_undo (origin, text, G_CALLBACK (undo_cb), g_rc_box_acquire (edit),
                    edit_unref_closure);
}

void
palco_preset_editor_remove (GtkWidget       *origin,
                            PalcoPresetList *presets,
                            PalcoPreset     *preset)
{
  palco_preset_list_remove_async (presets, preset, NULL, removed_cb,
                                  edit_new (origin, presets, preset));
}
