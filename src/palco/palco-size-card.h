/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_SIZE_CARD (palco_size_card_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSizeCard, palco_size_card, PALCO, SIZE_CARD, GtkToggleButton)

GtkWidget *palco_size_card_new      (PalcoSize     *size,
                                     PalcoAccount  *account);
PalcoSize *palco_size_card_get_size (PalcoSizeCard *self);
void       palco_size_card_set_size (PalcoSizeCard *self,
                                     PalcoSize     *size);

G_END_DECLS
