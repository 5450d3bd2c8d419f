/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-store-private.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "palcod-error.h"
#include "palcod-sqlite.h"
#include "palcod-writer.h"

#define SCHEMA_PATH    "/io/github/palco/Palco/palcod/store"
#define SCHEMA_VERSION 1

struct _PalcodStore
{
  GObject       parent_instance;
  char         *path;
  sqlite3      *db;        /* the main thread's; the writer has its own */
  PalcodWriter *writer;
  int           claim_fd;
};

G_DEFINE_FINAL_TYPE (PalcodStore, palcod_store, G_TYPE_OBJECT)

#define SESSION_COLUMNS \
  "uid, account_id, id, size, lease_minutes, created_lease_minutes, state, creation_time, " \
  "ready_time, end_time, ready_boottime, ended_elapsed, boot_id, hostname, handshake_port, " \
  "inspector_port, teraflops, error_code, error_message, allocation, token_hash, " \
  "previous_token_hash"

static const char load_sessions_sql[] =
  "SELECT " SESSION_COLUMNS " FROM session ORDER BY uid";

/* While a session lives its lease only grows, whatever order an update and another change
 * arrive in; with the end it becomes what it was then. */
static const char save_session_sql[] =
  "INSERT INTO session (" SESSION_COLUMNS ") VALUES (nullif (?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, "
  "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22) "
  "ON CONFLICT (uid) DO UPDATE SET "
  "lease_minutes = iif (excluded.end_time = 0, max (lease_minutes, excluded.lease_minutes), "
  "excluded.lease_minutes), "
  "state = excluded.state, ready_time = excluded.ready_time, end_time = excluded.end_time, "
  "ready_boottime = excluded.ready_boottime, ended_elapsed = excluded.ended_elapsed, "
  "boot_id = excluded.boot_id, hostname = excluded.hostname, "
  "handshake_port = excluded.handshake_port, inspector_port = excluded.inspector_port, "
  "teraflops = excluded.teraflops, error_code = excluded.error_code, "
  "error_message = excluded.error_message, allocation = excluded.allocation, "
  "token_hash = excluded.token_hash, previous_token_hash = excluded.previous_token_hash";

static const char save_lease_sql[] =
  "UPDATE session SET lease_minutes = max (lease_minutes, ?2) WHERE uid = ?1";

static const char prune_sql[] =
  "DELETE FROM session WHERE end_time > 0 AND end_time < ?1 AND allocation IS NULL";

static void
palcod_store_finalize (GObject *object)
{
  PalcodStore *self = PALCOD_STORE (object);

  g_clear_pointer (&self->writer, palcod_writer_free);
  g_clear_pointer (&self->db, sqlite3_close);
  g_clear_pointer (&self->path, g_free);
  if (self->claim_fd >= 0)
    close (self->claim_fd);

  G_OBJECT_CLASS (palcod_store_parent_class)->finalize (object);
}

static void
palcod_store_class_init (PalcodStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palcod_store_finalize;
}

static void
palcod_store_init (PalcodStore *self)
{
  self->claim_fd = -1;
}

/* It holds hashes of secrets: nobody else's to read. SQLite gives its other files the same
 * mode. */
static gboolean
create_private_file (const char  *path,
                     GError     **error)
{
  int fd = g_open (path, O_CREAT | O_EXCL | O_CLOEXEC | O_RDWR, 0600);

  if (fd >= 0)
    return g_close (fd, error);
  if (errno == EEXIST)
    return TRUE;

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE,
               "The database “%s” cannot be created: %s. Check that its folder exists and that "
               "palcod may write there.", path, g_strerror (errno));

  return FALSE;
}

PalcodStore *
palcod_store_open (const char  *path,
                   GError     **error)
{
  g_autoptr(PalcodStore) self = g_object_new (PALCOD_TYPE_STORE, NULL);
  sqlite3 *writer_db;

  self->path = g_strdup (path);
  if (!create_private_file (path, error))
    return NULL;

  self->db = palcod_sqlite_open (path, error);
  if (self->db == NULL ||
      !palcod_sqlite_migrate (self->db, SCHEMA_PATH, SCHEMA_VERSION, error))
    return NULL;

  writer_db = palcod_sqlite_open (path, error);
  if (writer_db == NULL)
    return NULL;

  self->writer = palcod_writer_new (writer_db);

  return g_steal_pointer (&self);
}

/* A lock on a file beside the database, as closing any other descriptor of the database
 * would drop SQLite's own locks. */
gboolean
palcod_store_claim (PalcodStore  *self,
                    GError      **error)
{
  g_autofree char *path = g_strconcat (self->path, "-claim", NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  g_return_val_if_fail (self->claim_fd < 0, FALSE);

  self->claim_fd = g_open (path, O_CREAT | O_CLOEXEC | O_RDWR, 0600);
  if (self->claim_fd >= 0 && fcntl (self->claim_fd, F_OFD_SETLK, &lock) == 0)
    return TRUE;

  if (errno == EAGAIN || errno == EACCES)
    g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE,
                 "Another palcod works with the database “%s”. End it, or give this one "
                 "another state folder.", self->path);
  else
    g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE,
                 "“%s” cannot be locked: %s.", path, g_strerror (errno));

  return FALSE;
}

static PalcodSessionRecord *
read_session (sqlite3_stmt *stmt)
{
  PalcodSessionRecord *record = palcod_session_record_new ();
  int column = 0;

  record->uid = sqlite3_column_int64 (stmt, column++);
  record->account_id = palcod_sqlite_column (stmt, column++);
  record->id = palcod_sqlite_column (stmt, column++);
  record->size = palcod_sqlite_column (stmt, column++);
  record->lease_minutes = sqlite3_column_int (stmt, column++);
  record->created_lease_minutes = sqlite3_column_int (stmt, column++);
  record->state = sqlite3_column_int (stmt, column++);
  record->creation_time = sqlite3_column_int64 (stmt, column++);
  record->ready_time = sqlite3_column_int64 (stmt, column++);
  record->end_time = sqlite3_column_int64 (stmt, column++);
  record->ready_boottime = sqlite3_column_int64 (stmt, column++);
  record->ended_elapsed = sqlite3_column_int64 (stmt, column++);
  record->boot_id = palcod_sqlite_column (stmt, column++);
  record->hostname = palcod_sqlite_column (stmt, column++);
  record->handshake_port = sqlite3_column_int (stmt, column++);
  record->inspector_port = sqlite3_column_int (stmt, column++);
  record->teraflops = sqlite3_column_double (stmt, column++);
  record->error_code = palcod_sqlite_column (stmt, column++);
  record->error_message = palcod_sqlite_column (stmt, column++);
  record->allocation = palcod_sqlite_column (stmt, column++);
  record->token_hash = palcod_sqlite_column (stmt, column++);
  record->previous_token_hash = palcod_sqlite_column (stmt, column++);

  return record;
}

/* Returns: (transfer full) (element-type PalcodSessionRecord): in order of creation */
GPtrArray *
palcod_store_load_sessions (PalcodStore  *self,
                            GError      **error)
{
  g_autoptr(GPtrArray) sessions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) palcod_session_record_free);
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (self->db, load_sessions_sql, error);
  int result;

  if (stmt == NULL)
    return NULL;

  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    g_ptr_array_add (sessions, read_session (stmt));

  if (result == SQLITE_DONE)
    return g_steal_pointer (&sessions);

  palcod_sqlite_set_error (self->db, error);

  return NULL;
}

static int
bind_text (sqlite3_stmt *stmt,
           int           index,
           const char   *text)
{
  return sqlite3_bind_text (stmt, index, text, -1, SQLITE_STATIC);
}

static gboolean
bind_session (sqlite3_stmt              *stmt,
              const PalcodSessionRecord *record)
{
  int index = 1;
  int failed = SQLITE_OK;

  failed |= sqlite3_bind_int64 (stmt, index++, record->uid);
  failed |= bind_text (stmt, index++, record->account_id);
  failed |= bind_text (stmt, index++, record->id);
  failed |= bind_text (stmt, index++, record->size);
  failed |= sqlite3_bind_int64 (stmt, index++, record->lease_minutes);
  failed |= sqlite3_bind_int64 (stmt, index++, record->created_lease_minutes);
  failed |= sqlite3_bind_int (stmt, index++, record->state);
  failed |= sqlite3_bind_int64 (stmt, index++, record->creation_time);
  failed |= sqlite3_bind_int64 (stmt, index++, record->ready_time);
  failed |= sqlite3_bind_int64 (stmt, index++, record->end_time);
  failed |= sqlite3_bind_int64 (stmt, index++, record->ready_boottime);
  failed |= sqlite3_bind_int64 (stmt, index++, record->ended_elapsed);
  failed |= bind_text (stmt, index++, record->boot_id);
  failed |= bind_text (stmt, index++, record->hostname);
  failed |= sqlite3_bind_int64 (stmt, index++, record->handshake_port);
  failed |= sqlite3_bind_int64 (stmt, index++, record->inspector_port);
  failed |= sqlite3_bind_double (stmt, index++, record->teraflops);
  failed |= bind_text (stmt, index++, record->error_code);
  failed |= bind_text (stmt, index++, record->error_message);
  failed |= bind_text (stmt, index++, record->allocation);
  failed |= bind_text (stmt, index++, record->token_hash);
  failed |= bind_text (stmt, index++, record->previous_token_hash);

  return failed == SQLITE_OK;
}

static gboolean
save_session (sqlite3   *db,
              gpointer   task_data,
              gint64    *result,
              GError   **error)
{
  const PalcodSessionRecord *record = task_data;
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (db, save_session_sql, error);

  if (stmt == NULL)
    return FALSE;

  if (!bind_session (stmt, record))
    {
      palcod_sqlite_set_error (db, error);
      return FALSE;
    }

  if (!palcod_sqlite_finish (db, stmt, error))
    return FALSE;

  *result = record->uid != 0 ? record->uid : sqlite3_last_insert_rowid (db);

  return TRUE;
}

void
palcod_store_save_session_async (PalcodStore               *self,
                                 const PalcodSessionRecord *record,
                                 GCancellable              *cancellable,
                                 GAsyncReadyCallback        callback,
                                 gpointer                   user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palcod_store_save_session_async);
  g_task_set_task_data (task, palcod_session_record_copy (record),
                        (GDestroyNotify) palcod_session_record_free);
  palcod_writer_push (self->writer, task, save_session);
}

/* Returns: the session's number, new if it had none; -1 on error */
gint64
palcod_store_save_session_finish (PalcodStore   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

typedef struct
{
  gint64 uid;
  guint  lease_minutes;
} LeaseChange;

static gboolean
save_lease (sqlite3   *db,
            gpointer   task_data,
            gint64    *result,
            GError   **error)
{
  const LeaseChange *change = task_data;
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (db, save_lease_sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, change->uid);
  sqlite3_bind_int64 (stmt, 2, change->lease_minutes);

  return palcod_sqlite_finish (db, stmt, error);
}

void
palcod_store_save_lease_async (PalcodStore         *self,
                               gint64               uid,
                               guint                lease_minutes,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  LeaseChange change = { uid, lease_minutes };

  g_task_set_source_tag (task, palcod_store_save_lease_async);
  g_task_set_task_data (task, g_memdup2 (&change, sizeof change), g_free);
  palcod_writer_push (self->writer, task, save_lease);
}

gboolean
palcod_store_save_lease_finish (PalcodStore   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_int (G_TASK (result), error) >= 0;
}

static gboolean
prune (sqlite3   *db,
       gpointer   task_data,
       gint64    *result,
       GError   **error)
{
  const gint64 *ended_before = task_data;
  g_autoptr(sqlite3_stmt) stmt = palcod_sqlite_prepare (db, prune_sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, *ended_before);

  return palcod_sqlite_finish (db, stmt, error);
}

void
palcod_store_prune_async (PalcodStore         *self,
                          gint64               ended_before,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palcod_store_prune_async);
  g_task_set_task_data (task, g_memdup2 (&ended_before, sizeof ended_before), g_free);
  palcod_writer_push (self->writer, task, prune);
}

gboolean
palcod_store_prune_finish (PalcodStore   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_int (G_TASK (result), error) >= 0;
}

guint
palcod_store_get_n_commits (PalcodStore *self)
{
  return palcod_writer_get_n_commits (self->writer);
}

sqlite3 *
palcod_store_get_db (PalcodStore *self)
{
  return self->db;
}
