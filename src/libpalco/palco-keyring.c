/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-keyring.h"

#include "palco-account.h"
#include "palco-credentials.h"
#include "palco-error.h"
#include "palco-keyring-unlock-private.h"

#include <libsecret/secret.h>

/**
 * PalcoKeyring:
 *
 * Keeps keys in the keyring of the desktop, through the Secret Service or, in a sandbox, the
 * Secret portal.
 *
 * Where somebody may be asked for a password nothing has a time limit of its own.
 * The cancellable ends each call at once; a key that is being stored then may be stored all the
 * same.
 *
 * Since: 1.0
 */

#define QUIET_LIMIT_MSECS 5000

struct _PalcoKeyring
{
  GObject  parent_instance;
  gboolean is_interactive;
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

typedef void (*StepFunc) (GTask *task);

typedef struct
{
  GHashTable *attributes;
  char       *name;
  char       *key;      /* to be stored */
  StepFunc    proceed;  /* when the keyring is unlocked, or there is none to unlock */
  GSource    *limit;    /* of a lookup for which nobody may be asked */
} Call;

static void
call_free (Call *call)
{
  g_hash_table_unref (call->attributes);
  g_free (call->name);
  palco_key_free (call->key);
  g_clear_pointer (&call->limit, g_source_unref);
  g_free (call);
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
  if (g_error_matches (taken, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
      g_error_matches (taken, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
      g_error_matches (taken, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    return g_error_new_literal (PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE,
                                "There is no keyring yet to keep the key in. Create one with the password "
                                "manager of your desktop, or use the key for this run only.");

  g_dbus_error_strip_remote_error (taken);

  return g_error_new (PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE,
                      "The keyring cannot be used: %s. Install and start one, for example GNOME Keyring, "
                      "or use the key for this run only.", taken->message);
}

/* “Nothing found” is also what a locked keyring says: it has to be unlocked first. */
static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  PalcoKeyringStatus status = palco_keyring_unlock_finish (result, &error);

  /* Where there is no such service, libsecret may know another way: the Secret portal. */
  if (error != NULL)
    g_task_return_error (task, error);
  else if (status == PALCO_KEYRING_LOCKED)
    g_task_return_error (task, locked_error ());
  else
    call->proceed (g_steal_pointer (&task));
}

static void
begin_call (PalcoKeyring       *self,
            PalcoAccount       *account,
            const char         *key,
            StepFunc            proceed,
            gpointer            source_tag,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->attributes = account_attributes (account);
  call->name = g_strdup (palco_account_get_name (account));
  call->key = g_strdup (key);
  call->proceed = proceed;

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);

  palco_keyring_unlock_async (self->is_interactive, cancellable, unlock_cb, g_steal_pointer (&task));
}

/* What libsecret waits for goes on. A question that the portal has put stays on the screen: to
 * answer it does no harm, and the next lookup finds the key. */
static gboolean
limit_cb (gpointer user_data)
{
  g_task_return_error (user_data, locked_error ());

  return G_SOURCE_REMOVE;
}

static void
limit_lookup (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  call->limit = g_timeout_source_new (QUIET_LIMIT_MSECS);
  g_task_attach_source (task, call->limit, limit_cb);
}

/* Returns: %FALSE if it has passed, and the call is over */
static gboolean
end_limit (Call *call)
{
  if (call->limit == NULL)
    return TRUE;

  if (g_source_is_destroyed (call->limit))
    return FALSE;

  g_source_destroy (call->limit);

  return TRUE;
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  char *password = secret_password_lookup_nonpageable_finish (result, &error);

  if (!end_limit (call))
    g_clear_error (&error);
  else if (error != NULL)
    g_task_return_error (task, translate_error (error));
  else if (password != NULL && *password != '\0')
    g_task_return_pointer (task, g_strdup (password), (GDestroyNotify) palco_key_free);
  else
    g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_KEY_MISSING,
                             "No key of the account “%s” is stored. Enter it.", call->name);

  secret_password_free (password);
}

static void
lookup_key (GTask *task)
{
  PalcoKeyring *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  if (!self->is_interactive)
    limit_lookup (task);

  secret_password_lookupv (&key_schema, call->attributes, g_task_get_cancellable (task), lookup_cb, task);
}

static void
palco_keyring_lookup_key_async (PalcoCredentials   *credentials,
                                PalcoAccount       *account,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  begin_call (PALCO_KEYRING (credentials), account, NULL, lookup_key, palco_keyring_lookup_key_async,
              cancellable, callback, user_data);
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
  self->is_interactive = TRUE;
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
 * Makes an object that uses the keyring; they all use the same one.
 *
 * Returns: (transfer full): a new keyring
 *
 * Since: 1.0
 */
PalcoKeyring *
palco_keyring_new (void)
{
  return g_object_new (PALCO_TYPE_KEYRING, NULL);
}

/**
 * palco_keyring_set_interactive:
 * @self: a keyring
 * @interactive: whether somebody may be asked for a password
 *
 * At first somebody is asked to unlock a keyring that is locked. For what nobody has asked for,
 * that would be a question out of the blue: calls then fail at once with
 * %PALCO_ERROR_KEYRING_LOCKED.
 *
 * In a sandbox whether it is locked cannot be found out without asking: the Secret portal unlocks
 * it, and may put its question on the screen. A lookup then fails with
 * %PALCO_ERROR_KEYRING_LOCKED after five seconds, and the question stays.
 *
 * Since: 1.0
 */
void
palco_keyring_set_interactive (PalcoKeyring *self,
                               gboolean      interactive)
{
  g_return_if_fail (PALCO_IS_KEYRING (self));

  self->is_interactive = interactive;
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

static void
store_key (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autofree char *label = g_strdup_printf ("Palco: %s", call->name);

  secret_password_storev (&key_schema, call->attributes, SECRET_COLLECTION_DEFAULT, label, call->key,
                          g_task_get_cancellable (task), store_cb, task);
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
 *
 * Since: 1.0
 */
void
palco_keyring_store_key_async (PalcoKeyring       *self,
                               PalcoAccount       *account,
                               const char         *key,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_return_if_fail (PALCO_IS_KEYRING (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));
  g_return_if_fail (key != NULL);

  begin_call (self, account, key, store_key, palco_keyring_store_key_async, cancellable, callback, user_data);
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
 *
 * Since: 1.0
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

static void
clear_key (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  secret_password_clear (&key_schema, g_task_get_cancellable (task), clear_cb, task,
                         "uid", g_hash_table_lookup (call->attributes, "uid"),
                         NULL);
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
 *
 * Since: 1.0
 */
void
palco_keyring_clear_key_async (PalcoKeyring       *self,
                               PalcoAccount       *account,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_return_if_fail (PALCO_IS_KEYRING (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));

  begin_call (self, account, NULL, clear_key, palco_keyring_clear_key_async, cancellable, callback, user_data);
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
 *
 * Since: 1.0
 */
gboolean
palco_keyring_clear_key_finish (PalcoKeyring *self,
                                GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
