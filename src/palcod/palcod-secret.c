/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-secret.h"

#include <gnutls/gnutls.h>

#include <string.h>
#include <sys/random.h>

#define SECRET_BYTES 32

char *
palcod_secret_new (void)
{
  guint8 bytes[SECRET_BYTES];
  char *secret;

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_assert_not_reached ();   /* requests of up to 256 bytes are never cut short */

  secret = g_base64_encode (bytes, sizeof bytes);
  explicit_bzero (bytes, sizeof bytes);
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

void
palcod_secret_free (char *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
