/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-store-private.h"

#include "palcod-sqlite.h"

static const char load_sql[] =
  "SELECT id, primary_hash, secondary_hash, creation_time FROM account "
  "ORDER BY creation_time, id";

static const char save_sql[] =
  "INSERT INTO account (id, primary_hash, secondary_hash, creation_time) "
  "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET "
  "primary_hash = excluded.primary_hash, secondary_hash = excluded.secondary_hash";

static const char remove_sql[] =
  "DELETE FROM account WHERE id = ?1";

void
palcod_account_record_free (PalcodAccountRecord *self)
{
  g_free (self->id);
  g_free (self->key_hashes[0]);
  g_free (self->key_hashes[1]);
  g_free (self);
}

/* Returns: (transfer full) (element-type PalcodAccountRecord) */
GPtrArray *
palcod_store_load_accounts (PalcodStore  *self,
                            GError      **error)
{
  g_autoptr(GPtrArray) accounts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) palcod_account_record_free);
  sqlite3 *db = palcod_store_get_db (self);
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (db, load_sql, error);
  int result;

  if (stmt == NULL)
    return NULL;

  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      PalcodAccountRecord *account = g_new0 (PalcodAccountRecord, 1);

      account->id = palcod_sqlite_column (stmt, 0);
      account->key_hashes[0] = palcod_sqlite_column (stmt, 1);
      account->key_hashes[1] = palcod_sqlite_column (stmt, 2);
      account->creation_time = sqlite3_column_int64 (stmt, 3);
      g_ptr_array_add (accounts, account);
    }

  if (result == SQLITE_DONE)
    return g_steal_pointer (&accounts);

  palcod_sqlite_set_error (db, error);

  return NULL;
}

gboolean
palcod_store_save_account (PalcodStore                *self,
                           const PalcodAccountRecord  *account,
                           GError                    **error)
{
  sqlite3 *db = palcod_store_get_db (self);
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (db, save_sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_text (stmt, 1, account->id, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, account->key_hashes[0], -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, account->key_hashes[1], -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 4, account->creation_time);

  return palcod_sqlite_finish (db, stmt, error);
}

/* Its sessions stay on record. Succeeds when there is no such account. */
gboolean
palcod_store_remove_account (PalcodStore  *self,
                             const char   *id,
                             GError      **error)
{
  sqlite3 *db = palcod_store_get_db (self);
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (db, remove_sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_text (stmt, 1, id, -1, SQLITE_STATIC);

  return palcod_sqlite_finish (db, stmt, error);
}
