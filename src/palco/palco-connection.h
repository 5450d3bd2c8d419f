/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

#include "palco-keeper.h"

G_BEGIN_DECLS

/**
 * PalcoConnectionStatus:
 * @PALCO_CONNECTION_STATUS_PREPARING: the journal and the list of accounts are not yet read
 * @PALCO_CONNECTION_STATUS_STARTING: the service on this computer is being started
 * @PALCO_CONNECTION_STATUS_LOADING: the service is being asked for its regions
 * @PALCO_CONNECTION_STATUS_ONLINE: regions and sessions are there
 * @PALCO_CONNECTION_STATUS_CANCELLED: the user did not want to wait
 * @PALCO_CONNECTION_STATUS_FAILED: see the error
 */
typedef enum
{
  PALCO_CONNECTION_STATUS_PREPARING,
  PALCO_CONNECTION_STATUS_STARTING,
  PALCO_CONNECTION_STATUS_LOADING,
  PALCO_CONNECTION_STATUS_ONLINE,
  PALCO_CONNECTION_STATUS_CANCELLED,
  PALCO_CONNECTION_STATUS_FAILED,
} PalcoConnectionStatus;

#define PALCO_TYPE_CONNECTION (palco_connection_get_type ())

G_DECLARE_FINAL_TYPE (PalcoConnection, palco_connection, PALCO, CONNECTION, GObject)

PalcoConnection      *palco_connection_new               (void);
void                  palco_connection_start             (PalcoConnection *self,
                                                          const char      *account_uid);
void                  palco_connection_switch_to         (PalcoConnection *self,
                                                          PalcoAccount    *account);
void                  palco_connection_retry             (PalcoConnection *self);
void                  palco_connection_cancel            (PalcoConnection *self);

PalcoConnectionStatus palco_connection_get_status        (PalcoConnection *self);
const GError         *palco_connection_get_error         (PalcoConnection *self);
PalcoAccount         *palco_connection_get_account       (PalcoConnection *self);
PalcoClient          *palco_connection_get_client        (PalcoConnection *self);
PalcoSessionList     *palco_connection_get_sessions      (PalcoConnection *self);
PalcoAccount         *palco_connection_get_local_account (PalcoConnection *self);
PalcoAccountList     *palco_connection_get_accounts      (PalcoConnection *self);
PalcoKeyring         *palco_connection_get_keyring       (PalcoConnection *self);
PalcoKeyHolder       *palco_connection_get_key_holder    (PalcoConnection *self);
PalcoKeeper          *palco_connection_get_keeper        (PalcoConnection *self);

G_END_DECLS
