/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-sign-in.h"

G_BEGIN_DECLS

PalcoSignIn *palco_sign_in_new_stored  (PalcoSignInKind     kind,
                                        GDateTime          *expiry,
                                        const char * const *command,
                                        gboolean            is_allowed);
char        *palco_sign_in_dup_consent (const char * const *command);

G_END_DECLS
