/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-list-private.h"

#include "palco-account-private.h"
#include "palco-price-table.h"

/**
 * PalcoAccountList:
 *
 * The accounts of this user, as a [iface@Gio.ListModel] of [class@Palco.Account], kept in a file
 * that has no secrets.
 *
 * What another program changes in the file appears here. A file that cannot be read or
 * understood is an error, and is never written over. The account of this computer
 * ([class@Palco.LocalService]) is not part of it.
 *
 * Since: 1.0
 */

static void palco_account_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoAccountList, palco_account_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, palco_account_list_model_init))

static PalcoAccountRecord *
find_record (GPtrArray  *records,
             const char *uid)
{
  for (guint i = 0; i < records->len; i++)
    {
      PalcoAccountRecord *record = g_ptr_array_index (records, i);

      if (g_str_equal (record->uid, uid))
        return record;
    }

  return NULL;
}

static PalcoAccount *
find_account (PalcoAccountList *self,
              const char       *uid)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      PalcoAccount *account = g_ptr_array_index (self->accounts, i);

      if (g_str_equal (palco_account_get_uid (account), uid))
        return account;
    }

  return NULL;
}

static void
account_notify_cb (PalcoAccountList *self,
                   GParamSpec       *pspec,
                   PalcoAccount     *account)
{
  if (!self->is_merging)
    g_hash_table_add (self->unsaved, g_object_ref (account));
}

static void
append_account (PalcoAccountList *self,
                PalcoAccount     *account)
{
  g_ptr_array_add (self->accounts, g_object_ref (account));
  g_signal_connect_object (account, "notify", G_CALLBACK (account_notify_cb), self, G_CONNECT_SWAPPED);
  g_list_model_items_changed (G_LIST_MODEL (self), self->accounts->len - 1, 0, 1);
}

static void
remove_account_at (PalcoAccountList *self,
                   guint             position)
{
  g_autoptr(PalcoAccount) account = g_object_ref (g_ptr_array_index (self->accounts, position));

  g_signal_handlers_disconnect_by_func (account, account_notify_cb, self);
  g_hash_table_remove (self->unsaved, account);
  g_ptr_array_remove_index (self->accounts, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
apply_record (PalcoAccount       *account,
              PalcoAccountRecord *record)
{
  palco_account_set_name (account, record->name);
  palco_account_move (account, record->address, record->account_id);
  palco_account_set_sts_url (account, record->sts_url);
  palco_account_set_trusted_sts_url (account, record->trusted_sts_url);
  palco_account_set_sign_in (account, record->sign_in);
  g_object_set (palco_account_get_prices (account), "prices", record->prices, NULL);
}

static void
update_account (PalcoAccountList   *self,
                PalcoAccount       *account,
                PalcoAccountRecord *record)
{
  /* What somebody typed here and has not saved yet is newer than the file. */
  if (g_hash_table_contains (self->unsaved, account))
    return;

  apply_record (account, record);
}

/* Makes the model what the file says, keeping the objects of accounts that are still there. */
void
palco_account_list_merge (PalcoAccountList *self,
                          GPtrArray        *records,
                          PalcoAccount     *added)
{
  self->is_merging = TRUE;

  for (guint i = self->accounts->len; i > 0; i--)
    {
      PalcoAccount *account = g_ptr_array_index (self->accounts, i - 1);

      if (find_record (records, palco_account_get_uid (account)) == NULL)
        remove_account_at (self, i - 1);
    }

  for (guint i = 0; i < records->len; i++)
    {
      PalcoAccountRecord *record = g_ptr_array_index (records, i);
      PalcoAccount *account = find_account (self, record->uid);
      g_autoptr(PalcoAccount) created = NULL;

      if (account != NULL)
        {
          update_account (self, account, record);
          continue;
        }

      if (added != NULL && g_str_equal (palco_account_get_uid (added), record->uid))
        created = g_object_ref (added);
      else
        {
          created = palco_account_new_stored (record->uid);
          apply_record (created, record);
        }
      append_account (self, created);
    }

  self->is_merging = FALSE;
}

/* That the file is broken just now stays unmentioned here: the accounts that are known go on,
 * and the next change that is asked for tells. */
static void
reload (gpointer user_data)
{
  palco_account_list_load_async (user_data, NULL, NULL, NULL);
}

static GType
palco_account_list_get_item_type (GListModel *model)
{
  return PALCO_TYPE_ACCOUNT;
}

static guint
palco_account_list_get_n_items (GListModel *model)
{
  return PALCO_ACCOUNT_LIST (model)->accounts->len;
}

static gpointer
palco_account_list_get_item (GListModel *model,
                             guint       position)
{
  PalcoAccountList *self = PALCO_ACCOUNT_LIST (model);

  if (position >= self->accounts->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->accounts, position));
}

static void
palco_account_list_dispose (GObject *object)
{
  PalcoAccountList *self = PALCO_ACCOUNT_LIST (object);

  g_clear_pointer (&self->watch, palco_ini_watch_free);

  G_OBJECT_CLASS (palco_account_list_parent_class)->dispose (object);
}

static void
palco_account_list_finalize (GObject *object)
{
  PalcoAccountList *self = PALCO_ACCOUNT_LIST (object);

  g_hash_table_unref (self->unsaved);
  g_ptr_array_unref (self->accounts);
  g_free (self->path);

  G_OBJECT_CLASS (palco_account_list_parent_class)->finalize (object);
}

static void
palco_account_list_class_init (PalcoAccountListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_account_list_dispose;
  object_class->finalize = palco_account_list_finalize;
}

static void
palco_account_list_init (PalcoAccountList *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->unsaved = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

static void
palco_account_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = palco_account_list_get_item_type;
  iface->get_n_items = palco_account_list_get_n_items;
  iface->get_item = palco_account_list_get_item;
}

/**
 * palco_account_list_new:
 * @file: (nullable): a local file, or %NULL for `palco/accounts.ini` in the user's configuration
 *
 * Makes a list that is empty until [method@Palco.AccountList.load_async].
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.0
 */
PalcoAccountList *
palco_account_list_new (GFile *file)
{
  PalcoAccountList *self;

  g_return_val_if_fail (file == NULL || g_file_peek_path (file) != NULL, NULL);

  self = g_object_new (PALCO_TYPE_ACCOUNT_LIST, NULL);
  if (file != NULL)
    self->path = g_file_get_path (file);
  else
    self->path = g_build_filename (g_get_user_config_dir (), "palco", "accounts.ini", NULL);

  return self;
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) records = palco_ini_file_load_finish (result, &error);

  if (records == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  palco_account_list_merge (g_task_get_source_object (task), records, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * palco_account_list_load_async:
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
palco_account_list_load_async (PalcoAccountList   *self,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_ACCOUNT_LIST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_account_list_load_async);

  if (self->watch == NULL)
    self->watch = palco_ini_watch_new (self->path, reload, self);
  palco_ini_file_load_async (&palco_account_file_kind, self->path, cancellable, load_cb, g_steal_pointer (&task));
}

/**
 * palco_account_list_load_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.AccountList.load_async]. It fails with %PALCO_ERROR_STORAGE.
 *
 * Returns: whether the list is what the file says
 *
 * Since: 1.0
 */
gboolean
palco_account_list_load_finish (PalcoAccountList *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * palco_account_list_lookup:
 * @self: a list
 * @name_or_uid: the name or the uid of an account
 *
 * Finds an account; a uid comes first.
 *
 * Returns: (transfer none) (nullable): the account, or %NULL
 *
 * Since: 1.0
 */
PalcoAccount *
palco_account_list_lookup (PalcoAccountList *self,
                           const char       *name_or_uid)
{
  PalcoAccount *account;

  g_return_val_if_fail (PALCO_IS_ACCOUNT_LIST (self), NULL);
  g_return_val_if_fail (name_or_uid != NULL, NULL);

  account = find_account (self, name_or_uid);

  for (guint i = 0; account == NULL && i < self->accounts->len; i++)
    {
      PalcoAccount *candidate = g_ptr_array_index (self->accounts, i);

      if (g_strcmp0 (palco_account_get_name (candidate), name_or_uid) == 0)
        account = candidate;
    }

  return account;
}

/**
 * palco_account_list_find:
 * @self: a list
 * @address: the address of a service
 * @account_id: the id that the service knows the account by
 *
 * Finds the account of a service, under whatever name.
 *
 * Returns: (transfer none) (nullable): the account, or %NULL
 *
 * Since: 1.0
 */
PalcoAccount *
palco_account_list_find (PalcoAccountList *self,
                         const char       *address,
                         const char       *account_id)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT_LIST (self), NULL);
  g_return_val_if_fail (address != NULL && account_id != NULL, NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      PalcoAccount *account = g_ptr_array_index (self->accounts, i);

      if (g_str_equal (palco_account_get_address (account), address) &&
          g_str_equal (palco_account_get_account_id (account), account_id))
        return account;
    }

  return NULL;
}

/**
 * palco_account_list_dup_free_name:
 * @self: a list
 * @name: the name that an account would like to have
 *
 * Finds a name for a new account that means no other one: @name, with a number behind it if an
 * account has that name already.
 *
 * Returns: (transfer full): the name
 *
 * Since: 1.0
 */
char *
palco_account_list_dup_free_name (PalcoAccountList *self,
                                  const char       *name)
{
  g_autofree char *free_name = NULL;

  g_return_val_if_fail (PALCO_IS_ACCOUNT_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  free_name = g_strdup (name);

  for (guint i = 2; g_str_equal (free_name, PALCO_ACCOUNT_LOCAL_UID) ||
                    palco_account_list_lookup (self, free_name) != NULL; i++)
    {
      g_free (free_name);
      free_name = g_strdup_printf ("%s %u", name, i);
    }

  return g_steal_pointer (&free_name);
}
