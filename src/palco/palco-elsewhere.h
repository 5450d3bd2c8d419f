/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-keeper.h"

G_BEGIN_DECLS

#define PALCO_TYPE_ELSEWHERE (palco_elsewhere_get_type ())

G_DECLARE_FINAL_TYPE (PalcoElsewhere, palco_elsewhere, PALCO, ELSEWHERE, GtkBox)

void palco_elsewhere_set_keeper (PalcoElsewhere *self,
                                 PalcoKeeper    *keeper);

G_END_DECLS
