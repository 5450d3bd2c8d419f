/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-db.h"

#include <glib/gstdio.h>

#include "palco-error.h"
#include "palco-journal-owner.h"
#include "palco-resources.h"

#define SCHEMA_RESOURCE   "/io/github/palco/Palco/lib/journal.sql"
#define SCHEMA_VERSION    1

/* The window and the command line write to the same file. */
#define BUSY_TIMEOUT_MSECS 5000

/* As long as a service keeps ended sessions. */
#define HISTORY_SECS (30 * 24 * 60 * 60)

/* The order of parameters, so that statements that need few can leave the last ones out. */
enum {
  PARAM_ACCOUNT = 1,
  PARAM_REGION,
  PARAM_ID,
  PARAM_NOW,
  PARAM_STATE,
  PARAM_ENDPOINT,
  PARAM_SIZE,
  PARAM_LEASE,
  PARAM_OWNER,
};

#define WHERE_SESSION "account = ?1 AND region = ?2 AND id = ?3"
#define INSERT_SESSION \
  "INSERT INTO session (account, region, id, changed, state, endpoint, size, lease, owner, " \
  "phase, stop_pending) "

static const char * const change_sql[] = {
  /* A session that is known to live keeps its entry, whatever becomes of this PUT. */
  [PALCO_JOURNAL_BEGIN] =
    INSERT_SESSION "VALUES (?1, ?2, ?3, ?4, '', ?6, ?7, ?8, ?9, 0, 0) "
    "ON CONFLICT DO UPDATE SET phase = 0, owner = ?9, stop_pending = 0, state = '', changed = ?4 "
    "WHERE phase <> 1",
  [PALCO_JOURNAL_CONFIRM] =
    INSERT_SESSION "VALUES (?1, ?2, ?3, ?4, '', ?6, ?7, ?8, '', 1, 0) "
    "ON CONFLICT DO UPDATE SET phase = 1, owner = '', changed = ?4 WHERE phase = 0",
  [PALCO_JOURNAL_UNSETTLE] =
    "UPDATE session SET owner = '', changed = ?4 WHERE " WHERE_SESSION " AND phase = 0",
  [PALCO_JOURNAL_FORGET] =
    "DELETE FROM session WHERE " WHERE_SESSION " AND phase = 0",
  [PALCO_JOURNAL_STOP] =
    INSERT_SESSION "VALUES (?1, ?2, ?3, ?4, '', ?6, ?7, ?8, '', 1, 1) "
    "ON CONFLICT DO UPDATE SET stop_pending = 1, changed = ?4 WHERE phase <> 2",
  [PALCO_JOURNAL_END] =
    "UPDATE session SET phase = 2, stop_pending = 0, owner = '', state = ?5, changed = ?4 "
    "WHERE " WHERE_SESSION " AND phase <> 2",
};

void
palco_journal_entry_free (PalcoJournalEntry *self)
{
  g_free (self->account);
  g_free (self->region);
  g_free (self->id);
  g_free (self->endpoint);
  g_free (self->size);
  g_free (self->state);
  g_free (self);
}

static gboolean
set_sqlite_error (sqlite3  *db,
                  GError  **error)
{
  const char *advice = sqlite3_errcode (db) == SQLITE_FULL
                         ? "Make room on the disk, then try again"
                         : "Check the folder it is in, then try again";

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE,
               "The journal of sessions cannot be used: %s. %s", sqlite3_errmsg (db), advice);

  return FALSE;
}

static gboolean
execute (sqlite3     *db,
         const char  *sql,
         GError     **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  return set_sqlite_error (db, error);
}

static gboolean
read_version (sqlite3  *db,
              int      *version,
              GError  **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;

  if (sqlite3_prepare_v2 (db, "PRAGMA user_version", -1, &stmt, NULL) != SQLITE_OK ||
      sqlite3_step (stmt) != SQLITE_ROW)
    return set_sqlite_error (db, error);

  *version = sqlite3_column_int (stmt, 0);

  return TRUE;
}

static gboolean
create_schema (sqlite3  *db,
               GError  **error)
{
  g_autoptr(GBytes) schema = g_resource_lookup_data (palco_get_resource (), SCHEMA_RESOURCE,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (!execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (execute (db, g_bytes_get_data (schema, NULL), error) && execute (db, "COMMIT", error))
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
    return create_schema (db, error);

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
    return set_sqlite_error (db, error);

  return TRUE;
}

/* A disk that is full must not keep anybody from seeing the sessions: only what needs to
 * be written fails. */
static gboolean
prepare (sqlite3  *db,
         GError  **error)
{
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MSECS);

  if (!execute (db, "PRAGMA journal_mode = WAL", error) ||
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
      set_sqlite_error (db, error);
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

static void
bind_text (sqlite3_stmt *stmt,
           int           param,
           const char   *text)
{
  if (param <= sqlite3_bind_parameter_count (stmt))
    sqlite3_bind_text (stmt, param, text != NULL ? text : "", -1, SQLITE_TRANSIENT);
}

static void
bind_int64 (sqlite3_stmt *stmt,
            int           param,
            gint64        value)
{
  if (param <= sqlite3_bind_parameter_count (stmt))
    sqlite3_bind_int64 (stmt, param, value);
}

/* On the disk when this returns: a PUT may follow. */
gboolean
palco_journal_db_write (sqlite3                  *db,
                        PalcoJournalChange        change,
                        const PalcoJournalEntry  *entry,
                        GError                  **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  g_autofree char *owner = palco_journal_owner_dup ();

  if (sqlite3_prepare_v2 (db, change_sql[change], -1, &stmt, NULL) != SQLITE_OK)
    return set_sqlite_error (db, error);

  bind_text (stmt, PARAM_ACCOUNT, entry->account);
  bind_text (stmt, PARAM_REGION, entry->region);
  bind_text (stmt, PARAM_ID, entry->id);
  bind_int64 (stmt, PARAM_NOW, g_get_real_time () / G_USEC_PER_SEC);
  bind_text (stmt, PARAM_STATE, entry->state);
  bind_text (stmt, PARAM_ENDPOINT, entry->endpoint);
  bind_text (stmt, PARAM_SIZE, entry->size);
  bind_int64 (stmt, PARAM_LEASE, entry->lease_minutes);
  bind_text (stmt, PARAM_OWNER, owner);

  if (sqlite3_step (stmt) != SQLITE_DONE)
    return set_sqlite_error (db, error);

  return TRUE;
}

static char *
dup_column (sqlite3_stmt *stmt,
            int           column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  return g_strdup (text != NULL ? text : "");
}

static PalcoJournalEntry *
read_entry (sqlite3_stmt *stmt)
{
  PalcoJournalEntry *entry = g_new0 (PalcoJournalEntry, 1);
  g_autofree char *owner = dup_column (stmt, 8);

  entry->account = dup_column (stmt, 0);
  entry->region = dup_column (stmt, 1);
  entry->id = dup_column (stmt, 2);
  entry->endpoint = dup_column (stmt, 3);
  entry->size = dup_column (stmt, 4);
  entry->lease_minutes = sqlite3_column_int (stmt, 5);
  entry->phase = sqlite3_column_int (stmt, 6);
  entry->stop_pending = sqlite3_column_int (stmt, 7) != 0;
  entry->in_flight = palco_journal_owner_is_alive (owner);
  entry->state = dup_column (stmt, 9);

  return entry;
}

/* All entries of @account, the newest first. */
GPtrArray *
palco_journal_db_load (sqlite3     *db,
                       const char  *account,
                       GError     **error)
{
  static const char sql[] =
    "SELECT account, region, id, endpoint, size, lease, phase, stop_pending, owner, state "
    "FROM session WHERE account = ?1 ORDER BY changed DESC, id";
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) palco_journal_entry_free);
  g_autoptr(sqlite3_stmt) stmt = NULL;
  int result;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    {
      set_sqlite_error (db, error);
      return NULL;
    }

  bind_text (stmt, 1, account);
  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    g_ptr_array_add (entries, read_entry (stmt));

  if (result != SQLITE_DONE)
    {
      set_sqlite_error (db, error);
      return NULL;
    }

  return g_steal_pointer (&entries);
}
