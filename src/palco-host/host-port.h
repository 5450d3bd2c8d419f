/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define HOST_TYPE_PORT (host_port_get_type ())

G_DECLARE_FINAL_TYPE (HostPort, host_port, HOST, PORT, GObject)

/* A web server on a free port of the session range, with limits that SoupServer has not:
 * how many may be connected, and for how long each; each connection is good for one request
 * (SoupServer keeps alive only those that it accepted itself). Emits “left” with host_port_dup_peer()
 * of a connection that has closed. */
HostPort   *host_port_new        (const char         *bind_address,
                                  GTlsCertificate    *certificate,
                                  guint               max_connections,
                                  guint               max_connection_secs,
                                  GError            **error);
guint       host_port_get_number (HostPort           *self);
SoupServer *host_port_get_server (HostPort           *self);
void        host_port_close      (HostPort           *self);

void        host_port_answer     (SoupServerMessage  *message,
                                  guint               status,
                                  const char         *content_type,
                                  const char         *body);
char       *host_port_dup_peer   (GSocketAddress     *address);

G_END_DECLS
