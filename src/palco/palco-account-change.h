/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-connection.h"

G_BEGIN_DECLS

/**
 * PalcoAccountChangeStep:
 * @PALCO_ACCOUNT_CHANGE_STEP_EDITING: nothing is under way; there may be an error
 * @PALCO_ACCOUNT_CHANGE_STEP_TESTING: the service is being asked
 * @PALCO_ACCOUNT_CHANGE_STEP_STORING: the secret goes to the keyring, then the account to the list
 * @PALCO_ACCOUNT_CHANGE_STEP_KEYRING: the keyring did not take the secret
 */
typedef enum
{
  PALCO_ACCOUNT_CHANGE_STEP_EDITING,
  PALCO_ACCOUNT_CHANGE_STEP_TESTING,
  PALCO_ACCOUNT_CHANGE_STEP_STORING,
  PALCO_ACCOUNT_CHANGE_STEP_KEYRING,
} PalcoAccountChangeStep;

#define PALCO_TYPE_ACCOUNT_CHANGE (palco_account_change_get_type ())

G_DECLARE_FINAL_TYPE (PalcoAccountChange, palco_account_change, PALCO, ACCOUNT_CHANGE, GObject)

PalcoAccountChange     *palco_account_change_new         (PalcoConnection    *connection,
                                                          PalcoAccount       *account);
void                    palco_account_change_start       (PalcoAccountChange *self,
                                                          PalcoAccount       *candidate,
                                                          const char         *secret);
void                    palco_account_change_store       (PalcoAccountChange *self);
void                    palco_account_change_keep_secret (PalcoAccountChange *self);
void                    palco_account_change_give_up     (PalcoAccountChange *self);
PalcoAccountChangeStep  palco_account_change_get_step    (PalcoAccountChange *self);
const GError           *palco_account_change_get_error   (PalcoAccountChange *self);

G_END_DECLS
