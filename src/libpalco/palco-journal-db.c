/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-db.h"

#include "palco-error.h"
#include "palco-journal-owner.h"

#define WHERE_SESSION "account = :account AND region = :region AND id = :id"

#define INSERT_SESSION \
  "INSERT INTO session (account, region, id, endpoint, size, lease, state, title, cap, price, currency, " \
  "estimate, created, ready, changed, owner, phase, stop_pending, started_here) " \
  "VALUES (:account, :region, :id, :endpoint, :size, :lease, :state, :title, :cap, :price, :currency, " \
  ":estimate, :created, :ready, :now, "

/* When it began to be billed is told once: later answers may know less. */
#define KEEP_READY "ready = CASE ready WHEN 0 THEN :ready ELSE ready END"

/* What the service leaves out is as it was. */
#define TAKE_LEASE "lease = CASE :lease WHEN 0 THEN lease ELSE :lease END"

/* Nobody saw it end: its lease tells when it was over at the latest. */
#define LATEST_END \
  "CASE WHEN :ended > 0 THEN :ended WHEN ready > 0 AND lease > 0 THEN MIN (:now, ready + lease * 60) ELSE :now END"

static const char * const change_sql[] = {
  /* A session that is known to live keeps its entry, whatever becomes of this PUT. */
  [PALCO_JOURNAL_BEGIN] =
    INSERT_SESSION PALCO_JOURNAL_OWNER_SELF ", 0, 0, 1) "
    "ON CONFLICT DO UPDATE SET phase = 0, owner = excluded.owner, stop_pending = 0, state = '', changed = :now, "
    "endpoint = :endpoint, size = :size, lease = :lease, title = :title, cap = :cap, price = :price, "
    "currency = :currency, estimate = :estimate, created = :created, ready = 0, ended = 0, "
    "error_code = '', error_message = '', started_here = 1 "
    "WHERE phase <> 1",
  [PALCO_JOURNAL_CONFIRM] =
    INSERT_SESSION "'', 1, 0, 1) "
    "ON CONFLICT DO UPDATE SET phase = 1, owner = '', state = :state, " TAKE_LEASE ", " KEEP_READY ", "
    "changed = :now WHERE phase = 0",
  [PALCO_JOURNAL_UNSETTLE] =
    "UPDATE session SET owner = '', changed = :now WHERE " WHERE_SESSION " AND phase = 0",
  [PALCO_JOURNAL_FORGET] =
    "DELETE FROM session WHERE " WHERE_SESSION " AND phase = 0",
  [PALCO_JOURNAL_STOP] =
    INSERT_SESSION "'', 1, 1, 0) "
    "ON CONFLICT DO UPDATE SET stop_pending = 1, changed = :now WHERE phase <> 2",
  [PALCO_JOURNAL_SEE] =
    INSERT_SESSION "'', 1, 0, 0) "
    "ON CONFLICT DO UPDATE SET state = :state, " TAKE_LEASE ", " KEEP_READY ", changed = :now "
    "WHERE phase <> 2 AND (state <> :state OR lease <> :lease OR (ready = 0 AND :ready > 0))",
  [PALCO_JOURNAL_SET_CAP] =
    "UPDATE session SET cap = :cap, changed = :now WHERE " WHERE_SESSION " AND phase <> 2 AND cap <> :cap",
  [PALCO_JOURNAL_END] =
    "UPDATE session SET phase = 2, stop_pending = 0, owner = '', state = :state, changed = :now, "
    KEEP_READY ", ended = " LATEST_END ", error_code = :error_code, error_message = :error_message "
    "WHERE " WHERE_SESSION " AND phase <> 2",
};

static void
bind_text (sqlite3_stmt *stmt,
           const char   *name,
           const char   *text)
{
  int param = sqlite3_bind_parameter_index (stmt, name);

  if (param > 0)
    sqlite3_bind_text (stmt, param, text != NULL ? text : "", -1, SQLITE_TRANSIENT);
}

static void
bind_int64 (sqlite3_stmt *stmt,
            const char   *name,
            gint64        value)
{
  int param = sqlite3_bind_parameter_index (stmt, name);

  if (param > 0)
    sqlite3_bind_int64 (stmt, param, value);
}

static void
bind_double (sqlite3_stmt *stmt,
             const char   *name,
             double        value)
{
  int param = sqlite3_bind_parameter_index (stmt, name);

  if (param > 0)
    sqlite3_bind_double (stmt, param, value);
}

static void
bind_entry (sqlite3_stmt            *stmt,
            const PalcoJournalEntry *entry)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  bind_text (stmt, ":account", entry->account);
  bind_text (stmt, ":region", entry->region);
  bind_text (stmt, ":id", entry->id);
  bind_text (stmt, ":endpoint", entry->endpoint);
  bind_text (stmt, ":size", entry->size);
  bind_int64 (stmt, ":lease", entry->lease_minutes);
  bind_text (stmt, ":state", entry->state);
  bind_text (stmt, ":title", entry->title);
  bind_int64 (stmt, ":cap", entry->cap_minutes);
  bind_double (stmt, ":price", entry->price_per_hour);
  bind_text (stmt, ":currency", entry->currency);
  bind_int64 (stmt, ":estimate", entry->price_is_estimate);
  bind_int64 (stmt, ":created", entry->created != 0 ? entry->created : now);
  bind_int64 (stmt, ":ready", entry->ready);
  bind_int64 (stmt, ":ended", entry->ended);
  bind_text (stmt, ":error_code", entry->error_code);
  bind_text (stmt, ":error_message", entry->error_message);
  bind_int64 (stmt, ":now", now);
}

static gboolean
execute_change (sqlite3                  *db,
                sqlite3_stmt             *stmt,
                const PalcoJournalEntry  *entry,
                GError                  **error)
{
  bind_entry (stmt, entry);

  if (sqlite3_step (stmt) != SQLITE_DONE)
    return palco_journal_db_set_error (db, error);

  sqlite3_reset (stmt);

  return TRUE;
}

static gboolean
execute_changes (sqlite3             *db,
                 PalcoJournalChange   change,
                 GPtrArray           *entries,
                 GError             **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;

  if (sqlite3_prepare_v2 (db, change_sql[change], -1, &stmt, NULL) != SQLITE_OK)
    return palco_journal_db_set_error (db, error);

  for (guint i = 0; i < entries->len; i++)
    {
      if (!execute_change (db, stmt, g_ptr_array_index (entries, i), error))
        return FALSE;
    }

  return TRUE;
}

/* On the disk when this returns, all entries or none: a PUT may follow. */
gboolean
palco_journal_db_write (sqlite3             *db,
                        PalcoJournalChange   change,
                        GPtrArray           *entries,
                        GError             **error)
{
  if (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
    return palco_journal_db_set_error (db, error);

  if (execute_changes (db, change, entries, error))
    {
      if (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        return TRUE;

      palco_journal_db_set_error (db, error);
    }

  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}

static char *
dup_column (sqlite3_stmt *stmt,
            int           column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  return g_strdup (text != NULL ? text : "");
}

/* In the order of read_entry(). */
#define SELECT_ENTRIES \
  "SELECT account, region, id, endpoint, size, lease, phase, stop_pending, " PALCO_JOURNAL_OWNER_LIVES ", " \
  "state, started_here, title, cap, price, currency, estimate, created, ready, ended, error_code, error_message " \
  "FROM session "

static PalcoJournalEntry *
read_entry (sqlite3_stmt *stmt)
{
  PalcoJournalEntry *entry = g_new0 (PalcoJournalEntry, 1);

  entry->account = dup_column (stmt, 0);
  entry->region = dup_column (stmt, 1);
  entry->id = dup_column (stmt, 2);
  entry->endpoint = dup_column (stmt, 3);
  entry->size = dup_column (stmt, 4);
  entry->lease_minutes = sqlite3_column_int (stmt, 5);
  entry->phase = sqlite3_column_int (stmt, 6);
  entry->stop_pending = sqlite3_column_int (stmt, 7) != 0;
  entry->in_flight = sqlite3_column_int (stmt, 8) != 0;
  entry->state = dup_column (stmt, 9);
  entry->started_here = sqlite3_column_int (stmt, 10) != 0;
  entry->title = dup_column (stmt, 11);
  entry->cap_minutes = sqlite3_column_int (stmt, 12);
  entry->price_per_hour = sqlite3_column_double (stmt, 13);
  entry->currency = dup_column (stmt, 14);
  entry->price_is_estimate = sqlite3_column_int (stmt, 15) != 0;
  entry->created = sqlite3_column_int64 (stmt, 16);
  entry->ready = sqlite3_column_int64 (stmt, 17);
  entry->ended = sqlite3_column_int64 (stmt, 18);
  entry->error_code = dup_column (stmt, 19);
  entry->error_message = dup_column (stmt, 20);

  return entry;
}

static GPtrArray *
read_entries (sqlite3       *db,
              sqlite3_stmt  *stmt,
              GError       **error)
{
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) palco_journal_entry_free);
  int result;

  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    g_ptr_array_add (entries, read_entry (stmt));

  if (result == SQLITE_DONE)
    return g_steal_pointer (&entries);

  palco_journal_db_set_error (db, error);

  return NULL;
}

/* The entries of @account, or of all with NULL, the newest first: those that had not ended
 * at @since, or all with 0. */
GPtrArray *
palco_journal_db_load (sqlite3     *db,
                       const char  *account,
                       gint64       since,
                       GError     **error)
{
  static const char sql[] =
    SELECT_ENTRIES "WHERE (:account = '' OR account = :account) AND (phase <> 2 OR ended >= :since) "
    "ORDER BY created DESC, id";
  g_autoptr(sqlite3_stmt) stmt = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    {
      palco_journal_db_set_error (db, error);
      return NULL;
    }

  bind_text (stmt, ":account", account);
  bind_int64 (stmt, ":since", since);

  return read_entries (db, stmt, error);
}
