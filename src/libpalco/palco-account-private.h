/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-account.h"

G_BEGIN_DECLS

PalcoAccount *palco_account_new_stored (const char   *uid,
                                        const char   *name,
                                        const char   *address,
                                        const char   *account_id,
                                        const char   *sts_url);
PalcoAccount *palco_account_new_local  (void);

void          palco_account_move       (PalcoAccount *self,
                                        const char   *address,
                                        const char   *account_id);

G_END_DECLS
