/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-trust.h"

#include <string.h>

#define PEM_BEGIN "-----BEGIN CERTIFICATE-----"

/* Returns: (transfer full): all certificates in @pem, none for NULL. GIO's own list reader
 * takes a file, and its reader of one text takes what follows the first for its issuers. */
GPtrArray *
host_trust_parse (const char  *pem,
                  GError     **error)
{
  g_autoptr(GPtrArray) authorities = g_ptr_array_new_with_free_func (g_object_unref);
  const char *begin = pem != NULL ? strstr (pem, PEM_BEGIN) : NULL;

  if (pem != NULL && begin == NULL)
    {
      g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                   "The authority to trust holds no certificate in PEM form");
      return NULL;
    }

  while (begin != NULL)
    {
      const char *next = strstr (begin + strlen (PEM_BEGIN), PEM_BEGIN);
      GTlsCertificate *authority =
        g_tls_certificate_new_from_pem (begin, next != NULL ? next - begin : -1, error);

      if (authority == NULL)
        return NULL;

      g_ptr_array_add (authorities, authority);
      begin = next;
    }

  return g_steal_pointer (&authorities);
}

/* Whether one of @authorities vouches for @certificate and the host of @uri. The system's
 * have been asked by then. */
gboolean
host_trust_accepts (GPtrArray       *authorities,
                    GTlsCertificate *certificate,
                    GUri            *uri)
{
  g_autoptr(GSocketConnectable) identity =
    g_network_address_new (g_uri_get_host (uri), MAX (g_uri_get_port (uri), 0));

  for (guint i = 0; i < authorities->len; i++)
    {
      if (g_tls_certificate_verify (certificate, identity, authorities->pdata[i]) == 0)
        return TRUE;
    }

  return FALSE;
}
