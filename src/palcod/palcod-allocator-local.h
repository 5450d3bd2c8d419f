/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-allocator.h"
#include "palcod-config.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_ALLOCATOR_LOCAL (palcod_allocator_local_get_type ())

G_DECLARE_FINAL_TYPE (PalcodAllocatorLocal, palcod_allocator_local,
                      PALCOD, ALLOCATOR_LOCAL, GObject)

/* Runs palco-host on this machine, as many at a time as each size's capacity allows. Hosts
 * outlive it, for the next palcod to adopt. @config must live as long. */
PalcodAllocator *palcod_allocator_local_new (const PalcodConfig *config);

G_END_DECLS
