/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

/* Both functions are wanted, not one under the name of the other. */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Preloaded into a client under test: GnuTLS reads the file named by SSL_CERT_FILE where it
 * would read the system's certificates, for which it has no setting of its own. */

FILE *fopen   (const char *path,
               const char *mode);
FILE *fopen64 (const char *path,
               const char *mode);

static FILE *
open_with (const char *symbol,
           const char *path,
           const char *mode)
{
  FILE *(*next) (const char *, const char *) = dlsym (RTLD_NEXT, symbol);
  const char *replacement = getenv ("SSL_CERT_FILE");

  if (replacement != NULL && strcmp (path, "/etc/ssl/certs/ca-certificates.crt") == 0)
    path = replacement;

  return next (path, mode);
}

FILE *
fopen (const char *path,
       const char *mode)
{
  return open_with ("fopen", path, mode);
}

FILE *
fopen64 (const char *path,
         const char *mode)
{
  return open_with ("fopen64", path, mode);
}
