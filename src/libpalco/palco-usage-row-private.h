/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-history-entry.h"
#include "palco-usage-row.h"

G_BEGIN_DECLS

PalcoUsageRow *palco_usage_row_new         (guint              day,
                                            const char        *size_id);
void           palco_usage_row_add         (PalcoUsageRow     *self,
                                            PalcoHistoryEntry *entry,
                                            gint64             seconds);
void           palco_usage_row_add_session (PalcoUsageRow     *self);

G_END_DECLS
