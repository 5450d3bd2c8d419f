/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-importer.h"

typedef struct
{
  PalcoConnection *connection;
  PalcoImport     *import;
  GPtrArray       *chosen;
  gboolean         removes_keys;
  guint            index;      /* of the one that is being taken over */
  char            *key;        /* of that one; NULL when the file has none */
  guint            n_added;
} Import;

static void take_next (GTask *task_taken);

static void
import_free (Import *import)
{
  g_object_unref (import->connection);
  g_object_unref (import->import);
  g_ptr_array_unref (import->chosen);
  palco_key_free (import->key);
  g_free (import);
}

static PalcoImportAccount *
get_current (Import *import)
{
  return g_ptr_array_index (import->chosen, import->index);
}

static void
current_is_done (GTask *task_taken)
{
  Import *import = g_task_get_task_data (task_taken);

  g_clear_pointer (&import->key, palco_key_free);
  import->index++;
  take_next (task_taken);
}

/* A preset that has the name already is somebody's own, and stays. */
static void
preset_added_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (palco_preset_list_add_finish (PALCO_PRESET_LIST (source), result, &error) ||
      g_error_matches (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT))
    {
      g_clear_error (&error);
      current_is_done (g_steal_pointer (&task));
      return;
    }

  g_task_return_error (task, error);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Import *import = g_task_get_task_data (task);
  g_autoptr(PalcoPresetList) presets = palco_preset_list_new (NULL);
  g_autoptr(PalcoPreset) preset = NULL;
  GError *error = NULL;

  if (!palco_account_list_add_finish (PALCO_ACCOUNT_LIST (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  import->n_added++;
  preset = palco_import_account_dup_preset (get_current (import));
  if (preset != NULL)
    palco_preset_list_add_async (presets, preset, NULL, preset_added_cb, g_steal_pointer (&task));
  else
    current_is_done (g_steal_pointer (&task));
}

static void
add_current (GTask *task_taken)
{
  Import *import = g_task_get_task_data (task_taken);
  PalcoAccountList *accounts = palco_connection_get_accounts (import->connection);
  PalcoAccount *account = palco_import_account_get_account (get_current (import));
  g_autofree char *name = palco_account_list_dup_free_name (accounts, palco_account_get_name (account));

  palco_account_set_name (account, name);
  palco_account_list_add_async (accounts, account, NULL, added_cb, task_taken);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  if (!palco_keyring_store_key_finish (PALCO_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  palco_import_account_set_key_stored (get_current (import), TRUE);
  add_current (g_steal_pointer (&task));
}

/* Of an account that is there already, the key may leave the file only if it is the same. */
static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Import *import = g_task_get_task_data (task);
  char *key = palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (source), result, NULL);

  palco_import_account_set_key_stored (get_current (import),
                                       key != NULL && g_strcmp0 (key, import->key) == 0);
  palco_key_free (key);
  current_is_done (task);
}

static void
take_current (GTask *task_taken)
{
  Import *import = g_task_get_task_data (task_taken);
  PalcoAccount *account = palco_import_account_get_account (get_current (import));
  PalcoKeyring *keyring = palco_connection_get_keyring (import->connection);
  PalcoAccount *present =
    palco_account_list_find (palco_connection_get_accounts (import->connection),
                             palco_account_get_address (account), palco_account_get_account_id (account));
  GCancellable *cancellable = g_task_get_cancellable (task_taken);

  import->key = palco_import_account_dup_key (get_current (import));

  if (present != NULL && import->key != NULL)
    palco_credentials_lookup_key_async (PALCO_CREDENTIALS (keyring), present, cancellable, looked_up_cb,
                                        task_taken);
  else if (present != NULL)
    current_is_done (task_taken);
  else if (import->key != NULL)
    palco_keyring_store_key_async (keyring, account, import->key, cancellable, stored_cb, task_taken);
  else
    add_current (task_taken);
}

static void
scrubbed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  if (palco_import_scrub_finish (PALCO_IMPORT (source), result, &error))
    g_task_return_int (task, import->n_added);
  else
    g_task_return_error (task, error);
}

static void
take_next (GTask *task_taken)
{
  g_autoptr(GTask) task = task_taken;
  Import *import = g_task_get_task_data (task);

  if (import->index < import->chosen->len)
    take_current (g_steal_pointer (&task));
  else if (import->removes_keys)
    palco_import_scrub_async (import->import, g_task_get_cancellable (task), scrubbed_cb,
                              g_object_ref (task));
  else
    g_task_return_int (task, import->n_added);
}

/**
 * palco_importer_run_async:
 * @connection: where accounts and keyring are
 * @import: the file
 * @chosen: (element-type PalcoImportAccount): which of its accounts
 * @remove_keys: whether keys that are in the keyring then are to leave the file
 * @cancellable: (nullable): to give up
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Takes them over one after the other; what was taken over when one fails stays.
 */
void
palco_importer_run_async (PalcoConnection     *connection,
                          PalcoImport         *import,
                          GPtrArray           *chosen,
                          gboolean             remove_keys,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Import *data = g_new0 (Import, 1);

  data->connection = g_object_ref (connection);
  data->import = g_object_ref (import);
  data->chosen = g_ptr_array_ref (chosen);
  data->removes_keys = remove_keys;

  g_task_set_source_tag (task, palco_importer_run_async);
  g_task_set_task_data (task, data, (GDestroyNotify) import_free);
  take_next (task);
}

/* Returns how many accounts are new, or -1. */
gssize
palco_importer_run_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
