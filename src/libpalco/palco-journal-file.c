/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-db.h"

#include <glib/gstdio.h>

#include "palco-error.h"
#include "palco-journal-owner.h"
#include "palco-resources.h"

/* How the file is opened: whole, and of this version. */

/* Each brings a file from the version before to its own; the last one is that of this code. */
static const char * const schemas[] = {
  "/io/github/palco/Palco/lib/journal-1.sql",
  "/io/github/palco/Palco/lib/journal-2.sql",
};

#define SCHEMA_VERSION ((int) G_N_ELEMENTS (schemas))

/* The window and the command line write to the same file. */
#define BUSY_TIMEOUT_MSECS 5000
#define RETRY_MSECS        5

/* This month and the twelve before it; the ids of longer ago serve nobody. */
#define HISTORY_SECS (13 * 31 * 24 * 60 * 60)

static const char *
get_advice (int code)
{
  switch (code)
    {
    case SQLITE_FULL:
      return "Make room on the disk, then try again";

    case SQLITE_BUSY:
      return "Another program writes to it: try again";

    default:
      return "Check the folder it is in, then try again";
    }
}

gboolean
palco_journal_db_set_error (sqlite3  *db,
                            GError  **error)
{
  g_set_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE,
               "The journal of sessions cannot be used: %s. %s", sqlite3_errmsg (db),
               get_advice (sqlite3_errcode (db)));

  return FALSE;
}

static gboolean
execute (sqlite3     *db,
         const char  *sql,
         GError     **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  return palco_journal_db_set_error (db, error);
}

static gboolean
read_version (sqlite3  *db,
              int      *version,
              GError  **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;

  if (sqlite3_prepare_v2 (db, "PRAGMA user_version", -1, &stmt, NULL) != SQLITE_OK ||
      sqlite3_step (stmt) != SQLITE_ROW)
    return palco_journal_db_set_error (db, error);

  *version = sqlite3_column_int (stmt, 0);

  return TRUE;
}

static gboolean
apply_schema (sqlite3     *db,
              const char  *name,
              GError     **error)
{
  g_autoptr(GBytes) schema = g_resource_lookup_data (palco_get_resource (), name,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return execute (db, g_bytes_get_data (schema, NULL), error);
}

/* Another program may have brought it up to date while this one waited. */
static gboolean
apply_schemas (sqlite3  *db,
               GError  **error)
{
  int version;

  if (!read_version (db, &version, error))
    return FALSE;

  for (int i = version; i < SCHEMA_VERSION; i++)
    {
      if (!apply_schema (db, schemas[i], error))
        return FALSE;
    }

  return TRUE;
}

/* All of it or nothing: a program that is killed, or a disk that is full, leaves the old one. */
static gboolean
update_schema (sqlite3  *db,
               GError  **error)
{
  if (!execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (apply_schemas (db, error) && execute (db, "COMMIT", error))
    return TRUE;

  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}

static gboolean
check_schema (sqlite3  *db,
              GError  **error)
{
  int version;

  if (!read_version (db, &version, error))
    return FALSE;

  if (version < SCHEMA_VERSION)
    return update_schema (db, error);

  if (version == SCHEMA_VERSION)
    return TRUE;

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE,
               "The journal of sessions was written by a newer version of Palco; use that one");

  return FALSE;
}

static gboolean
purge_history (sqlite3  *db,
               GError  **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;

  if (sqlite3_prepare_v2 (db, "DELETE FROM session WHERE phase = 2 AND changed < ?1",
                          -1, &stmt, NULL) != SQLITE_OK ||
      sqlite3_bind_int64 (stmt, 1,
                          g_get_real_time () / G_USEC_PER_SEC - HISTORY_SECS) != SQLITE_OK ||
      sqlite3_step (stmt) != SQLITE_DONE)
    return palco_journal_db_set_error (db, error);

  return TRUE;
}

/* Whoever opens a new file at the same time holds a lock for which SQLite does not wait by itself. */
static gboolean
use_wal (sqlite3  *db,
         GError  **error)
{
  gint64 limit = g_get_monotonic_time () + BUSY_TIMEOUT_MSECS * G_TIME_SPAN_MILLISECOND;

  while (sqlite3_exec (db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) == SQLITE_BUSY &&
         g_get_monotonic_time () < limit)
    sqlite3_sleep (RETRY_MSECS);

  return sqlite3_errcode (db) == SQLITE_OK || palco_journal_db_set_error (db, error);
}

/* A disk that is full must not keep anybody from seeing the sessions: only what needs to
 * be written fails. */
static gboolean
prepare (sqlite3  *db,
         GError  **error)
{
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MSECS);

  if (!palco_journal_owner_attach (db))
    return palco_journal_db_set_error (db, error);

  if (!use_wal (db, error) ||
      !execute (db, "PRAGMA synchronous = FULL", error) ||
      !check_schema (db, error))
    return FALSE;

  purge_history (db, NULL);

  return TRUE;
}

static gboolean
is_intact (sqlite3 *db)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  int result;

  result = sqlite3_prepare_v2 (db, "PRAGMA quick_check (1)", -1, &stmt, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_step (stmt);

  if (result == SQLITE_ROW)
    return g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), "ok") == 0;

  return result != SQLITE_CORRUPT && result != SQLITE_NOTADB;
}

/* What was in it may still be of use to somebody, so it is kept; and whoever opens it next
 * starts a new one. */
static void
move_aside (const char  *path,
            GError     **error)
{
  static const char * const suffixes[] = { "", "-wal", "-shm" };
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, stamp);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

      g_rename (from, to);
    }

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE,
               "The journal of sessions was damaged. It is now at “%s”, and a new one begins. "
               "Look through the list of sessions for one that should not run any more", aside);
}

/* Opens or creates the file. Fails with %PALCO_ERROR_STORAGE; a damaged one is moved aside. */
sqlite3 *
palco_journal_db_open (const char  *path,
                       GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(sqlite3) db = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
    {
      palco_journal_db_set_error (db, error);
      return NULL;
    }

  if (!is_intact (db))
    {
      g_clear_pointer (&db, sqlite3_close);
      move_aside (path, error);
      return NULL;
    }

  return prepare (db, error) ? g_steal_pointer (&db) : NULL;
}
