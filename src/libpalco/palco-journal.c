/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-db.h"

#include "palco-account.h"

/**
 * PalcoJournal:
 *
 * What this computer knows about the sessions that it started, on disk.
 *
 * The id of a session is written here before the service is asked to start it, and a stop
 * is kept until it is delivered, so that a crash at any instant leaves no session behind that
 * nobody remembers. Several programs may use the same file.
 *
 * Since: 1.0
 */

struct _PalcoJournal
{
  GObject       parent_instance;
  GThreadPool  *worker;         /* one thread: what is asked for first is done first */
  GMainContext *context;        /* where changes are told */
  gint          is_telling;     /* atomic */
  sqlite3      *db;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoJournal, palco_journal, G_TYPE_OBJECT)

/* What the worker does: writes @entries, or reads those of @account; and what came of it. */
typedef struct
{
  PalcoJournalChange  change;
  GPtrArray          *entries;
  char               *account;
  gint64              since;
  GPtrArray          *found;
  GError             *error;
} Work;

static void
work_free (Work *work)
{
  g_clear_pointer (&work->entries, g_ptr_array_unref);
  g_clear_pointer (&work->found, g_ptr_array_unref);
  g_clear_error (&work->error);
  g_free (work->account);
  g_free (work);
}

/* Takes @object, which is dropped there, too: it or what it holds may be the journal, and GObject
 * does not expect the handlers of an object to go while another thread disposes of those who
 * connected them. */
static void
send_back (GMainContext *context,
           int           priority,
           GSourceFunc   func,
           gpointer      object)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, priority);
  g_source_set_static_name (source, "palco-journal");
  g_source_set_callback (source, func, object, g_object_unref);
  g_source_attach (source, context);
}

static gboolean
tell_change (gpointer user_data)
{
  PalcoJournal *self = user_data;

  g_atomic_int_set (&self->is_telling, FALSE);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* Many changes in a row are told once. */
static void
schedule_telling (PalcoJournal *self)
{
  if (g_atomic_int_compare_and_exchange (&self->is_telling, FALSE, TRUE))
    send_back (self->context, G_PRIORITY_DEFAULT_IDLE, tell_change, g_object_ref (self));
}

static void
write_entries (PalcoJournal *self,
               Work         *work)
{
  int n_before = sqlite3_total_changes (self->db);

  if (palco_journal_db_write (self->db, work->change, work->entries, &work->error) &&
      sqlite3_total_changes (self->db) != n_before)
    schedule_telling (self);
}

static gboolean
return_work (gpointer user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);

  if (work->error != NULL)
    g_task_return_error (task, g_steal_pointer (&work->error));
  else if (work->found != NULL)
    g_task_return_pointer (task, g_steal_pointer (&work->found), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

static void
work_in_thread (gpointer data,
                gpointer user_data)
{
  GTask *task = data;
  PalcoJournal *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);

  if (work->entries != NULL)
    write_entries (self, work);
  else
    work->found = palco_journal_db_load (self->db, work->account, work->since, &work->error);

  send_back (g_task_get_context (task), g_task_get_priority (task), return_work, task);
}

static void
palco_journal_finalize (GObject *object)
{
  PalcoJournal *self = PALCO_JOURNAL (object);

  /* Nothing is left to do, for work holds a reference. */
  g_thread_pool_free (self->worker, FALSE, FALSE);
  g_clear_pointer (&self->db, sqlite3_close);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (palco_journal_parent_class)->finalize (object);
}

static void
palco_journal_class_init (PalcoJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_journal_finalize;

  /**
   * PalcoJournal::changed:
   * @self: a journal
   *
   * Emitted after this program wrote to the journal, on the thread that opened it.
   *
   * Since: 1.0
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", PALCO_TYPE_JOURNAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
palco_journal_init (PalcoJournal *self)
{
  self->worker = g_thread_pool_new (work_in_thread, NULL, 1, FALSE, NULL);
}

/**
 * palco_journal_dup_default_path:
 *
 * Where the journal of this user is.
 *
 * Returns: (transfer full) (type filename): a path below the user's data folder
 *
 * Since: 1.0
 */
char *
palco_journal_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "palco", "journal.sqlite", NULL);
}

static void
open_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr(PalcoJournal) self = NULL;
  GError *error = NULL;
  sqlite3 *db = palco_journal_db_open (task_data, &error);

  if (db == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self = g_object_new (PALCO_TYPE_JOURNAL, NULL);
  self->db = db;
  self->context = g_main_context_ref (g_task_get_context (task));
  g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

/**
 * palco_journal_open_async:
 * @path: (type filename) (nullable): a file, or %NULL for
 *   [func@Palco.Journal.dup_default_path]
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Opens a journal, and creates it if it does not exist.
 *
 * Since: 1.0
 */
void
palco_journal_open_async (const char          *path,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_journal_open_async);
  g_task_set_task_data (task, path != NULL ? g_strdup (path) : palco_journal_dup_default_path (),
                        g_free);
  g_task_run_in_thread (task, open_thread);
}

/**
 * palco_journal_open_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [func@Palco.Journal.open_async]. It fails with %PALCO_ERROR_STORAGE when the file
 * cannot be used. A damaged file is moved aside, and the message tells where to: opening again
 * begins a new one.
 *
 * Returns: (transfer full): the journal
 *
 * Since: 1.0
 */
PalcoJournal *
palco_journal_open_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Takes the entries. Not to be cancelled: half of a change is worth nothing, and it takes
 * milliseconds. */
void
palco_journal_write_many_async (PalcoJournal        *self,
                                PalcoJournalChange   change,
                                GPtrArray           *entries,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->change = change;
  work->entries = entries;

  g_task_set_source_tag (task, palco_journal_write_many_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_thread_pool_push (self->worker, g_steal_pointer (&task), NULL);
}

void
palco_journal_write_async (PalcoJournal             *self,
                           PalcoJournalChange        change,
                           const PalcoJournalEntry  *entry,
                           GAsyncReadyCallback       callback,
                           gpointer                  user_data)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) palco_journal_entry_free);

  g_ptr_array_add (entries, palco_journal_entry_copy (entry));
  palco_journal_write_many_async (self, change, entries, callback, user_data);
}

gboolean
palco_journal_write_finish (PalcoJournal  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The entries of @account, or of all with NULL, that had not ended at @since; the newest first. */
void
palco_journal_load_async (PalcoJournal        *self,
                          const char          *account,
                          gint64               since,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->account = g_strdup (account);
  work->since = since;

  g_task_set_source_tag (task, palco_journal_load_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_thread_pool_push (self->worker, g_steal_pointer (&task), NULL);
}

GPtrArray *
palco_journal_load_finish (PalcoJournal  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Those of others end without us; what we started or were told to stop must not be forgotten. */
guint
palco_journal_count_open_entries (GPtrArray *entries)
{
  guint n_open = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const PalcoJournalEntry *entry = g_ptr_array_index (entries, i);

      n_open += entry->phase != PALCO_JOURNAL_PHASE_ENDED && (entry->started_here || entry->stop_pending);
    }

  return n_open;
}

static void
count_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) entries = palco_journal_load_finish (PALCO_JOURNAL (source), result, &error);

  if (entries != NULL)
    g_task_return_int (task, palco_journal_count_open_entries (entries));
  else
    g_task_return_error (task, error);
}

/**
 * palco_journal_count_open_async:
 * @self: a journal
 * @account: whose sessions
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Counts the sessions of an account that were started or are to be stopped here and, as far as
 * this computer knows, have not ended.
 * Neither the service nor a keyring is asked: this tells whether it is worth while.
 *
 * Since: 1.0
 */
void
palco_journal_count_open_async (PalcoJournal        *self,
                                PalcoAccount        *account,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_JOURNAL (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_journal_count_open_async);
  palco_journal_load_async (self, palco_account_get_uid (account), 0, cancellable, count_loaded_cb,
                            g_steal_pointer (&task));
}

/**
 * palco_journal_count_open_finish:
 * @self: a journal
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Journal.count_open_async].
 *
 * Returns: how many, or -1 if the journal could not be read
 *
 * Since: 1.0
 */
gssize
palco_journal_count_open_finish (PalcoJournal  *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
