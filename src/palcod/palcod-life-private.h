/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-host-link.h"
#include "palcod-life.h"

G_BEGIN_DECLS

struct _PalcodLife
{
  GObject            parent_instance;
  PalcodLifeContext *context;
  PalcodSession     *session;
  PalcodSaver       *saver;
  PalcodHostLink    *link;
  GCancellable      *start_cancellable;   /* while the allocator looks for a server */
  guint              start_id;            /* start time-out */
  guint              lease_id;
  guint              grace_id;            /* host out of touch */
  gboolean           has_left;
};

PalcoState palcod_life_get_state    (PalcodLife       *self);
gboolean   palcod_life_is_ended     (PalcodLife       *self);
void       palcod_life_emit_changed (PalcodLife       *self);
void       palcod_life_become_ready (PalcodLife       *self);
void       palcod_life_lose_host    (PalcodLife       *self,
                                     const char       *code,
                                     const char       *message);
void       palcod_life_arm_grace    (PalcodLife       *self);
void       palcod_life_drop_link    (PalcodLife       *self);
void       palcod_life_tell_host    (PalcodLife       *self,
                                     PalcoControlType  type);

G_END_DECLS
