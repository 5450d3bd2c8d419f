/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-address.h"

#include <arpa/inet.h>
#include <libsoup/soup.h>
#include <netinet/in.h>
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

/* As the resolver reads it: 127.1, 0 and ::ffff:127.0.0.1 are addresses of this computer too. */
static gboolean
is_own_address (const char *name)
{
  struct in_addr address;
  struct in6_addr address6;
  guint8 network;

  if (inet_aton (name, &address))
    network = ntohl (address.s_addr) >> 24;
  else if (inet_pton (AF_INET6, name, &address6) != 1)
    return FALSE;
  else if (IN6_IS_ADDR_V4MAPPED (&address6))
    network = address6.s6_addr[12];
  else
    return IN6_IS_ADDR_UNSPECIFIED (&address6);

  return network == 127 || network == 0;
}

/* Whether requests to this host may end on this computer, whatever zone it names. Wider than
 * palco_host_is_loopback (), which permits what this is there to refuse. */
gboolean
palco_host_leads_here (const char *host)
{
  g_autofree char *name = g_ascii_strdown (host, -1);
  gsize length = strcspn (name, "%");

  if (length > 0 && name[length - 1] == '.')
    length--;
  name[length] = '\0';

  return palco_host_is_loopback (name) || g_str_has_suffix (name, ".localhost") ||
         is_own_address (name);
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

/* Reads an address that a service gave, and where that led to: a service elsewhere has no
 * business with what listens on this computer. */
GUri *
palco_address_parse_given (const char  *address,
                           gboolean     is_local,
                           GError     **error)
{
  g_autoptr(GUri) uri = palco_address_parse (address, error);

  if (uri == NULL)
    return NULL;

  if (is_local || !palco_host_leads_here (g_uri_get_host (uri)))
    return g_steal_pointer (&uri);

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_INSECURE,
               "The service sends requests to “%s”, which is this computer; tell whoever runs it",
               g_uri_get_host (uri));
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
