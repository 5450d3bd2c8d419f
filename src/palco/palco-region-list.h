/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>
#include <palco.h>

G_BEGIN_DECLS

typedef enum
{
  PALCO_REGION_SORT_LATENCY,
  PALCO_REGION_SORT_NAME,
} PalcoRegionSort;

#define PALCO_TYPE_REGION_LIST (palco_region_list_get_type ())

G_DECLARE_FINAL_TYPE (PalcoRegionList, palco_region_list, PALCO, REGION_LIST, AdwPreferencesGroup)

GtkWidget *palco_region_list_new (PalcoLatencyMonitor *monitor);

G_END_DECLS
