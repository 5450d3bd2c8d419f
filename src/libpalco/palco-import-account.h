/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_IMPORT_ACCOUNT (palco_import_account_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoImportAccount, palco_import_account, PALCO, IMPORT_ACCOUNT, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoAccount  *palco_import_account_get_account       (PalcoImportAccount *self);
PALCO_AVAILABLE_IN_1_0
const char    *palco_import_account_get_name          (PalcoImportAccount *self);
PALCO_AVAILABLE_IN_1_0
const char    *palco_import_account_get_size_id       (PalcoImportAccount *self);
PALCO_AVAILABLE_IN_1_0
guint          palco_import_account_get_lease_minutes (PalcoImportAccount *self);
PALCO_AVAILABLE_IN_1_0
PalcoPreset   *palco_import_account_dup_preset        (PalcoImportAccount *self);
PALCO_AVAILABLE_IN_1_0
gboolean       palco_import_account_has_key           (PalcoImportAccount *self);
PALCO_AVAILABLE_IN_1_0
char          *palco_import_account_dup_key           (PalcoImportAccount *self);
PALCO_AVAILABLE_IN_1_0
void           palco_import_account_set_key_stored    (PalcoImportAccount *self,
                                                       gboolean            key_stored);
PALCO_AVAILABLE_IN_1_0
gboolean       palco_import_account_get_key_stored    (PalcoImportAccount *self);
PALCO_AVAILABLE_IN_1_0
const GError  *palco_import_account_get_error         (PalcoImportAccount *self);

G_END_DECLS
