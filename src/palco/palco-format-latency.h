/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/* How far a region is, in words and style classes. A latency may be NULL: not measured yet.
 * Those that return char * return a new string. */

const char *palco_format_grade_class     (PalcoLatencyGrade  grade);
char       *palco_format_latency         (PalcoLatency      *latency);
char       *palco_format_latency_spoken  (PalcoLatency      *latency);
char       *palco_format_latency_details (PalcoLatency      *latency);
char       *palco_format_latency_table   (GListModel        *regions);

G_END_DECLS
