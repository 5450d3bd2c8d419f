/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_PRICE_GROUP (palco_price_group_get_type ())

G_DECLARE_FINAL_TYPE (PalcoPriceGroup, palco_price_group, PALCO, PRICE_GROUP, AdwPreferencesGroup)

GtkWidget *palco_price_group_new             (PalcoPriceTable *table,
                                              GListModel      *sizes);
GtkWidget *palco_price_group_new_for_account (PalcoConnection *connection,
                                              PalcoAccount    *account);

G_END_DECLS
