/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-signing-key.h"

#include "palco-secret.h"
#include "palcod-error.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include <string.h>

#define PRIVATE_NAME "token-key.pem"
#define PUBLIC_NAME  "token-key.pub"
#define KEY_BITS     GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1)

static gboolean
check_gnutls (int          code,
              const char  *what,
              const char  *path,
              GError     **error)
{
  if (code >= 0)
    return TRUE;

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFIG, "Cannot %s %s: %s", what, path,
               gnutls_strerror (code));

  return FALSE;
}

static gboolean
write_private (gnutls_x509_privkey_t   key,
               const char             *path,
               GError                **error)
{
  gnutls_datum_t pem = { NULL, 0 };
  gboolean ok;

  ok = check_gnutls (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, KEY_BITS, 0),
                     "make the signing key", path, error) &&
       check_gnutls (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &pem),
                     "write the signing key", path, error) &&
       g_file_set_contents_full (path, (const char *) pem.data, pem.size,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, error);

  if (pem.data != NULL)
    explicit_bzero (pem.data, pem.size);
  gnutls_free (pem.data);

  return ok;
}

static gboolean
generate (const char  *path,
          GError     **error)
{
  gnutls_x509_privkey_t key;
  gboolean ok;

  if (!check_gnutls (gnutls_x509_privkey_init (&key), "prepare", path, error))
    return FALSE;

  ok = write_private (key, path, error);
  gnutls_x509_privkey_deinit (key);

  return ok;
}

static gboolean
read_private (gnutls_x509_privkey_t   key,
              const char             *path,
              char                  **pem,
              GError                **error)
{
  gnutls_datum_t datum;
  gsize length;

  if (!g_file_get_contents (path, pem, &length, error))
    return FALSE;

  datum.data = (guchar *) *pem;
  datum.size = length;

  if (!check_gnutls (gnutls_x509_privkey_import (key, &datum, GNUTLS_X509_FMT_PEM),
                     "read the signing key", path, error))
    return FALSE;

  if (gnutls_x509_privkey_get_pk_algorithm (key) == GNUTLS_PK_ECDSA)
    return TRUE;

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFIG,
               "%s is not an EC key; remove it to have a new one made (all tokens end then)", path);

  return FALSE;
}

static char *
export_public (gnutls_x509_privkey_t   key,
               const char             *path,
               GError                **error)
{
  gnutls_privkey_t abstract_key = NULL;
  gnutls_pubkey_t public_key = NULL;
  gnutls_datum_t pem = { NULL, 0 };
  char *text = NULL;

  if (check_gnutls (gnutls_privkey_init (&abstract_key), "read", path, error) &&
      check_gnutls (gnutls_pubkey_init (&public_key), "read", path, error) &&
      check_gnutls (gnutls_privkey_import_x509 (abstract_key, key, 0), "read", path, error) &&
      check_gnutls (gnutls_pubkey_import_privkey (public_key, abstract_key, 0, 0), "read", path,
                    error) &&
      check_gnutls (gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_PEM, &pem), "read", path,
                    error))
    text = g_strndup ((const char *) pem.data, pem.size);

  gnutls_free (pem.data);
  if (public_key != NULL)
    gnutls_pubkey_deinit (public_key);
  if (abstract_key != NULL)
    gnutls_privkey_deinit (abstract_key);

  return text;
}

static PalcodSigningKey *
load (gnutls_x509_privkey_t   key,
      const char             *private_path,
      const char             *public_path,
      GError                **error)
{
  g_autoptr(PalcodSigningKey) self = g_new0 (PalcodSigningKey, 1);

  if (!g_file_test (private_path, G_FILE_TEST_EXISTS) && !generate (private_path, error))
    return NULL;

  if (!read_private (key, private_path, &self->private_pem, error))
    return NULL;

  self->public_pem = export_public (key, private_path, error);

  if (self->public_pem == NULL ||
      !g_file_set_contents (public_path, self->public_pem, -1, error))
    return NULL;

  return g_steal_pointer (&self);
}

PalcodSigningKey *
palcod_signing_key_load (const char  *state_dir,
                         GError     **error)
{
  g_autofree char *private_path = g_build_filename (state_dir, PRIVATE_NAME, NULL);
  g_autofree char *public_path = g_build_filename (state_dir, PUBLIC_NAME, NULL);
  gnutls_x509_privkey_t key;
  PalcodSigningKey *self;

  if (!check_gnutls (gnutls_x509_privkey_init (&key), "prepare", private_path, error))
    return NULL;

  self = load (key, private_path, public_path, error);
  gnutls_x509_privkey_deinit (key);

  return self;
}

PalcodSigningKey *
palcod_signing_key_load_public (const char  *path,
                                GError     **error)
{
  g_autoptr(PalcodSigningKey) self = g_new0 (PalcodSigningKey, 1);

  if (!g_file_get_contents (path, &self->public_pem, NULL, error))
    return NULL;

  if (strstr (self->public_pem, "-----BEGIN PUBLIC KEY-----") == NULL)
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFIG,
                   "%s is not a public key; copy " PUBLIC_NAME " from the state folder of the "
                   "token service", path);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
palcod_signing_key_free (PalcodSigningKey *self)
{
  palco_secret_free (self->private_pem);
  g_free (self->public_pem);
  g_free (self);
}
