/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-manager.h"

G_BEGIN_DECLS

/* The host's end of a control channel, over a socket pair. */
typedef struct
{
  SoupWebsocketConnection *connection;
  GQueue                   received;    /* of PalcoControlMessage */
} FakeHost;

FakeHost            *fake_host_dial  (PalcodManager    *manager,
                                      gint64            uid,
                                      const char       *token);
void                 fake_host_free  (FakeHost         *self);
void                 fake_host_say   (FakeHost         *self,
                                      const char       *json);
void                 fake_host_ready (FakeHost         *self);
PalcoControlMessage *fake_host_await (FakeHost         *self,
                                      PalcoControlType  type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeHost, fake_host_free)

G_END_DECLS
