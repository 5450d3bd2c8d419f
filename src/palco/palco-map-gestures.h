/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-map-camera.h"

G_BEGIN_DECLS

void palco_map_add_gestures (GtkWidget      *widget,
                             PalcoMapCamera *camera);

G_END_DECLS
