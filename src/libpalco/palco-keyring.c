/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-keyring.h"

#include "palco-account.h"
#include "palco-credentials.h"
#include "palco-error.h"

#include <libsecret/secret.h>

/**
 * PalcoKeyring:
 *
 * Keeps keys in the keyring of the desktop, through the Secret Service or, in a sandbox, the
 * Secret portal.
 *
 * Nothing here has a time limit of its own: the keyring may be asking somebody for a password.
 * The cancellable ends each call at once.
 */

struct _PalcoKeyring
{
  GObject parent_instance;
};

static void palco_keyring_credentials_init (PalcoCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoKeyring, palco_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PALCO_TYPE_CREDENTIALS,
                                                      palco_keyring_credentials_init))

/* The address is part of it: a key is never given to another service than it was stored for. */
static const SecretSchema key_schema = {
  "io.github.palco.Palco.Account", SECRET_SCHEMA_NONE,
  {
    { "uid", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "address", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  }
};

typedef struct
{
  GHashTable       *attributes;
  char             *name;
  SecretService    *service;
  SecretCollection *collection;
} LookupData;

static void
lookup_data_free (LookupData *data)
{
  g_hash_table_unref (data->attributes);
  g_free (data->name);
  g_clear_object (&data->service);
  g_clear_object (&data->collection);
  g_free (data);
}

static GHashTable *
account_attributes (PalcoAccount *account)
{
  return secret_attributes_build (&key_schema,
                                  "uid", palco_account_get_uid (account),
                                  "account-id", palco_account_get_account_id (account),
                                  "address", palco_account_get_address (account),
                                  NULL);
}

static GError *
locked_error (void)
{
  return g_error_new_literal (PALCO_ERROR, PALCO_ERROR_KEYRING_LOCKED,
                              "The keyring is locked, and nobody unlocked it. Unlock it and try again.");
}

/* Takes what libsecret says in its several domains, and returns one of ours. */
static GError *
translate_error (GError *error)
{
  g_autoptr(GError) taken = error;

  if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_CANCELLED) || taken->domain == PALCO_ERROR)
    return g_steal_pointer (&taken);

  if (g_error_matches (taken, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return locked_error ();

  /* The service runs, but has no keyring and cannot ask for the password of a new one. */
  if (g_error_matches (taken, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
      g_error_matches (taken, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    return g_error_new_literal (PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE,
                                "There is no keyring yet to keep the key in. Create one with the password "
                                "manager of your desktop, or use the key for this run only.");

  g_dbus_error_strip_remote_error (taken);

  return g_error_new (PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE,
                      "The keyring cannot be used: %s. Install and start one, for example GNOME Keyring, "
                      "or use the key for this run only.", taken->message);
}

static void
return_missing (GTask *task)
{
  LookupData *data = g_task_get_task_data (task);

  g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_KEY_MISSING,
                           "No key of the account “%s” is stored. Enter it.", data->name);
}

static gboolean
return_key (GTask  *task,
            char   *password,
            GError *error)
{
  if (error != NULL)
    {
      g_task_return_error (task, translate_error (error));
      return TRUE;
    }

  if (password == NULL || *password == '\0')
    {
      secret_password_free (password);
      return FALSE;
    }

  g_task_return_pointer (task, g_strdup (password), (GDestroyNotify) palco_key_free);
  secret_password_free (password);

  return TRUE;
}

static void
lookup_again_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *password = secret_password_lookup_nonpageable_finish (result, &error);

  if (!return_key (task, password, error))
    return_missing (task);
}

static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LookupData *data = g_task_get_task_data (task);
  GError *error = NULL;
  int n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (error != NULL && !g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    g_task_return_error (task, translate_error (error));
  else if (error != NULL || n_unlocked < 1)
    {
      g_clear_error (&error);
      g_task_return_error (task, locked_error ());
    }
  else
    secret_password_lookupv (&key_schema, data->attributes, g_task_get_cancellable (task),
                             lookup_again_cb, g_object_ref (task));
}

/* “Nothing found” is also what a locked keyring says: only an unlocked one is believed. */
static void
collection_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LookupData *data = g_task_get_task_data (task);
  g_autoptr(GList) locked = NULL;

  data->collection = secret_collection_for_alias_finish (result, NULL);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (data->collection == NULL || !secret_collection_get_locked (data->collection))
    {
      return_missing (task);
      return;
    }

  locked = g_list_prepend (NULL, data->collection);
  secret_service_unlock (data->service, locked, g_task_get_cancellable (task),
                         unlock_cb, g_object_ref (task));
}

static void
service_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LookupData *data = g_task_get_task_data (task);

  data->service = secret_service_get_finish (result, NULL);
  if (g_task_return_error_if_cancelled (task))
    return;

  /* The lookup itself worked, so in a sandbox there is a keyring without such a service. */
  if (data->service == NULL)
    return_missing (task);
  else
    secret_collection_for_alias (data->service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 g_task_get_cancellable (task), collection_cb, g_object_ref (task));
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *password = secret_password_lookup_nonpageable_finish (result, &error);

  if (!return_key (task, password, error))
    secret_service_get (SECRET_SERVICE_NONE, g_task_get_cancellable (task),
                        service_cb, g_object_ref (task));
}

static void
palco_keyring_lookup_key_async (PalcoCredentials   *credentials,
                                PalcoAccount       *account,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (credentials, cancellable, callback, user_data);
  LookupData *data = g_new0 (LookupData, 1);

  data->attributes = account_attributes (account);
  data->name = g_strdup (palco_account_get_name (account));

  g_task_set_source_tag (task, palco_keyring_lookup_key_async);
  g_task_set_task_data (task, data, (GDestroyNotify) lookup_data_free);

  secret_password_lookupv (&key_schema, data->attributes, cancellable,
                           lookup_cb, g_steal_pointer (&task));
}

static char *
palco_keyring_lookup_key_finish (PalcoCredentials *credentials,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, credentials), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
palco_keyring_class_init (PalcoKeyringClass *klass)
{
}

static void
palco_keyring_init (PalcoKeyring *self)
{
}

static void
palco_keyring_credentials_init (PalcoCredentialsInterface *iface)
{
  iface->lookup_key_async = palco_keyring_lookup_key_async;
  iface->lookup_key_finish = palco_keyring_lookup_key_finish;
}

/**
 * palco_keyring_new:
 *
 * Makes an object that uses the keyring; none of them has a state.
 *
 * Returns: (transfer full): a new keyring
 */
PalcoKeyring *
palco_keyring_new (void)
{
  return g_object_new (PALCO_TYPE_KEYRING, NULL);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, translate_error (error));
}

/**
 * palco_keyring_store_key_async:
 * @self: a keyring
 * @account: whose key it is
 * @key: the key
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Stores the key of an account; one stored before is replaced.
 */
void
palco_keyring_store_key_async (PalcoKeyring       *self,
                               PalcoAccount       *account,
                               const char         *key,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GHashTable) attributes = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (PALCO_IS_KEYRING (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_keyring_store_key_async);

  attributes = account_attributes (account);
  label = g_strdup_printf ("Palco: %s", palco_account_get_name (account));
  secret_password_storev (&key_schema, attributes, SECRET_COLLECTION_DEFAULT, label, key,
                          cancellable, store_cb, g_steal_pointer (&task));
}

/**
 * palco_keyring_store_key_finish:
 * @self: a keyring
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.Keyring.store_key_async]. It fails with %PALCO_ERROR_KEYRING_UNAVAILABLE or
 * %PALCO_ERROR_KEYRING_LOCKED.
 *
 * Returns: whether the key is stored
 */
gboolean
palco_keyring_store_key_finish (PalcoKeyring *self,
                                GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
clear_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, translate_error (error));
}

/**
 * palco_keyring_clear_key_async:
 * @self: a keyring
 * @account: whose key to forget
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Forgets the key of an account, also those stored for an address or id that it had before.
 */
void
palco_keyring_clear_key_async (PalcoKeyring       *self,
                               PalcoAccount       *account,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_KEYRING (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_keyring_clear_key_async);

  secret_password_clear (&key_schema, cancellable, clear_cb, g_steal_pointer (&task),
                         "uid", palco_account_get_uid (account),
                         NULL);
}

/**
 * palco_keyring_clear_key_finish:
 * @self: a keyring
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.Keyring.clear_key_async]. It fails with %PALCO_ERROR_KEYRING_UNAVAILABLE or
 * %PALCO_ERROR_KEYRING_LOCKED.
 *
 * Returns: whether no key is stored any more
 */
gboolean
palco_keyring_clear_key_finish (PalcoKeyring *self,
                                GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
