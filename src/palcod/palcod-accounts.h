/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

#include "palcod-store.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_ACCOUNTS (palcod_accounts_get_type ())

G_DECLARE_FINAL_TYPE (PalcodAccounts, palcod_accounts, PALCOD, ACCOUNTS, GObject)

/* Who may use the service, as the store has it. `palcod account …` changes the store while the
 * service runs and announces that in the state folder; the service follows at once. */
PalcodAccounts *palcod_accounts_new             (PalcodStore     *store,
                                                 const char      *state_dir,
                                                 GError         **error);

/* An account of this run only, whose key was never stored (local mode). */
void            palcod_accounts_set_embedded    (PalcodAccounts  *self,
                                                 const char      *id,
                                                 const char      *key);

/* Returns the mark of the key, to be kept in tokens made with it; NULL when either is wrong.
 * Borrowed until the main loop runs. */
const char     *palcod_accounts_check_key       (PalcodAccounts  *self,
                                                 const char      *id,
                                                 const char      *key);

/* Whether the key that a token was made with is still valid. */
gboolean        palcod_accounts_check_mark      (PalcodAccounts  *self,
                                                 const char      *id,
                                                 const char      *mark);

gboolean        palcod_account_id_is_valid      (const char      *id);
gboolean        palcod_accounts_announce_change (const char      *state_dir,
                                                 GError         **error);

G_END_DECLS
