/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-account.h"

G_BEGIN_DECLS

#define PALCO_ACCOUNT_LOCAL_UID "local"

struct _PalcoAccount
{
  GObject          parent_instance;
  char            *uid;
  char            *name;
  char            *address;
  char            *account_id;
  char            *sts_url;
  char            *trusted_sts_url;
  char            *offered_sts_url;
  PalcoSignIn     *sign_in;
  PalcoPriceTable *prices;
  gboolean         is_local;
};

PalcoAccount *palco_account_new_stored          (const char   *uid);
PalcoAccount *palco_account_new_local           (void);

char         *palco_account_dup_stripped        (const char   *text);
char         *palco_account_normalize_address   (const char   *text);
void          palco_account_set_offered_sts_url (PalcoAccount *self,
                                                 const char   *sts_url);

void          palco_account_move                (PalcoAccount *self,
                                                 const char   *address,
                                                 const char   *account_id);

G_END_DECLS
