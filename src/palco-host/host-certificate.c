/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-certificate.h"

#include "palco-protocol.h"
#include "palco-secret.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>

#include <string.h>
#include <time.h>

/* Clocks of viewers may be late. A session cannot outlive its longest lease. */
#define SKEW_SECS     3600
#define LIFETIME_SECS (PALCO_LEASE_MAX_MINUTES * 60 + SKEW_SECS)
#define SERIAL_BYTES  16

static int
make_key (gnutls_x509_privkey_t key)
{
  return gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
}

static int
set_name (gnutls_x509_crt_t  certificate,
          const char        *hostname)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (hostname);

  if (address != NULL)
    return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS,
                                                 g_inet_address_to_bytes (address),
                                                 g_inet_address_get_native_size (address),
                                                 GNUTLS_FSAN_SET);

  return gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME,
                                               hostname, strlen (hostname), GNUTLS_FSAN_SET);
}

static int
set_serial (gnutls_x509_crt_t certificate)
{
  guint8 serial[SERIAL_BYTES];
  int status = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);

  /* A serial number is positive. */
  serial[0] &= 0x7f;

  return status < 0 ? status : gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
}

static int
set_purpose (gnutls_x509_crt_t certificate)
{
  int status = gnutls_x509_crt_set_basic_constraints (certificate, 0, -1);

  if (status >= 0)
    status = gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
  if (status >= 0)
    status = gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);

  return status;
}

static int
make_certificate (gnutls_x509_crt_t      certificate,
                  gnutls_x509_privkey_t  key,
                  const char            *hostname)
{
  static const char name[] = "CN=Palco session";
  time_t now = time (NULL);
  int status;

  if ((status = gnutls_x509_crt_set_version (certificate, 3)) < 0 ||
      (status = set_serial (certificate)) < 0 ||
      (status = gnutls_x509_crt_set_dn (certificate, name, NULL)) < 0 ||
      (status = set_name (certificate, hostname)) < 0 ||
      (status = gnutls_x509_crt_set_activation_time (certificate, now - SKEW_SECS)) < 0 ||
      (status = gnutls_x509_crt_set_expiration_time (certificate, now + LIFETIME_SECS)) < 0 ||
      (status = set_purpose (certificate)) < 0 ||
      (status = gnutls_x509_crt_set_key (certificate, key)) < 0)
    return status;

  return gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
}

static void
clear_datum (gnutls_datum_t *datum)
{
  if (datum->data != NULL)
    explicit_bzero (datum->data, datum->size);

  gnutls_free (datum->data);
}

/* Both in one text, the form that GIO takes. */
static int
export_pem (gnutls_x509_crt_t       certificate,
            gnutls_x509_privkey_t   key,
            char                  **pem)
{
  gnutls_datum_t certificate_pem = { NULL, 0 };
  gnutls_datum_t key_pem = { NULL, 0 };
  int status = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &certificate_pem);

  if (status >= 0)
    status = gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL,
                                                GNUTLS_PKCS_PLAIN, &key_pem);
  if (status >= 0)
    *pem = g_strconcat ((char *) certificate_pem.data, (char *) key_pem.data, NULL);

  clear_datum (&certificate_pem);
  clear_datum (&key_pem);

  return status;
}

/* A certificate for this session only, signed by itself; its key never leaves memory.
 * GIO reads certificates but makes none, so GnuTLS, which GIO stands on, does. */
GTlsCertificate *
host_certificate_new (const char  *hostname,
                      GError     **error)
{
  gnutls_x509_privkey_t key = NULL;
  gnutls_x509_crt_t certificate = NULL;
  GTlsCertificate *result = NULL;
  char *pem = NULL;
  int status;

  if ((status = gnutls_x509_privkey_init (&key)) >= 0 &&
      (status = gnutls_x509_crt_init (&certificate)) >= 0 &&
      (status = make_key (key)) >= 0 &&
      (status = make_certificate (certificate, key, hostname)) >= 0 &&
      (status = export_pem (certificate, key, &pem)) >= 0)
    {
      result = g_tls_certificate_new_from_pem (pem, -1, error);
    }
  else
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   "Cannot make the session's certificate: %s", gnutls_strerror (status));
    }

  palco_secret_free (pem);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);

  return result;
}
