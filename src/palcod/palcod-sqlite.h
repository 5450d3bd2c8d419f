/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* SQLite in GLib's manner: GError in domain PALCOD_ERROR, automatic cleanup. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

sqlite3      *palcod_sqlite_open      (const char    *path,
                                       GError       **error);
gboolean      palcod_sqlite_exec      (sqlite3       *db,
                                       const char    *sql,
                                       GError       **error);
sqlite3_stmt *palcod_sqlite_prepare   (sqlite3       *db,
                                       const char    *sql,
                                       GError       **error);
gboolean      palcod_sqlite_finish    (sqlite3       *db,
                                       sqlite3_stmt  *stmt,
                                       GError       **error);
gboolean      palcod_sqlite_migrate   (sqlite3       *db,
                                       const char    *resource_path,
                                       guint          latest_version,
                                       GError       **error);
void          palcod_sqlite_set_error (sqlite3       *db,
                                       GError       **error);
char         *palcod_sqlite_column    (sqlite3_stmt  *stmt,
                                       int            column);

G_END_DECLS
