/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-history-entry.h"
#include "palco-journal-private.h"

G_BEGIN_DECLS

PalcoHistoryEntry *palco_history_entry_new (PalcoJournalEntry *entry);

G_END_DECLS
