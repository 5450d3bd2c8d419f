/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PALCO_TYPE_ADAPTIVE_BOX (palco_adaptive_box_get_type ())

G_DECLARE_FINAL_TYPE (PalcoAdaptiveBox, palco_adaptive_box, PALCO, ADAPTIVE_BOX, GtkWidget)

G_END_DECLS
