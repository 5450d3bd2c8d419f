/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOST_TYPE_HANDSHAKE (host_handshake_get_type ())

G_DECLARE_FINAL_TYPE (HostHandshake, host_handshake, HOST, HANDSHAKE, GObject)

/* Where viewers knock. There is no picture yet, so each is told so and hung up on, but the
 * place for one viewer at a time (rule 41) is real: who asks first holds it until their
 * connection closes, unless it was a page of somebody else that made a browser ask. Emits
 * “client-changed” when it is taken and when it is free again, “used” for what the one who holds
 * it asks for. */
HostHandshake *host_handshake_new        (const char       *bind_address,
                                          GTlsCertificate  *certificate,
                                          const char       *hostname,
                                          GError          **error);
guint          host_handshake_get_port   (HostHandshake    *self);
gboolean       host_handshake_has_client (HostHandshake    *self);

G_END_DECLS
