/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-connection-fields.h"

/* What there is of a connection. */

PalcoConnectionStatus
palco_connection_get_status (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), PALCO_CONNECTION_STATUS_FAILED);

  return self->status;
}

const GError *
palco_connection_get_error (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return self->error;
}

PalcoAccount *
palco_connection_get_account (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return self->account;
}

PalcoClient *
palco_connection_get_client (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return self->client;
}

PalcoSessionList *
palco_connection_get_sessions (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return self->sessions;
}

PalcoAccount *
palco_connection_get_local_account (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return palco_local_service_get_account (self->local_service);
}

PalcoAccountList *
palco_connection_get_accounts (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return self->accounts;
}

PalcoKeyring *
palco_connection_get_keyring (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return self->keyring;
}

PalcoKeyHolder *
palco_connection_get_key_holder (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return self->key_holder;
}

PalcoKeeper *
palco_connection_get_keeper (PalcoConnection *self)
{
  g_return_val_if_fail (PALCO_IS_CONNECTION (self), NULL);

  return self->keeper;
}
