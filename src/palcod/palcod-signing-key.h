/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The EC key (P-256) that signs tokens, as PEM. */
typedef struct
{
  char *private_pem;   /* NULL where tokens are only checked */
  char *public_pem;
} PalcodSigningKey;

/* Reads the key in @state_dir; the first time makes it, with mode 0600. */
PalcodSigningKey *palcod_signing_key_load        (const char        *state_dir,
                                                  GError           **error);
PalcodSigningKey *palcod_signing_key_load_public (const char        *path,
                                                  GError           **error);
void              palcod_signing_key_free        (PalcodSigningKey  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcodSigningKey, palcod_signing_key_free)

G_END_DECLS
