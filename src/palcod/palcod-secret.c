/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-secret.h"

#include <gnutls/gnutls.h>

#include <string.h>

#define SECRET_BYTES 32

char *
palcod_secret_new (void)
{
  char *secret = palco_secret_new_random (SECRET_BYTES);

  g_strdelimit (secret, "+", '-');
  g_strdelimit (secret, "/", '_');
  *strchrnul (secret, '=') = '\0';

  return secret;
}

char *
palcod_secret_hash (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}

/* Takes the same time wherever the first difference is. */
gboolean
palcod_secret_matches (const char *secret,
                       const char *hash)
{
  g_autofree char *actual = NULL;

  if (secret == NULL || hash == NULL)
    return FALSE;

  actual = palcod_secret_hash (secret);

  return strlen (actual) == strlen (hash) && gnutls_memcmp (actual, hash, strlen (hash)) == 0;
}
