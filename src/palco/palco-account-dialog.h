/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

/**
 * PalcoAccountDialogStep:
 * @PALCO_ACCOUNT_DIALOG_STEP_EDITING: the user fills it in
 * @PALCO_ACCOUNT_DIALOG_STEP_TESTING: the service is being asked
 * @PALCO_ACCOUNT_DIALOG_STEP_STORING: the key goes to the keyring, then the account to the list
 * @PALCO_ACCOUNT_DIALOG_STEP_KEYRING: the keyring did not take the key
 */
typedef enum
{
  PALCO_ACCOUNT_DIALOG_STEP_EDITING,
  PALCO_ACCOUNT_DIALOG_STEP_TESTING,
  PALCO_ACCOUNT_DIALOG_STEP_STORING,
  PALCO_ACCOUNT_DIALOG_STEP_KEYRING,
} PalcoAccountDialogStep;

#define PALCO_TYPE_ACCOUNT_DIALOG (palco_account_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PalcoAccountDialog, palco_account_dialog, PALCO, ACCOUNT_DIALOG, AdwWindow)

GtkWidget *palco_account_dialog_new (GtkWindow       *parent,
                                     PalcoConnection *connection,
                                     PalcoAccount    *account);

G_END_DECLS
