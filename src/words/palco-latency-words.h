/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

const char *palco_latency_words_grade  (PalcoLatencyGrade  grade);
char       *palco_latency_words_reason (PalcoLatency      *latency);

G_END_DECLS
