/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-accounts.h"
#include "palcod-config.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_TOKENS (palcod_tokens_get_type ())

G_DECLARE_FINAL_TYPE (PalcodTokens, palcod_tokens, PALCOD, TOKENS, GObject)

#define PALCOD_TOKEN_LIFETIME_SECS (24 * 60 * 60)   /* rule 12 */

/* Signs and checks access tokens: JWT, ES256. The signing key is made on first start and never
 * leaves the state folder; its public half lies beside it for the services of other regions,
 * which check tokens but cannot make any. */
PalcodTokens *palcod_tokens_new       (const PalcodConfig  *config,
                                       PalcodAccounts      *accounts,
                                       GError             **error);
gboolean      palcod_tokens_can_issue (PalcodTokens        *self);

/* @mark names the key that was shown, see palcod_accounts_check_key(). */
char         *palcod_tokens_issue     (PalcodTokens        *self,
                                       const char          *account_id,
                                       const char          *mark,
                                       gint64               now_secs,
                                       GError             **error);

/* The account that @token is good for at this moment, or NULL. Borrowed until the next call. */
const char   *palcod_tokens_check     (PalcodTokens        *self,
                                       const char          *token,
                                       gint64               now_secs);

G_END_DECLS
