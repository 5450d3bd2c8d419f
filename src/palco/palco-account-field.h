/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/**
 * PalcoAccountField:
 * @PALCO_ACCOUNT_FIELD_NONE: all are good
 * @PALCO_ACCOUNT_FIELD_ADDRESS: the address of the service
 * @PALCO_ACCOUNT_FIELD_NAME: the name of the account
 * @PALCO_ACCOUNT_FIELD_ID: the account ID
 *
 * What is entered about an account.
 */
typedef enum
{
  PALCO_ACCOUNT_FIELD_NONE,
  PALCO_ACCOUNT_FIELD_ADDRESS,
  PALCO_ACCOUNT_FIELD_NAME,
  PALCO_ACCOUNT_FIELD_ID,
} PalcoAccountField;

PalcoAccountField palco_account_field_check (const char  *address,
                                             const char  *name,
                                             const char  *id,
                                             const char **message);

G_END_DECLS
