/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_KEY_HOLDER (palco_key_holder_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoKeyHolder, palco_key_holder, PALCO, KEY_HOLDER, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoKeyHolder  *palco_key_holder_new     (PalcoCredentials *fallback);
PALCO_AVAILABLE_IN_1_0
void             palco_key_holder_set_key (PalcoKeyHolder *self,
                                           PalcoAccount   *account,
                                           const char     *key);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_key_holder_has_key (PalcoKeyHolder *self,
                                           PalcoAccount   *account);

G_END_DECLS
