/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

/**
 * PalcoSignInKind:
 * @PALCO_SIGN_IN_KEY: with an account key, for which the token service gives tokens
 * @PALCO_SIGN_IN_TOKEN: with an access token that somebody pasted
 * @PALCO_SIGN_IN_COMMAND: with access tokens that a command prints
 *
 * How one signs in.
 */
typedef enum
{
  PALCO_SIGN_IN_KEY,
  PALCO_SIGN_IN_TOKEN,
  PALCO_SIGN_IN_COMMAND,
} PalcoSignInKind;

#define PALCO_TYPE_SIGN_IN (palco_sign_in_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoSignIn, palco_sign_in, PALCO, SIGN_IN, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoSignIn        *palco_sign_in_new_key          (void);
PALCO_AVAILABLE_IN_1_0
PalcoSignIn        *palco_sign_in_new_token        (const char  *token,
                                                    GError     **error);
PALCO_AVAILABLE_IN_1_0
PalcoSignIn        *palco_sign_in_new_command      (const char  *command_line,
                                                    GError     **error);
PALCO_AVAILABLE_IN_1_0
PalcoSignInKind     palco_sign_in_get_kind         (PalcoSignIn *self);
PALCO_AVAILABLE_IN_1_0
GDateTime          *palco_sign_in_get_expiry       (PalcoSignIn *self);
PALCO_AVAILABLE_IN_1_0
const char * const *palco_sign_in_get_command      (PalcoSignIn *self);
PALCO_AVAILABLE_IN_1_0
char               *palco_sign_in_dup_command_line (PalcoSignIn *self);
PALCO_AVAILABLE_IN_1_0
gboolean            palco_sign_in_is_allowed       (PalcoSignIn *self);
PALCO_AVAILABLE_IN_1_0
gboolean            palco_sign_in_equal            (PalcoSignIn *self,
                                                    PalcoSignIn *other);

G_END_DECLS
