/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-control.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOST_TYPE_CONTROL (host_control_get_type ())

G_DECLARE_FINAL_TYPE (HostControl, host_control, HOST, CONTROL, GObject)

#define HOST_CONTROL_ERROR (host_control_error_quark ())

typedef enum
{
  HOST_CONTROL_ERROR_UNREACHABLE,   /* palcod never welcomed us in time */
  HOST_CONTROL_ERROR_REFUSED,       /* palcod does not know this session or this token */
} HostControlError;

GQuark       host_control_error_quark (void);

/* The wire to palcod. Dials, and dials again with the token of the last welcome, until it is
 * told to end. Emits “message” (PalcoControlMessage, borrowed) for each of palcod's, welcome
 * included; “failed” (GError) at most once, when palcod is not to be had any more;
 * “closed” after host_control_end(). */
HostControl *host_control_new          (const PalcoHostBootstrap   *bootstrap,
                                        guint                       give_up_msecs,
                                        GError                    **error);
void         host_control_start        (HostControl                *self);
gboolean     host_control_send         (HostControl                *self,
                                        const PalcoControlMessage  *message);
void         host_control_end          (HostControl                *self,
                                        const char                 *reason);

G_END_DECLS
