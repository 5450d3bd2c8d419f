/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

/**
 * PalcoLatencyGrade:
 * @PALCO_LATENCY_GRADE_UNKNOWN: not measured yet
 * @PALCO_LATENCY_GRADE_RECOMMENDED: a round trip of up to 70 ms
 * @PALCO_LATENCY_GRADE_USABLE: up to 100 ms
 * @PALCO_LATENCY_GRADE_SLOW: more
 * @PALCO_LATENCY_GRADE_UNREACHABLE: no answer
 *
 * How good a region feels, with the limits that Azure Remote Rendering names.
 *
 * Since: 1.0
 */
typedef enum
{
  PALCO_LATENCY_GRADE_UNKNOWN,
  PALCO_LATENCY_GRADE_RECOMMENDED,
  PALCO_LATENCY_GRADE_USABLE,
  PALCO_LATENCY_GRADE_SLOW,
  PALCO_LATENCY_GRADE_UNREACHABLE,
} PalcoLatencyGrade;

#define PALCO_TYPE_LATENCY (palco_latency_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoLatency, palco_latency, PALCO, LATENCY, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoLatency      *palco_latency_new_measured    (const double  *samples,
                                                  gsize          n_samples,
                                                  guint          n_sent,
                                                  const char    *proxy,
                                                  GDateTime     *measured_at);
PALCO_AVAILABLE_IN_1_0
PalcoLatency      *palco_latency_new_unreachable (const GError  *error,
                                                  guint          n_sent,
                                                  const char    *proxy,
                                                  GDateTime     *measured_at);
PALCO_AVAILABLE_IN_1_0
PalcoLatencyGrade  palco_latency_get_grade       (PalcoLatency  *self);
PALCO_AVAILABLE_IN_1_0
double             palco_latency_get_median      (PalcoLatency  *self);
PALCO_AVAILABLE_IN_1_0
int                palco_latency_compare         (PalcoLatency  *a,
                                                  PalcoLatency  *b);
PALCO_AVAILABLE_IN_1_0
double             palco_latency_get_jitter      (PalcoLatency  *self);
PALCO_AVAILABLE_IN_1_0
double             palco_latency_get_loss        (PalcoLatency  *self);
PALCO_AVAILABLE_IN_1_0
guint              palco_latency_get_n_sent      (PalcoLatency  *self);
PALCO_AVAILABLE_IN_1_0
guint              palco_latency_get_n_answered  (PalcoLatency  *self);
PALCO_AVAILABLE_IN_1_0
const char        *palco_latency_get_proxy       (PalcoLatency  *self);
PALCO_AVAILABLE_IN_1_0
const GError      *palco_latency_get_error       (PalcoLatency  *self);
PALCO_AVAILABLE_IN_1_0
GDateTime         *palco_latency_get_measured_at (PalcoLatency  *self);

G_END_DECLS
