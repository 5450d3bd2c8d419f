/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_LATENCY_MONITOR (palco_latency_monitor_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoLatencyMonitor, palco_latency_monitor, PALCO, LATENCY_MONITOR, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoLatencyMonitor *palco_latency_monitor_new             (void);
PALCO_AVAILABLE_IN_1_0
GListModel          *palco_latency_monitor_get_regions     (PalcoLatencyMonitor  *self);
PALCO_AVAILABLE_IN_1_0
void                 palco_latency_monitor_set_regions     (PalcoLatencyMonitor  *self,
                                                            GListModel           *regions);
PALCO_AVAILABLE_IN_1_0
gboolean             palco_latency_monitor_get_active      (PalcoLatencyMonitor  *self);
PALCO_AVAILABLE_IN_1_0
void                 palco_latency_monitor_set_active      (PalcoLatencyMonitor  *self,
                                                            gboolean              active);
PALCO_AVAILABLE_IN_1_0
gboolean             palco_latency_monitor_get_measuring   (PalcoLatencyMonitor  *self);
PALCO_AVAILABLE_IN_1_0
PalcoRegion         *palco_latency_monitor_get_nearest     (PalcoLatencyMonitor  *self);
PALCO_AVAILABLE_IN_1_0
GDateTime           *palco_latency_monitor_get_measured_at (PalcoLatencyMonitor  *self);
PALCO_AVAILABLE_IN_1_0
void                 palco_latency_monitor_measure         (PalcoLatencyMonitor  *self);
PALCO_AVAILABLE_IN_1_0
void                 palco_latency_monitor_measure_async   (PalcoLatencyMonitor  *self,
                                                            GCancellable         *cancellable,
                                                            GAsyncReadyCallback   callback,
                                                            gpointer              user_data);
PALCO_AVAILABLE_IN_1_0
gboolean             palco_latency_monitor_measure_finish  (PalcoLatencyMonitor  *self,
                                                            GAsyncResult         *result,
                                                            GError              **error);

G_END_DECLS
