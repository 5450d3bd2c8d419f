/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-address.h"

#include <libsoup/soup.h>
#include <string.h>

#include "palco-error.h"

gboolean
palco_host_is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* Names of hosts come from services and go into requests to proxies, line by line. */
gboolean
palco_host_is_valid (const char *host)
{
  if (*host == '\0')
    return FALSE;

  for (const char *c = host; *c != '\0'; c++)
    {
      if (g_ascii_iscntrl (*c) || strchr (" \"#/<>?@[\\]^`{|}", *c) != NULL)
        return FALSE;
    }

  return TRUE;
}

/* Reads an address that requests may go to: HTTPS, or HTTP on this computer. */
GUri *
palco_address_parse (const char  *address,
                     GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, &local_error);
  const char *scheme;

  if (uri == NULL || g_uri_get_host (uri) == NULL || !palco_host_is_valid (g_uri_get_host (uri)))
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "“%s” is not an address; it should look like https://host.example", address);
      return NULL;
    }

  scheme = g_uri_get_scheme (uri);
  if (g_str_equal (scheme, "https") ||
      (g_str_equal (scheme, "http") && palco_host_is_loopback (g_uri_get_host (uri))))
    return g_steal_pointer (&uri);

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_INSECURE,
               "“%s” is not an https:// address: keys are sent over an encrypted connection only",
               address);
  return NULL;
}

/* Whether what one may see, the other may see as well. */
gboolean
palco_address_same_origin (GUri *a,
                           GUri *b)
{
  return g_str_equal (g_uri_get_scheme (a), g_uri_get_scheme (b)) &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         g_uri_get_port (a) == g_uri_get_port (b);
}
