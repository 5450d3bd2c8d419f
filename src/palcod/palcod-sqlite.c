/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-sqlite.h"

#include <gio/gio.h>

#include "palcod-error.h"
#include "palcod-resources.h"

/* `palcod account` may write while the service does: each waits for the other this long. */
#define BUSY_TIMEOUT_MS 5000

/* Durable before the answer: WAL alone would lose the last transactions in a power cut. */
static const char connection_sql[] =
  "PRAGMA journal_mode = WAL;"
  "PRAGMA synchronous = FULL;";

/* What to do about it, by primary result code. */
static const char *
get_advice (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return "Check that its disk works and has space left";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "The file is damaged: move it away or put a copy back, then start palcod again";
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "Check that the folder exists and that palcod may write to it and to the file";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "Another program keeps it locked: end that program";
    default:
      return "This should not happen: please report it";
    }
}

void
palcod_sqlite_set_error (sqlite3  *db,
                         GError  **error)
{
  int code = sqlite3_extended_errcode (db);
  const char *path = sqlite3_db_filename (db, "main");

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE,
               "The database “%s” cannot be used: %s (SQLite code %d). %s.",
               path != NULL ? path : "", sqlite3_errmsg (db), code, get_advice (code));
}

gboolean
palcod_sqlite_exec (sqlite3     *db,
                    const char  *sql,
                    GError     **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  palcod_sqlite_set_error (db, error);

  return FALSE;
}

sqlite3_stmt *
palcod_sqlite_prepare (sqlite3     *db,
                       const char  *sql,
                       GError     **error)
{
  sqlite3_stmt *stmt = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    palcod_sqlite_set_error (db, error);

  return stmt;
}

/* Runs a statement that answers no rows. */
gboolean
palcod_sqlite_finish (sqlite3       *db,
                      sqlite3_stmt  *stmt,
                      GError       **error)
{
  if (sqlite3_step (stmt) == SQLITE_DONE)
    return TRUE;

  palcod_sqlite_set_error (db, error);

  return FALSE;
}

/* Returns: (transfer full) (nullable) */
char *
palcod_sqlite_column (sqlite3_stmt *stmt,
                      int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (stmt, column));
}

/* Each connection belongs to one thread, so SQLite's own mutexes are not needed. */
sqlite3 *
palcod_sqlite_open (const char  *path,
                    GError     **error)
{
  g_autoptr(sqlite3) db = NULL;

  if (sqlite3_open_v2 (path, &db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    {
      palcod_sqlite_set_error (db, error);
      return NULL;
    }

  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);
  if (!palcod_sqlite_exec (db, connection_sql, error))
    return NULL;

  return g_steal_pointer (&db);
}

static gboolean
get_version (sqlite3  *db,
             guint    *version,
             GError  **error)
{
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (db, "PRAGMA user_version", error);

  if (stmt == NULL)
    return FALSE;

  if (sqlite3_step (stmt) != SQLITE_ROW)
    {
      palcod_sqlite_set_error (db, error);
      return FALSE;
    }

  *version = sqlite3_column_int (stmt, 0);

  return TRUE;
}

static gboolean
check_version (sqlite3  *db,
               guint     version,
               guint     latest_version,
               GError  **error)
{
  if (version <= latest_version)
    return TRUE;

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE,
               "The database “%s” was written by a newer palcod (its version is %u, this "
               "palcod knows up to %u). Start the newer one.",
               sqlite3_db_filename (db, "main"), version, latest_version);

  return FALSE;
}

static gboolean
run_step (sqlite3     *db,
          const char  *resource_path,
          guint        version,
          GError     **error)
{
  g_autofree char *path = g_strdup_printf ("%s/%u.sql", resource_path, version);
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %u", version);
  g_autoptr(GBytes) sql = g_resource_lookup_data (palcod_get_resource (), path,
                                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  /* The data of a resource is followed by a zero byte. */
  return sql != NULL &&
         palcod_sqlite_exec (db, g_bytes_get_data (sql, NULL), error) &&
         palcod_sqlite_exec (db, pragma, error);
}

static gboolean
run_steps (sqlite3     *db,
           const char  *resource_path,
           guint        latest_version,
           GError     **error)
{
  guint version;

  /* Read again: another program may have been faster. */
  if (!get_version (db, &version, error) ||
      !check_version (db, version, latest_version, error))
    return FALSE;

  while (version < latest_version)
    {
      if (!run_step (db, resource_path, ++version, error))
        return FALSE;
    }

  return TRUE;
}

/* Brings the database to @latest_version by the resources @resource_path/1.sql and so on,
 * all in one transaction: after a crash it is as before. */
gboolean
palcod_sqlite_migrate (sqlite3     *db,
                       const char  *resource_path,
                       guint        latest_version,
                       GError     **error)
{
  guint version;

  if (!get_version (db, &version, error) ||
      !check_version (db, version, latest_version, error))
    return FALSE;

  if (version == latest_version)
    return TRUE;

  if (palcod_sqlite_exec (db, "BEGIN IMMEDIATE", error) &&
      run_steps (db, resource_path, latest_version, error) &&
      palcod_sqlite_exec (db, "COMMIT", error))
    return TRUE;

  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}
