/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preset-list.h"

#include "palco-ini-watch-private.h"
#include "palco-preset-private.h"

/**
 * PalcoPresetList:
 *
 * The presets of this user, as a [iface@Gio.ListModel] of [class@Palco.Preset], kept in a file.
 *
 * What another program changes in the file appears here. A file that cannot be read or
 * understood is an error, and is never written over.
 *
 * Since: 1.0
 */

struct _PalcoPresetList
{
  GObject        parent_instance;
  char          *path;
  GPtrArray     *presets;
  PalcoIniWatch *watch;
};

static void palco_preset_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoPresetList, palco_preset_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, palco_preset_list_model_init))

static gboolean
is_same (PalcoPreset *a,
         PalcoPreset *b)
{
  return g_str_equal (palco_preset_get_uid (a), palco_preset_get_uid (b)) &&
         g_str_equal (palco_preset_get_name (a), palco_preset_get_name (b)) &&
         g_str_equal (palco_preset_get_account_uid (a), palco_preset_get_account_uid (b)) &&
         g_str_equal (palco_preset_get_region_id (a), palco_preset_get_region_id (b)) &&
         g_str_equal (palco_preset_get_size_id (a), palco_preset_get_size_id (b)) &&
         palco_preset_get_lease_minutes (a) == palco_preset_get_lease_minutes (b) &&
         palco_preset_get_cap_minutes (a) == palco_preset_get_cap_minutes (b) &&
         palco_preset_get_when_full (a) == palco_preset_get_when_full (b);
}

/* Makes the model what the file says. All that is between the first and the last difference
 * is one change: a row that was renamed stays in its place. */
static void
take_presets (PalcoPresetList *self,
              GPtrArray       *presets)
{
  g_autoptr(GPtrArray) old = g_steal_pointer (&self->presets);
  guint n_least = MIN (old->len, presets->len);
  guint n_same = 0;
  guint n_same_end = 0;

  while (n_same < n_least && is_same (old->pdata[n_same], presets->pdata[n_same]))
    n_same++;

  while (n_same + n_same_end < n_least &&
         is_same (old->pdata[old->len - 1 - n_same_end], presets->pdata[presets->len - 1 - n_same_end]))
    n_same_end++;

  self->presets = g_ptr_array_ref (presets);

  if (n_same + n_same_end < MAX (old->len, presets->len))
    g_list_model_items_changed (G_LIST_MODEL (self), n_same, old->len - n_same - n_same_end,
                                presets->len - n_same - n_same_end);
}

static GType
palco_preset_list_get_item_type (GListModel *model)
{
  return PALCO_TYPE_PRESET;
}

static guint
palco_preset_list_get_n_items (GListModel *model)
{
  return PALCO_PRESET_LIST (model)->presets->len;
}

static gpointer
palco_preset_list_get_item (GListModel *model,
                            guint       position)
{
  PalcoPresetList *self = PALCO_PRESET_LIST (model);

  return position < self->presets->len ? g_object_ref (g_ptr_array_index (self->presets, position)) : NULL;
}

static void
palco_preset_list_dispose (GObject *object)
{
  PalcoPresetList *self = PALCO_PRESET_LIST (object);

  g_clear_pointer (&self->watch, palco_ini_watch_free);

  G_OBJECT_CLASS (palco_preset_list_parent_class)->dispose (object);
}

static void
palco_preset_list_finalize (GObject *object)
{
  PalcoPresetList *self = PALCO_PRESET_LIST (object);

  g_ptr_array_unref (self->presets);
  g_free (self->path);

  G_OBJECT_CLASS (palco_preset_list_parent_class)->finalize (object);
}

static void
palco_preset_list_class_init (PalcoPresetListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_preset_list_dispose;
  object_class->finalize = palco_preset_list_finalize;
}

static void
palco_preset_list_init (PalcoPresetList *self)
{
  self->presets = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
palco_preset_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = palco_preset_list_get_item_type;
  iface->get_n_items = palco_preset_list_get_n_items;
  iface->get_item = palco_preset_list_get_item;
}

/**
 * palco_preset_list_new:
 * @file: (nullable): a local file, or %NULL for `palco/presets.ini` in the user's configuration
 *
 * Makes a list that is empty until [method@Palco.PresetList.load_async].
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.0
 */
PalcoPresetList *
palco_preset_list_new (GFile *file)
{
  PalcoPresetList *self;

  g_return_val_if_fail (file == NULL || g_file_peek_path (file) != NULL, NULL);

  self = g_object_new (PALCO_TYPE_PRESET_LIST, NULL);
  if (file != NULL)
    self->path = g_file_get_path (file);
  else
    self->path = g_build_filename (g_get_user_config_dir (), "palco", "presets.ini", NULL);

  return self;
}

static PalcoPreset *
find (PalcoPresetList *self,
      const char    *(*get) (PalcoPreset *preset),
      const char      *text)
{
  for (guint i = 0; i < self->presets->len; i++)
    {
      PalcoPreset *preset = g_ptr_array_index (self->presets, i);

      if (g_str_equal (get (preset), text))
        return preset;
    }

  return NULL;
}

/**
 * palco_preset_list_lookup:
 * @self: a list
 * @name_or_uid: the name or the uid of a preset
 *
 * Finds a preset; a uid comes first.
 *
 * Returns: (transfer none) (nullable): the preset, or %NULL
 *
 * Since: 1.0
 */
PalcoPreset *
palco_preset_list_lookup (PalcoPresetList *self,
                          const char      *name_or_uid)
{
  PalcoPreset *preset;

  g_return_val_if_fail (PALCO_IS_PRESET_LIST (self), NULL);
  g_return_val_if_fail (name_or_uid != NULL, NULL);

  preset = find (self, palco_preset_get_uid, name_or_uid);

  return preset != NULL ? preset : find (self, palco_preset_get_name, name_or_uid);
}

static void
return_presets (GTask     *task,
                GPtrArray *presets,
                GError    *error)
{
  if (presets == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take_presets (g_task_get_source_object (task), presets);
  g_task_return_boolean (task, TRUE);
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) presets = palco_ini_file_load_finish (result, &error);

  return_presets (task, presets, error);
}

/* That the file is broken just now stays unmentioned here: the presets that are known go on,
 * and the next change that is asked for tells. */
static void
reload (gpointer user_data)
{
  palco_preset_list_load_async (user_data, NULL, NULL, NULL);
}

/**
 * palco_preset_list_load_async:
 * @self: a list
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Reads the file, and watches it from then on. A file that does not exist is an empty list.
 *
 * Since: 1.0
 */
void
palco_preset_list_load_async (PalcoPresetList     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_PRESET_LIST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_preset_list_load_async);

  if (self->watch == NULL)
    self->watch = palco_ini_watch_new (self->path, reload, self);
  palco_ini_file_load_async (&palco_preset_file_kind, self->path, cancellable, load_cb,
                             g_steal_pointer (&task));
}

static gboolean
finish (PalcoPresetList  *self,
        GAsyncResult     *result,
        GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * palco_preset_list_load_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.PresetList.load_async]. It fails with %PALCO_ERROR_STORAGE.
 *
 * Returns: whether the list is what the file says
 *
 * Since: 1.0
 */
gboolean
palco_preset_list_load_finish (PalcoPresetList  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  return finish (self, result, error);
}

static void
change_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) presets = palco_ini_file_change_finish (result, &error);

  return_presets (task, presets, error);
}

static void
begin_change (PalcoPresetList     *self,
              PalcoIniChange       change,
              PalcoPreset         *preset,
              gpointer             source_tag,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *records;
  GError *error = NULL;

  /* Once made, a change is told, even if it was cancelled meanwhile. */
  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, FALSE);

  if (change != PALCO_INI_CHANGE_REMOVE && !palco_preset_validate (preset, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  records = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (records, g_object_ref (preset));
  palco_ini_file_change_async (&palco_preset_file_kind, self->path, change, records, cancellable,
                               change_cb, g_steal_pointer (&task));
}

/**
 * palco_preset_list_add_async:
 * @self: a list
 * @preset: the preset
 * @cancellable: (nullable): to give up before the file is written
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Adds a preset, in the file and then here.
 *
 * Since: 1.0
 */
void
palco_preset_list_add_async (PalcoPresetList     *self,
                             PalcoPreset         *preset,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (PALCO_IS_PRESET_LIST (self));
  g_return_if_fail (PALCO_IS_PRESET (preset));

  begin_change (self, PALCO_INI_CHANGE_ADD, preset, palco_preset_list_add_async, cancellable,
                callback, user_data);
}

/**
 * palco_preset_list_add_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.PresetList.add_async]. It fails with %PALCO_ERROR_STORAGE, and with
 * %PALCO_ERROR_INVALID_ARGUMENT when the preset is not valid or its name is taken.
 *
 * Returns: whether the preset is stored
 *
 * Since: 1.0
 */
gboolean
palco_preset_list_add_finish (PalcoPresetList  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return finish (self, result, error);
}

/**
 * palco_preset_list_save_async:
 * @self: a list
 * @preset: the preset
 * @cancellable: (nullable): to give up before the file is written
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Puts a preset in the place of the one with the same uid. One that another program has removed
 * meanwhile stays removed.
 *
 * Since: 1.0
 */
void
palco_preset_list_save_async (PalcoPresetList     *self,
                              PalcoPreset         *preset,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (PALCO_IS_PRESET_LIST (self));
  g_return_if_fail (PALCO_IS_PRESET (preset));

  begin_change (self, PALCO_INI_CHANGE_REPLACE, preset, palco_preset_list_save_async, cancellable,
                callback, user_data);
}

/**
 * palco_preset_list_save_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.PresetList.save_async]. It fails with %PALCO_ERROR_STORAGE, and with
 * %PALCO_ERROR_INVALID_ARGUMENT when the preset is not valid or its name is taken.
 *
 * Returns: whether the change is stored
 *
 * Since: 1.0
 */
gboolean
palco_preset_list_save_finish (PalcoPresetList  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  return finish (self, result, error);
}

/**
 * palco_preset_list_remove_async:
 * @self: a list
 * @preset: the preset
 * @cancellable: (nullable): to give up before the file is written
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Removes a preset, in the file and then here. Adding the same object again undoes it.
 *
 * Since: 1.0
 */
void
palco_preset_list_remove_async (PalcoPresetList     *self,
                                PalcoPreset         *preset,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (PALCO_IS_PRESET_LIST (self));
  g_return_if_fail (PALCO_IS_PRESET (preset));

  begin_change (self, PALCO_INI_CHANGE_REMOVE, preset, palco_preset_list_remove_async, cancellable,
                callback, user_data);
}

/**
 * palco_preset_list_remove_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.PresetList.remove_async]. It fails with %PALCO_ERROR_STORAGE.
 *
 * Returns: whether the preset is no longer stored
 *
 * Since: 1.0
 */
gboolean
palco_preset_list_remove_finish (PalcoPresetList  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  return finish (self, result, error);
}
