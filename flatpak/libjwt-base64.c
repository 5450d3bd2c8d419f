/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors
 *
 * Takes the place of libjwt/base64.c, whose licence (APSL) does not go with the GPL and which Debian therefore
 * leaves out as well. */

#include <openssl/evp.h>
#include <string.h>

#include "base64.h"

int
jwt_Base64encode (char       *coded,
                  const char *plain,
                  int         length)
{
  return EVP_EncodeBlock ((unsigned char *) coded, (const unsigned char *) plain, length) + 1;
}

/* libjwt has padded the text, if need be with three signs, which no number of bytes gives. */
int
jwt_Base64decode (char       *plain,
                  const char *coded)
{
  size_t length = strlen (coded);
  int n_bytes = EVP_DecodeBlock ((unsigned char *) plain, (const unsigned char *) coded, (int) length);

  if (n_bytes < 0 || length < 4 || coded[length - 3] == '=')
    return 0;

  return n_bytes - (coded[length - 1] == '=') - (coded[length - 2] == '=');
}
