/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-import-account.h"

G_BEGIN_DECLS

/* As the file has it; texts that are missing are NULL. */
typedef struct
{
  const char *name;
  const char *address;
  const char *sts_url;
  const char *account_id;
  const char *key;
  const char *size_id;
  guint       lease_minutes;
} PalcoImportFields;

PalcoImportAccount *palco_import_account_new     (const PalcoImportFields *fields);
const char         *palco_import_account_get_key (PalcoImportAccount      *self);

G_END_DECLS
