/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-key-holder.h"

#include "palco-account.h"
#include "palco-credentials.h"
#include "palco-error.h"

/**
 * PalcoKeyHolder:
 *
 * Keeps keys in memory: for a key that is being tried before it is stored, and for computers
 * without a keyring. Keys that it does not have, it asks another [iface@Palco.Credentials] for.
 *
 * Since: 1.0
 */

struct _PalcoKeyHolder
{
  GObject           parent_instance;
  PalcoCredentials *fallback;
  GHashTable       *keys;   /* uid → key */
};

static void palco_key_holder_credentials_init (PalcoCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoKeyHolder, palco_key_holder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PALCO_TYPE_CREDENTIALS,
                                                      palco_key_holder_credentials_init))

static void
fallback_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *key = palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (source), result, &error);

  if (key != NULL)
    g_task_return_pointer (task, key, (GDestroyNotify) palco_key_free);
  else
    g_task_return_error (task, error);
}

static void
palco_key_holder_lookup_key_async (PalcoCredentials   *credentials,
                                   PalcoAccount       *account,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  PalcoKeyHolder *self = PALCO_KEY_HOLDER (credentials);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *key = g_hash_table_lookup (self->keys, palco_account_get_uid (account));

  g_task_set_source_tag (task, palco_key_holder_lookup_key_async);

  if (key != NULL)
    g_task_return_pointer (task, g_strdup (key), (GDestroyNotify) palco_key_free);
  else if (self->fallback != NULL)
    palco_credentials_lookup_key_async (self->fallback, account, cancellable,
                                        fallback_cb, g_steal_pointer (&task));
  else
    g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_KEY_MISSING,
                             "No key of the account “%s” is known. Enter it.",
                             palco_account_get_name (account));
}

static char *
palco_key_holder_lookup_key_finish (PalcoCredentials *credentials,
                                    GAsyncResult     *result,
                                    GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, credentials), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
palco_key_holder_dispose (GObject *object)
{
  PalcoKeyHolder *self = PALCO_KEY_HOLDER (object);

  g_clear_object (&self->fallback);

  G_OBJECT_CLASS (palco_key_holder_parent_class)->dispose (object);
}

static void
palco_key_holder_finalize (GObject *object)
{
  PalcoKeyHolder *self = PALCO_KEY_HOLDER (object);

  g_hash_table_unref (self->keys);

  G_OBJECT_CLASS (palco_key_holder_parent_class)->finalize (object);
}

static void
palco_key_holder_class_init (PalcoKeyHolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_key_holder_dispose;
  object_class->finalize = palco_key_holder_finalize;
}

static void
palco_key_holder_init (PalcoKeyHolder *self)
{
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) palco_key_free);
}

static void
palco_key_holder_credentials_init (PalcoCredentialsInterface *iface)
{
  iface->lookup_key_async = palco_key_holder_lookup_key_async;
  iface->lookup_key_finish = palco_key_holder_lookup_key_finish;
}

/**
 * palco_key_holder_new:
 * @fallback: (nullable): whom to ask for other keys
 *
 * Makes a holder without keys.
 *
 * Returns: (transfer full): a new holder
 *
 * Since: 1.0
 */
PalcoKeyHolder *
palco_key_holder_new (PalcoCredentials *fallback)
{
  PalcoKeyHolder *self;

  g_return_val_if_fail (fallback == NULL || PALCO_IS_CREDENTIALS (fallback), NULL);

  self = g_object_new (PALCO_TYPE_KEY_HOLDER, NULL);
  g_set_object (&self->fallback, fallback);

  return self;
}

/**
 * palco_key_holder_set_key:
 * @self: a holder
 * @account: whose key it is
 * @key: (nullable): the key, copied; %NULL or an empty one forgets it
 *
 * Keeps a key until the holder goes or another key replaces it; then it is overwritten.
 *
 * Since: 1.0
 */
void
palco_key_holder_set_key (PalcoKeyHolder *self,
                          PalcoAccount   *account,
                          const char     *key)
{
  const char *uid;

  g_return_if_fail (PALCO_IS_KEY_HOLDER (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));

  uid = palco_account_get_uid (account);

  if (key != NULL && *key != '\0')
    g_hash_table_replace (self->keys, g_strdup (uid), g_strdup (key));
  else
    g_hash_table_remove (self->keys, uid);
}

/**
 * palco_key_holder_has_key:
 * @self: a holder
 * @account: whose key it would be
 *
 * Returns: whether the key is kept here, and nowhere else for all that is known
 *
 * Since: 1.0
 */
gboolean
palco_key_holder_has_key (PalcoKeyHolder *self,
                          PalcoAccount   *account)
{
  g_return_val_if_fail (PALCO_IS_KEY_HOLDER (self), FALSE);
  g_return_val_if_fail (PALCO_IS_ACCOUNT (account), FALSE);

  return g_hash_table_contains (self->keys, palco_account_get_uid (account));
}
