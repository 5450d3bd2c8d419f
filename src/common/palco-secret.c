/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-secret.h"

#include <string.h>
#include <sys/random.h>

#define RANDOM_BYTES_MAX 256   /* the kernel never cuts requests of up to so many short */

void
palco_secret_free (PalcoSecret *self)
{
  if (self != NULL)
    explicit_bzero (self, strlen (self));

  g_free (self);
}

char *
palco_secret_new_random (gsize n_bytes)
{
  guint8 bytes[RANDOM_BYTES_MAX];
  char *base64;

  g_assert (n_bytes <= sizeof bytes);
  if (getrandom (bytes, n_bytes, 0) != (gssize) n_bytes)
    g_error ("The kernel gives no random bytes");

  base64 = g_base64_encode (bytes, n_bytes);
  explicit_bzero (bytes, sizeof bytes);

  return base64;
}
