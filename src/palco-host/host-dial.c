/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-dial.h"

#include "host-trust.h"
#include "palco-secret.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define UNACKNOWLEDGED_MSECS 20000

/* Unencrypted only where nobody else can listen. */
gboolean
host_dial_check_url (const char  *url,
                     GError     **error)
{
  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, error);
  g_autoptr(GInetAddress) address = NULL;
  const char *host;

  if (uri == NULL)
    return FALSE;

  host = g_uri_get_host (uri);
  address = host != NULL ? g_inet_address_new_from_string (host) : NULL;
  if (host != NULL && *host != '\0' && g_str_equal (g_uri_get_scheme (uri), "wss"))
    return TRUE;
  if (address != NULL && g_inet_address_get_is_loopback (address) &&
      g_str_equal (g_uri_get_scheme (uri), "ws"))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "The control address “%s” must begin with wss:, or with ws: and be a loopback "
               "address", url);

  return FALSE;
}

static gboolean
accept_certificate_cb (SoupMessage          *message,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  flags,
                       GPtrArray            *authorities)
{
  return host_trust_accepts (authorities, certificate, soup_message_get_uri (message));
}

static void
release_authorities (gpointer  authorities,
                     GClosure *closure)
{
  g_ptr_array_unref (authorities);
}

/* Pings alone do not find a service whose machine is gone: TCP would try for a quarter of an
 * hour to deliver them. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *stream)
{
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (stream))
    g_socket_set_option (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)),
                         IPPROTO_TCP, TCP_USER_TIMEOUT, UNACKNOWLEDGED_MSECS, NULL);
}

/* Trusts @authorities (GTlsCertificate) besides the system's. */
SoupMessage *
host_dial_message_new (const char *url,
                       const char *token,
                       GPtrArray  *authorities)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, url);
  g_autoptr(PalcoSecret) authorization = g_strconcat ("Bearer ", token, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Authorization", authorization);
  g_signal_connect_data (message, "accept-certificate", G_CALLBACK (accept_certificate_cb),
                         g_ptr_array_ref (authorities), release_authorities, 0);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), NULL);

  return message;
}
