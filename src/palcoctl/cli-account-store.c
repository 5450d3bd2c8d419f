/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-account-store.h"

#include "cli-await.h"

static gboolean
store_key (CliRun        *run,
           PalcoAccount  *account,
           const char    *key,
           GError       **error)
{
  g_autoptr(PalcoKeyring) keyring = palco_keyring_new ();
  g_autoptr(GAsyncResult) result = NULL;

  palco_keyring_store_key_async (keyring, account, key, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_keyring_store_key_finish (keyring, result, error);
}

static gboolean
store_account (CliRun        *run,
               PalcoAccount  *account,
               GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_account_list_add_async (run->accounts, account, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_account_list_add_finish (run->accounts, result, error);
}

/* The key goes first, NULL for none: an account without its key would be found to be broken. */
gboolean
cli_account_store (CliRun        *run,
                   PalcoAccount  *account,
                   const char    *key,
                   GError       **error)
{
  if (key != NULL && !store_key (run, account, key, error))
    return FALSE;

  if (store_account (run, account, error))
    return TRUE;

  /* Not with the cancellable of the run, which may be what ended it. */
  if (key != NULL)
    cli_account_clear_key (account, NULL, NULL);

  return FALSE;
}

gboolean
cli_account_clear_key (PalcoAccount  *account,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(PalcoKeyring) keyring = palco_keyring_new ();
  g_autoptr(GAsyncResult) result = NULL;

  palco_keyring_clear_key_async (keyring, account, cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_keyring_clear_key_finish (keyring, result, error);
}

/* Whether @key is the one in the keyring. */
gboolean
cli_account_has_key (CliRun       *run,
                     PalcoAccount *account,
                     const char   *key)
{
  g_autoptr(PalcoKeyring) keyring = palco_keyring_new ();
  g_autoptr(GAsyncResult) result = NULL;
  char *stored;
  gboolean is_same;

  palco_credentials_lookup_key_async (PALCO_CREDENTIALS (keyring), account, run->cancellable,
                                      cli_await_cb, &result);
  cli_await (&result);
  stored = palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (keyring), result, NULL);
  is_same = g_strcmp0 (stored, key) == 0;
  palco_key_free (stored);

  return is_same;
}
