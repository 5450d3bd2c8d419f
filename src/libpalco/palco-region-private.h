/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-region.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  const char *name;         /* NULL: the id */
  const char *endpoint;
  gboolean    has_location;
  double      latitude;
  double      longitude;
  const char *probe_host;   /* NULL: that of the endpoint */
  guint       probe_port;   /* 0: that of the endpoint */
} PalcoRegionInfo;

PalcoRegion *palco_region_new (const PalcoRegionInfo *info);

G_END_DECLS
