/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-control.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOST_TYPE_SESSION (host_session_get_type ())

G_DECLARE_FINAL_TYPE (HostSession, host_session, HOST, SESSION, GObject)

typedef enum
{
  HOST_STATE_STARTING,
  HOST_STATE_READY,
  HOST_STATE_ENDING,
  HOST_STATE_ENDED,
} HostState;

/* One session, from the dial to palcod until its end. Emits “ended” once, after
 * host_session_start() succeeded; host_session_get_error() then tells what went wrong, NULL
 * for an end in order. */
HostSession  *host_session_new       (PalcoHostBootstrap  *bootstrap,
                                      guint                give_up_msecs);
gboolean      host_session_start     (HostSession         *self,
                                      GError             **error);
void          host_session_end       (HostSession         *self,
                                      const char          *reason);
HostState     host_session_get_state (HostSession         *self);
const GError *host_session_get_error (HostSession         *self);

G_END_DECLS
