/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>
#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_SIGN_IN_GROUP (palco_sign_in_group_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSignInGroup, palco_sign_in_group, PALCO, SIGN_IN_GROUP, AdwPreferencesGroup)

void         palco_sign_in_group_set_stored (PalcoSignInGroup  *self,
                                             PalcoSignIn       *stored);
PalcoSignIn *palco_sign_in_group_read       (PalcoSignInGroup  *self,
                                             const char       **secret,
                                             char             **message);

G_END_DECLS
