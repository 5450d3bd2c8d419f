/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-latency.h"

G_BEGIN_DECLS

/* Every wait of a measurement, in one place, so that tests need not wait. */
typedef struct
{
  guint connect_msecs;   /* below the second after which the kernel repeats a lost SYN */
  guint gap_msecs;       /* at least, between two samples of a region */
  guint enough_msecs;    /* after this no more than the least samples are taken */
  guint limit_msecs;     /* for a region, with looking up its name */
  guint n_least;
  guint n_most;
} PalcoProbeTiming;

/* A near region gets many samples in the time that a far one needs for few, and the near ones are
 * those that differ by little. */
#define PALCO_PROBE_TIMING_INIT { \
  .connect_msecs = 950,           \
  .gap_msecs = 25,                \
  .enough_msecs = 1200,           \
  .limit_msecs = 4000,            \
  .n_least = 5,                   \
  .n_most = 15,                   \
}

void          palco_latency_probe_async  (const char              *host,
                                          guint                    port,
                                          const PalcoProbeTiming  *timing,
                                          GProxyResolver          *proxies,
                                          GCancellable            *cancellable,
                                          GAsyncReadyCallback      callback,
                                          gpointer                 user_data);
PalcoLatency *palco_latency_probe_finish (GAsyncResult            *result,
                                          GError                 **error);

G_END_DECLS
