/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_JOURNAL (palco_journal_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoJournal, palco_journal, PALCO, JOURNAL, GObject)

PALCO_AVAILABLE_IN_1_0
char          *palco_journal_dup_default_path (void);
PALCO_AVAILABLE_IN_1_0
void           palco_journal_open_async       (const char         *path,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
PalcoJournal  *palco_journal_open_finish      (GAsyncResult *result,
                                               GError      **error);

PALCO_AVAILABLE_IN_1_0
void           palco_journal_count_open_async  (PalcoJournal       *self,
                                                PalcoAccount       *account,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gssize         palco_journal_count_open_finish (PalcoJournal *self,
                                                GAsyncResult *result,
                                                GError      **error);

PALCO_AVAILABLE_IN_1_0
void           palco_journal_load_history_async  (PalcoJournal       *self,
                                                  PalcoAccount       *account,
                                                  GDateTime          *since,
                                                  GCancellable       *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
GPtrArray     *palco_journal_load_history_finish (PalcoJournal *self,
                                                  GAsyncResult *result,
                                                  GError      **error);
PALCO_AVAILABLE_IN_1_0
void           palco_journal_set_cap_async       (PalcoJournal       *self,
                                                  PalcoAccount       *account,
                                                  PalcoSession       *session,
                                                  guint               cap_minutes,
                                                  GAsyncReadyCallback callback,
                                                  gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean       palco_journal_set_cap_finish      (PalcoJournal *self,
                                                  GAsyncResult *result,
                                                  GError      **error);

G_END_DECLS
