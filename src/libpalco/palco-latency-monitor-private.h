/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-http-private.h"
#include "palco-latency-monitor.h"
#include "palco-latency-probe.h"
#include "palco-waiters.h"

G_BEGIN_DECLS

/* When it measures again by itself. */
typedef struct
{
  guint first_gap_msecs;   /* doubled after each measurement, up to… */
  guint last_gap_msecs;
  guint settle_msecs;      /* after the network changed, which it does several times in a row */
} PalcoMonitorTiming;

#define PALCO_MONITOR_TIMING_INIT { \
  .first_gap_msecs = 30 * 1000,     \
  .last_gap_msecs = 5 * 60 * 1000,  \
  .settle_msecs = 1000,             \
}

struct _PalcoLatencyMonitor
{
  GObject             parent_instance;
  PalcoMonitorTiming  timing;
  PalcoProbeTiming    probe_timing;
  GListModel         *regions;
  GPtrArray          *known;          /* PalcoRegion: what the model had when it changed last */
  PalcoRegion        *nearest;
  GDateTime          *measured_at;
  PalcoHttp          *http;
  PalcoWaiters        waiters;        /* for the measurement under way */
  GCancellable       *run;            /* that measurement; NULL for none */
  guint               n_unmeasured;   /* regions of that measurement */
  gboolean            active;
  GCancellable       *repeats;        /* while active */
  GSource            *timer;
  guint               gap_msecs;      /* before the next repetition */
  gint64              fresh_until;    /* monotonic */
};

PalcoRegion *palco_latency_monitor_find_region     (PalcoLatencyMonitor *self,
                                                    PalcoRegion         *like);
void         palco_latency_monitor_update_nearest  (PalcoLatencyMonitor *self);
void         palco_latency_monitor_set_measured_at (PalcoLatencyMonitor *self,
                                                    GDateTime           *moment);
void         palco_latency_monitor_set_run         (PalcoLatencyMonitor *self,
                                                    GCancellable        *run);
void         palco_latency_monitor_start_repeating (PalcoLatencyMonitor *self,
                                                    gint64               msecs);
void         palco_latency_monitor_stop_repeating  (PalcoLatencyMonitor *self);

G_END_DECLS
