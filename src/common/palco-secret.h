/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text that must not stay in memory when it is freed. */
typedef char PalcoSecret;

void  palco_secret_free       (PalcoSecret *self);

/* Random bytes from the kernel, base64 with its padding. */
char *palco_secret_new_random (gsize        n_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoSecret, palco_secret_free)

G_END_DECLS
