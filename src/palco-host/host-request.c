/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-request.h"

#include "host-port.h"

/* Against DNS rebinding: a page of somebody else can make its own name lead here, but neither
 * an address nor a name of ours. The port may differ: people use tunnels. */
static gboolean
is_ours (const char *host_and_port,
         const char *hostname)
{
  g_autoptr(GSocketConnectable) connectable = NULL;
  const char *host;

  if (host_and_port == NULL || *host_and_port == '\0')
    return FALSE;

  connectable = g_network_address_parse (host_and_port, 80, NULL);
  if (connectable == NULL)
    return FALSE;

  host = g_network_address_get_hostname (G_NETWORK_ADDRESS (connectable));

  return g_hostname_is_ip_address (host) ||
         g_ascii_strcasecmp (host, "localhost") == 0 ||
         g_ascii_strcasecmp (host, hostname) == 0;
}

gboolean
host_request_check_host (SoupServerMessage *message,
                         const char        *hostname)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);

  if (is_ours (soup_message_headers_get_one (request, "Host"), hostname))
    return TRUE;

  host_port_answer (message, SOUP_STATUS_FORBIDDEN, "text/plain; charset=utf-8",
                    "This page answers to its server's own name or address only.\n");

  return FALSE;
}

/* Browsers send at least one of these with what a page makes them ask, and neither is for the
 * page itself to choose. */
gboolean
host_request_is_cross_site (SoupServerMessage *message)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  const char *site = soup_message_headers_get_one (request, "Sec-Fetch-Site");

  if (soup_message_headers_get_one (request, "Origin") != NULL)
    return TRUE;

  return site != NULL &&
         g_ascii_strcasecmp (site, "none") != 0 &&
         g_ascii_strcasecmp (site, "same-origin") != 0;
}
