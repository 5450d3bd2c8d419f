/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_KEYRING (palco_keyring_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoKeyring, palco_keyring, PALCO, KEYRING, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoKeyring  *palco_keyring_new              (void);
PALCO_AVAILABLE_IN_1_0
void           palco_keyring_set_interactive  (PalcoKeyring       *self,
                                               gboolean            interactive);
PALCO_AVAILABLE_IN_1_0
void           palco_keyring_store_key_async  (PalcoKeyring       *self,
                                               PalcoAccount       *account,
                                               const char         *key,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean       palco_keyring_store_key_finish (PalcoKeyring *self,
                                               GAsyncResult *result,
                                               GError      **error);
PALCO_AVAILABLE_IN_1_0
void           palco_keyring_clear_key_async  (PalcoKeyring       *self,
                                               PalcoAccount       *account,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean       palco_keyring_clear_key_finish (PalcoKeyring *self,
                                               GAsyncResult *result,
                                               GError      **error);

G_END_DECLS
