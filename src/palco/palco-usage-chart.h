/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>
#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_USAGE_CHART (palco_usage_chart_get_type ())

G_DECLARE_FINAL_TYPE (PalcoUsageChart, palco_usage_chart, PALCO, USAGE_CHART, GtkWidget)

/* How many sizes have a colour of their own; more begin again. */
#define PALCO_USAGE_CHART_N_COLORS 4

void  palco_usage_chart_set_usage   (PalcoUsageChart *self,
                                     PalcoUsage      *usage);
guint palco_usage_chart_get_axis    (gint64           most_seconds);
char *palco_usage_chart_dup_tooltip (PalcoUsageChart *self,
                                     guint            day);

G_END_DECLS
