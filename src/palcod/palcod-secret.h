/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-secret.h"

G_BEGIN_DECLS

/* Secrets that the service makes itself (account keys, host tokens): 32 random bytes in
 * base64url. So much chance needs no salt and no slow hash: only a SHA-256 is kept. */
char     *palcod_secret_new     (void);
char     *palcod_secret_hash    (const char *secret);
gboolean  palcod_secret_matches (const char *secret,
                                 const char *hash);

G_END_DECLS
