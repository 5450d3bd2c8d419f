/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A client that says exactly what a test wants to, while the server runs on the same main
 * context. Connecting does not block: the kernel answers for the listener. */
GSocketConnection *raw_client_connect (guint              port);
void               raw_client_say     (GSocketConnection *self,
                                       const char        *text);
char              *raw_client_hear    (GSocketConnection *self);
char              *raw_client_ask     (guint              port,
                                       const char        *text);

G_END_DECLS
