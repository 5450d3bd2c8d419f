/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-http-private.h"
#include "palco-latency-probe.h"

G_BEGIN_DECLS

/* What was found of one region: its latency, or later its sizes; the other is NULL. */
typedef void (*PalcoSurveyFunc) (PalcoRegion  *region,
                                 PalcoLatency *latency,
                                 GListModel   *sizes,
                                 gpointer      user_data);

void     palco_latency_survey_async  (GPtrArray               *regions,
                                      const PalcoProbeTiming  *timing,
                                      PalcoHttp               *http,
                                      PalcoSurveyFunc          report,
                                      GObject                 *reporter,
                                      GCancellable            *cancellable,
                                      GAsyncReadyCallback      callback,
                                      gpointer                 user_data);
gboolean palco_latency_survey_finish (GAsyncResult            *result,
                                      GError                 **error);

G_END_DECLS
