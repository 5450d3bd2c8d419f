/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-history-entry.h"
#include "palco-usage.h"

G_BEGIN_DECLS

/* What of a session falls into one day. */
typedef struct
{
  PalcoHistoryEntry *entry;   /* owned */
  guint              day;
  gint64             start;   /* seconds since 1970 */
  gint64             end;
} PalcoUsagePart;

struct _PalcoUsage
{
  GObject        parent_instance;
  guint          year;
  guint          month;
  guint          n_days;
  GTimeZone     *zone;
  GArray        *parts;
  PalcoUsageRow *total;
  GListStore    *sizes;
  GListStore    *days;
};

G_END_DECLS
