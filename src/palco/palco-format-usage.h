/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/* Facts about usage in the user's language. All return a new string. */

char *palco_format_month            (guint          year,
                                     guint          month);
char *palco_format_day              (guint          year,
                                     guint          month,
                                     guint          day);
char *palco_format_usage_cost       (PalcoUsageRow *row);
char *palco_format_usage_sessions   (PalcoUsageRow *row);
char *palco_format_usage_unpriced   (PalcoUsageRow *row);

G_END_DECLS
