/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <sqlite3.h>

#include "palco-journal-private.h"

G_BEGIN_DECLS

/* The file behind a journal. These calls block: they belong to worker threads. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

sqlite3   *palco_journal_db_open      (const char          *path,
                                       GError             **error);
gboolean   palco_journal_db_write     (sqlite3             *db,
                                       PalcoJournalChange   change,
                                       GPtrArray           *entries,
                                       GError             **error);
GPtrArray *palco_journal_db_load      (sqlite3             *db,
                                       const char          *account,
                                       gint64               since,
                                       GError             **error);
gboolean   palco_journal_db_set_error (sqlite3             *db,
                                       GError             **error);

G_END_DECLS
