/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-private.h"

#include "palco-address.h"
#include "palco-catalogue-private.h"
#include "palco-price-table.h"
#include "palco-sign-in.h"

/* What is known of an account. */

/**
 * palco_account_get_uid:
 * @self: an account
 *
 * Returns: what names the account on this computer
 *
 * Since: 1.0
 */
const char *
palco_account_get_uid (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->uid;
}

/**
 * palco_account_get_name:
 * @self: an account
 *
 * Returns: what people call it; that of the service of this computer is to be translated
 *
 * Since: 1.0
 */
const char *
palco_account_get_name (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->name;
}

/**
 * palco_account_get_address:
 * @self: an account
 *
 * Returns: the base URL of the service, without a slash at its end; empty for the service of
 *   this computer before it runs
 *
 * Since: 1.0
 */
const char *
palco_account_get_address (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->address;
}

/**
 * palco_account_get_account_id:
 * @self: an account
 *
 * Returns: the id that the service knows the account by
 *
 * Since: 1.0
 */
const char *
palco_account_get_account_id (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->account_id;
}

/**
 * palco_account_get_sts_url:
 * @self: an account
 *
 * Returns: (nullable): where tokens come from, or %NULL when the service tells
 *
 * Since: 1.0
 */
const char *
palco_account_get_sts_url (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->sts_url;
}

/**
 * palco_account_get_trusted_sts_url:
 * @self: an account
 *
 * Returns: (nullable): the token service that gave the first token, or %NULL before
 *
 * Since: 1.0
 */
const char *
palco_account_get_trusted_sts_url (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->trusted_sts_url;
}

/**
 * palco_account_get_offered_sts_url:
 * @self: an account
 *
 * Returns: (nullable): the token service that the service named instead of the trusted one, after
 *   %PALCO_ERROR_STS_CHANGED
 *
 * Since: 1.0
 */
const char *
palco_account_get_offered_sts_url (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->offered_sts_url;
}

/**
 * palco_account_get_sign_in:
 * @self: an account
 *
 * Returns: (transfer none): how one signs in
 *
 * Since: 1.0
 */
PalcoSignIn *
palco_account_get_sign_in (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->sign_in;
}

/**
 * palco_account_get_prices:
 * @self: an account
 *
 * Returns: (transfer none): what sizes are estimated to cost with this account
 *
 * Since: 1.0
 */
PalcoPriceTable *
palco_account_get_prices (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->prices;
}

/**
 * palco_account_is_local:
 * @self: an account
 *
 * Returns: whether it is that of the service of this computer
 *
 * Since: 1.0
 */
gboolean
palco_account_is_local (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), FALSE);

  return self->is_local;
}

/**
 * palco_account_is_retired:
 * @self: an account
 *
 * Whether it is one of a service that has ended for everybody. Microsoft switched Azure Remote
 * Rendering off on 30 September 2025.
 *
 * Returns: %TRUE if no session can be started with it any more
 *
 * Since: 1.0
 */
gboolean
palco_account_is_retired (PalcoAccount *self)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), FALSE);

  uri = palco_address_parse (self->address, NULL);

  return uri != NULL && palco_catalogue_knows_host (g_uri_get_host (uri));
}
