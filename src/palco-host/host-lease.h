/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOST_TYPE_LEASE (host_lease_get_type ())

G_DECLARE_FINAL_TYPE (HostLease, host_lease, HOST, LEASE, GObject)

/* The host's own count of the session's time, on a clock that goes on during suspend and
 * that nobody can set. Emits “expired” once, also when palcod has long been gone. */
HostLease *host_lease_new            (void);
gboolean   host_lease_set_msecs_left (HostLease  *self,
                                      gint64      msecs_left,
                                      GError    **error);
gint64     host_lease_get_msecs_left (HostLease  *self);

G_END_DECLS
