/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-map-view.h"

G_BEGIN_DECLS

/* The coasts of the world, as map/make-land.py writes them. */
typedef struct _PalcoMapCoast PalcoMapCoast;

PalcoMapCoast *palco_map_coast_new      (const guint8        *data,
                                         gsize                length);
void           palco_map_coast_free     (PalcoMapCoast       *self);
guint          palco_map_coast_add_path (const PalcoMapCoast *self,
                                         const PalcoMapView  *view,
                                         double               tolerance,
                                         cairo_t             *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoMapCoast, palco_map_coast_free)

G_END_DECLS
