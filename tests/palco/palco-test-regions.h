/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-region.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  double      latitude;
  double      longitude;
} PalcoTestRegion;

#define PALCO_TEST_N_REGIONS 60

/* As many as a big provider has, and where it has them: half of them in Europe. */
extern const PalcoTestRegion palco_test_regions[PALCO_TEST_N_REGIONS];

PalcoRegion *palco_test_region_new         (const char  *name,
                                            double       latitude,
                                            double       longitude);
void         palco_test_region_set_latency (PalcoRegion *region,
                                            double       milliseconds);
GListModel  *palco_test_regions_new        (guint        n_regions);
void         palco_test_load_style         (void);

G_END_DECLS
