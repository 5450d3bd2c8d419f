/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_ACCOUNT (palco_account_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoAccount, palco_account, PALCO, ACCOUNT, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoAccount    *palco_account_new                 (const char *name,
                                                    const char *address,
                                                    const char *account_id);
PALCO_AVAILABLE_IN_1_0
const char      *palco_account_get_uid             (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
const char      *palco_account_get_name            (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
void             palco_account_set_name            (PalcoAccount *self,
                                                    const char   *name);
PALCO_AVAILABLE_IN_1_0
const char      *palco_account_get_address         (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
const char      *palco_account_get_account_id      (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
const char      *palco_account_get_sts_url         (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
void             palco_account_set_sts_url         (PalcoAccount *self,
                                                    const char   *sts_url);
PALCO_AVAILABLE_IN_1_0
const char      *palco_account_get_trusted_sts_url (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
void             palco_account_set_trusted_sts_url (PalcoAccount *self,
                                                    const char   *sts_url);
PALCO_AVAILABLE_IN_1_0
const char      *palco_account_get_offered_sts_url (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
PalcoSignIn     *palco_account_get_sign_in         (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
void             palco_account_set_sign_in         (PalcoAccount *self,
                                                    PalcoSignIn  *sign_in);
PALCO_AVAILABLE_IN_1_0
PalcoPriceTable *palco_account_get_prices          (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_account_is_local            (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_account_is_retired          (PalcoAccount *self);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_account_validate            (const char *name,
                                                    const char *address,
                                                    const char *account_id,
                                                    GError    **error);

G_END_DECLS
