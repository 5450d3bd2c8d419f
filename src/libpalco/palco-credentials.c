/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-credentials.h"

#include "palco-account.h"
#include "palco-secret.h"

/**
 * PalcoCredentials:
 *
 * Something that knows the keys of accounts: [class@Palco.Keyring], [class@Palco.KeyHolder]
 * or [class@Palco.LocalService].
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (PalcoCredentials, palco_credentials, G_TYPE_OBJECT)

static void
palco_credentials_default_init (PalcoCredentialsInterface *iface)
{
}

/**
 * palco_credentials_lookup_key_async:
 * @self: credentials
 * @account: whose key to look up
 * @cancellable: (nullable): to give up; a keyring may be waiting for somebody to unlock it
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Looks up the key of an account.
 *
 * Since: 1.0
 */
void
palco_credentials_lookup_key_async (PalcoCredentials   *self,
                                    PalcoAccount       *account,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  g_return_if_fail (PALCO_IS_CREDENTIALS (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));

  PALCO_CREDENTIALS_GET_IFACE (self)->lookup_key_async (self, account, cancellable, callback, user_data);
}

/**
 * palco_credentials_lookup_key_finish:
 * @self: credentials
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.Credentials.lookup_key_async]. It fails with %PALCO_ERROR_KEY_MISSING,
 * %PALCO_ERROR_KEYRING_UNAVAILABLE, %PALCO_ERROR_KEYRING_LOCKED or %PALCO_ERROR_LOCAL_SERVICE.
 *
 * Returns: (transfer full): the key, never empty; free it with [func@Palco.key_free], which
 *   leaves no copy in memory
 *
 * Since: 1.0
 */
char *
palco_credentials_lookup_key_finish (PalcoCredentials *self,
                                     GAsyncResult     *result,
                                     GError          **error)
{
  g_return_val_if_fail (PALCO_IS_CREDENTIALS (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  return PALCO_CREDENTIALS_GET_IFACE (self)->lookup_key_finish (self, result, error);
}

/**
 * palco_key_free:
 * @key: (nullable) (transfer full): a key
 *
 * Overwrites a key and frees it.
 *
 * Since: 1.0
 */
void
palco_key_free (char *key)
{
  palco_secret_free (key);
}
