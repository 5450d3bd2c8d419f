/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PALCO_TYPE_FOLD_BOX (palco_fold_box_get_type ())

G_DECLARE_FINAL_TYPE (PalcoFoldBox, palco_fold_box, PALCO, FOLD_BOX, GtkWidget)

G_END_DECLS
