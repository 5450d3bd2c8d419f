/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_SIZE_BOX (palco_size_box_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSizeBox, palco_size_box, PALCO, SIZE_BOX, AdwBin)

void       palco_size_box_set_account   (PalcoSizeBox *self,
                                         PalcoAccount *account);
void       palco_size_box_set_sizes     (PalcoSizeBox *self,
                                         GListModel   *sizes);
void       palco_size_box_set_wanted_id (PalcoSizeBox *self,
                                         const char   *size_id);
PalcoSize *palco_size_box_get_selected  (PalcoSizeBox *self);

G_END_DECLS
