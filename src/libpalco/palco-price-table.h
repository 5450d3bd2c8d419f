/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_PRICE_TABLE (palco_price_table_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoPriceTable, palco_price_table, PALCO, PRICE_TABLE, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoPriceTable  *palco_price_table_new         (void);
PALCO_AVAILABLE_IN_1_0
PalcoPriceTable  *palco_price_table_get_default (void);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_price_table_lookup      (PalcoPriceTable *self,
                                                 const char      *size_id,
                                                 double          *per_hour,
                                                 const char     **currency);
PALCO_AVAILABLE_IN_1_0
void              palco_price_table_set         (PalcoPriceTable *self,
                                                 const char      *size_id,
                                                 double           per_hour,
                                                 const char      *currency);
PALCO_AVAILABLE_IN_1_0
void              palco_price_table_remove      (PalcoPriceTable *self,
                                                 const char      *size_id);

PALCO_AVAILABLE_IN_1_0
gboolean          palco_price_for               (PalcoAccount    *account,
                                                 PalcoSize       *size,
                                                 double          *per_hour,
                                                 const char     **currency,
                                                 gboolean        *is_estimate);

G_END_DECLS
