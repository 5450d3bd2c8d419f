/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  PALCO_KEYRING_ABSENT,     /* no Secret Service, or no keyring in it */
  PALCO_KEYRING_LOCKED,     /* and nobody unlocked it */
  PALCO_KEYRING_UNLOCKED,
} PalcoKeyringStatus;

/* Unlocks the default keyring, asking somebody if need be and @may_ask. Ends at once when
 * cancelled. */

void               palco_keyring_unlock_async  (gboolean            may_ask,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
PalcoKeyringStatus palco_keyring_unlock_finish (GAsyncResult *result,
                                                GError      **error);

G_END_DECLS
