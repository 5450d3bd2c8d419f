/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-session.h"

G_BEGIN_DECLS

#define PALCO_TYPE_HISTORY_ENTRY (palco_history_entry_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoHistoryEntry, palco_history_entry, PALCO, HISTORY_ENTRY, GObject)

PALCO_AVAILABLE_IN_1_0
const char       *palco_history_entry_get_account_uid   (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_history_entry_get_region_id     (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_history_entry_get_session_id    (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_history_entry_get_size_id       (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_history_entry_get_title         (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_history_entry_is_started_here   (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
guint             palco_history_entry_get_lease_minutes (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
guint             palco_history_entry_get_cap_minutes   (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
GDateTime        *palco_history_entry_get_created       (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
GDateTime        *palco_history_entry_get_ready         (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
GDateTime        *palco_history_entry_get_ended         (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
PalcoSessionState palco_history_entry_get_state         (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_history_entry_is_ended          (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_history_entry_get_error_code    (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_history_entry_get_error_message (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_history_entry_get_price         (PalcoHistoryEntry *self,
                                                         double            *per_hour,
                                                         const char       **currency,
                                                         gboolean          *is_estimate);
PALCO_AVAILABLE_IN_1_0
gint64            palco_history_entry_get_seconds       (PalcoHistoryEntry *self);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_history_entry_get_cost          (PalcoHistoryEntry *self,
                                                         double            *cost,
                                                         const char       **currency,
                                                         gboolean          *is_estimate);
PALCO_AVAILABLE_IN_1_0
gint64            palco_history_typical_start           (GPtrArray  *entries,
                                                         const char *region_id,
                                                         const char *size_id,
                                                         guint      *n_starts);

G_END_DECLS
