/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-ini-file-private.h"
#include "palco-types.h"

G_BEGIN_DECLS

/* What the file of accounts has of each. */

typedef struct
{
  char        *uid;
  char        *name;
  char        *address;
  char        *account_id;
  char        *sts_url;          /* NULL when the service tells */
  char        *trusted_sts_url;  /* NULL before the first token */
  PalcoSignIn *sign_in;
  GVariant    *prices;
} PalcoAccountRecord;

extern const PalcoIniKind palco_account_file_kind;

PalcoAccountRecord *palco_account_record_new  (PalcoAccount       *account);
void                palco_account_record_free (PalcoAccountRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoAccountRecord, palco_account_record_free)

G_END_DECLS
