/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-list-private.h"

#include "palco-account.h"

/* Of one change: the caller's object becomes the item, and what was stored is no longer unsaved. */
typedef struct
{
  PalcoAccount *account;
  GPtrArray    *stored;
} ChangeData;

static void
change_data_free (ChangeData *data)
{
  g_clear_object (&data->account);
  g_ptr_array_unref (data->stored);
  g_free (data);
}

static void
change_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoAccountList *self = g_task_get_source_object (task);
  ChangeData *data = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) records = palco_ini_file_change_finish (result, &error);

  if (records == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < data->stored->len; i++)
    g_hash_table_remove (self->unsaved, g_ptr_array_index (data->stored, i));

  palco_account_list_merge (self, records, data->account);
  g_task_return_boolean (task, TRUE);
}

static void
begin_change (PalcoAccountList   *self,
              PalcoIniChange      change,
              PalcoAccount       *account,
              gpointer            source_tag,
              GCancellable       *cancellable,
              GAsyncReadyCallback callback,
              gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) palco_account_record_free);
  ChangeData *data = g_new0 (ChangeData, 1);
  GHashTableIter iter;
  gpointer unsaved;

  data->stored = g_ptr_array_new_with_free_func (g_object_unref);
  if (g_set_object (&data->account, account))
    g_ptr_array_add (data->stored, g_object_ref (account));

  g_hash_table_iter_init (&iter, self->unsaved);
  while (account == NULL && g_hash_table_iter_next (&iter, &unsaved, NULL))
    g_ptr_array_add (data->stored, g_object_ref (unsaved));

  for (guint i = 0; i < data->stored->len; i++)
    g_ptr_array_add (records, palco_account_record_new (g_ptr_array_index (data->stored, i)));

  /* Once made, a change is told, even if it was cancelled meanwhile. */
  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, (GDestroyNotify) change_data_free);

  palco_ini_file_change_async (&palco_account_file_kind, self->path, change, records, cancellable, change_cb,
                               g_steal_pointer (&task));
}

/**
 * palco_account_list_add_async:
 * @self: a list
 * @account: the account to add
 * @cancellable: (nullable): to give up before the file is written
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Adds an account, in the file and then here.
 *
 * Since: 1.0
 */
void
palco_account_list_add_async (PalcoAccountList   *self,
                              PalcoAccount       *account,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GError *error = NULL;

  g_return_if_fail (PALCO_IS_ACCOUNT_LIST (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account) && !palco_account_is_local (account));

  if (palco_account_validate (palco_account_get_name (account), palco_account_get_address (account),
                              palco_account_get_account_id (account), &error))
    begin_change (self, PALCO_INI_CHANGE_ADD, account, palco_account_list_add_async,
                  cancellable, callback, user_data);
  else
    g_task_report_error (self, callback, user_data, palco_account_list_add_async, error);
}

/**
 * palco_account_list_add_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.AccountList.add_async]. It fails with %PALCO_ERROR_STORAGE, and with
 * %PALCO_ERROR_INVALID_ARGUMENT when the account is not valid or its name is taken.
 *
 * Returns: whether the account is stored
 *
 * Since: 1.0
 */
gboolean
palco_account_list_add_finish (PalcoAccountList *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * palco_account_list_remove_async:
 * @self: a list
 * @account: the account to remove
 * @cancellable: (nullable): to give up before the file is written
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Removes an account, in the file and then here. Its key stays in the keyring:
 * see [method@Palco.Keyring.clear_key_async].
 *
 * Since: 1.0
 */
void
palco_account_list_remove_async (PalcoAccountList   *self,
                                 PalcoAccount       *account,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_return_if_fail (PALCO_IS_ACCOUNT_LIST (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));

  begin_change (self, PALCO_INI_CHANGE_REMOVE, account, palco_account_list_remove_async,
                cancellable, callback, user_data);
}

/**
 * palco_account_list_remove_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.AccountList.remove_async]. It fails with %PALCO_ERROR_STORAGE.
 *
 * Returns: whether the account is no longer stored
 *
 * Since: 1.0
 */
gboolean
palco_account_list_remove_finish (PalcoAccountList *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * palco_account_list_save_async:
 * @self: a list
 * @cancellable: (nullable): to give up before the file is written
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Stores what was changed in the accounts of the list. An account that another program has
 * removed meanwhile stays removed.
 *
 * Since: 1.0
 */
void
palco_account_list_save_async (PalcoAccountList   *self,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_ACCOUNT_LIST (self));

  if (g_hash_table_size (self->unsaved) > 0)
    {
      begin_change (self, PALCO_INI_CHANGE_REPLACE, NULL, palco_account_list_save_async,
                    cancellable, callback, user_data);
      return;
    }

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_account_list_save_async);
  g_task_return_boolean (task, TRUE);
}

/**
 * palco_account_list_save_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.AccountList.save_async]. It fails with %PALCO_ERROR_STORAGE, and with
 * %PALCO_ERROR_INVALID_ARGUMENT when a name is taken.
 *
 * Returns: whether all changes are stored
 *
 * Since: 1.0
 */
gboolean
palco_account_list_save_finish (PalcoAccountList *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
