/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_USAGE (palco_usage_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoUsage, palco_usage, PALCO, USAGE, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoUsage     *palco_usage_new            (GPtrArray        *entries,
                                            guint             year,
                                            guint             month,
                                            GTimeZone        *zone);
PALCO_AVAILABLE_IN_1_0
guint           palco_usage_get_year       (PalcoUsage       *self);
PALCO_AVAILABLE_IN_1_0
guint           palco_usage_get_month      (PalcoUsage       *self);
PALCO_AVAILABLE_IN_1_0
guint           palco_usage_get_n_days     (PalcoUsage       *self);
PALCO_AVAILABLE_IN_1_0
PalcoUsageRow  *palco_usage_get_total      (PalcoUsage       *self);
PALCO_AVAILABLE_IN_1_0
GListModel     *palco_usage_get_sizes      (PalcoUsage       *self);
PALCO_AVAILABLE_IN_1_0
GListModel     *palco_usage_get_days       (PalcoUsage       *self);
PALCO_AVAILABLE_IN_1_0
char           *palco_usage_to_csv         (PalcoUsage       *self,
                                            PalcoAccountList *accounts);

G_END_DECLS
