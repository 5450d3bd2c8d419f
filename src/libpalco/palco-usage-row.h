/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_USAGE_ROW (palco_usage_row_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoUsageRow, palco_usage_row, PALCO, USAGE_ROW, GObject)

PALCO_AVAILABLE_IN_1_0
guint        palco_usage_row_get_day              (PalcoUsageRow *self);
PALCO_AVAILABLE_IN_1_0
const char  *palco_usage_row_get_size_id          (PalcoUsageRow *self);
PALCO_AVAILABLE_IN_1_0
gint64       palco_usage_row_get_seconds          (PalcoUsageRow *self);
PALCO_AVAILABLE_IN_1_0
gint64       palco_usage_row_get_unpriced_seconds (PalcoUsageRow *self);
PALCO_AVAILABLE_IN_1_0
guint        palco_usage_row_get_n_sessions       (PalcoUsageRow *self);
PALCO_AVAILABLE_IN_1_0
guint        palco_usage_row_get_n_costs          (PalcoUsageRow *self);
PALCO_AVAILABLE_IN_1_0
double       palco_usage_row_get_cost             (PalcoUsageRow *self,
                                                   guint          index,
                                                   const char   **currency,
                                                   gboolean      *is_estimate);

G_END_DECLS
