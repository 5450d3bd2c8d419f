/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-life.h"
#include "palcod-manager.h"
#include "palcod-registry.h"

G_BEGIN_DECLS

struct _PalcodManager
{
  GObject            parent_instance;
  PalcodLifeContext  context;
  PalcodRegistry    *registry;
  GHashTable        *lives;       /* PalcodSession → PalcodLife, of those not settled */
  GHashTable        *creations;   /* account and id → Creation, of those being stored */
  GTask             *drain;       /* waits for all lives to settle */
  guint              drain_id;    /* and its limit */
  guint              prune_id;
};

PalcodLife *palcod_manager_add_life     (PalcodManager *self,
                                         PalcodSession *session);
void        palcod_manager_emit_changed (PalcodManager *self,
                                         PalcodSession *session);

G_END_DECLS
