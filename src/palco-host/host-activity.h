/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOST_TYPE_ACTIVITY (host_activity_get_type ())

G_DECLARE_FINAL_TYPE (HostActivity, host_activity, HOST, ACTIVITY, GObject)

/* When somebody last used the session: whatever serves people notes it here. Emits “report”
 * when the service should hear of it, at once and then at most every ten seconds, so that not
 * each movement of a pointer is a message. Nothing wakes up while nobody does anything. */
HostActivity *host_activity_new            (void);
void          host_activity_begin          (HostActivity *self);
void          host_activity_note           (HostActivity *self);
gint64        host_activity_get_msecs_idle (HostActivity *self);

G_END_DECLS
