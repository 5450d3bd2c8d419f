/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-ini-file-private.h"

#include "palco-error.h"

#define LOCK_RETRY_MS    50
#define LOCK_MAX_RETRIES 100   /* five seconds: a change takes milliseconds */

/* The calls that block, in a worker thread. None of its tasks has a source object: a thread may
 * be the last to let go of one, and would finalize it there. */

/* What to load, or to change if there are records. */
typedef struct
{
  const PalcoIniKind *kind;
  char               *path;
  PalcoIniChange      change;
  GPtrArray          *records;
  guint               n_retries;
} WorkData;

static WorkData *
work_data_new (const PalcoIniKind *kind,
               const char         *path)
{
  WorkData *data = g_new0 (WorkData, 1);

  data->kind = kind;
  data->path = g_strdup (path);

  return data;
}

static void
work_data_free (WorkData *data)
{
  g_free (data->path);
  g_clear_pointer (&data->records, g_ptr_array_unref);
  g_free (data);
}

static void
return_records (GTask     *task,
                GPtrArray *records,
                GError    *error)
{
  if (records != NULL)
    g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  WorkData *data = task_data;
  GError *error = NULL;
  GPtrArray *records = palco_ini_file_load (data->kind, data->path, &error);

  return_records (task, records, error);
}

void
palco_ini_file_load_async (const PalcoIniKind *kind,
                           const char         *path,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_ini_file_load_async);
  g_task_set_task_data (task, work_data_new (kind, path), (GDestroyNotify) work_data_free);
  g_task_run_in_thread (task, load_thread);
}

GPtrArray *
palco_ini_file_load_finish (GAsyncResult *result,
                            GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
change_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  WorkData *data = task_data;
  GError *error = NULL;
  GPtrArray *records = palco_ini_file_change (data->kind, data->path, data->change, data->records,
                                              &error);

  return_records (task, records, error);
}

static void attempt_change (GTask *task_taken);

static gboolean
retry_cb (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    attempt_change (g_object_ref (task));

  return G_SOURCE_REMOVE;
}

static void
attempt_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  WorkData *data = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  GPtrArray *records = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) && data->n_retries++ < LOCK_MAX_RETRIES)
    g_timeout_add_full (G_PRIORITY_DEFAULT, LOCK_RETRY_MS, retry_cb,
                        g_steal_pointer (&task), g_object_unref);
  else if (error != NULL && error->domain == G_IO_ERROR)
    g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_STORAGE,
                             "%s by another program. Nothing was changed; try again.", error->message);
  else
    return_records (task, records, g_steal_pointer (&error));
}

/* Once begun, a change is made: what it did is told, even if it was cancelled meanwhile. */
static void
attempt_change (GTask *task_taken)
{
  g_autoptr(GTask) attempt = g_task_new (NULL, NULL, attempt_cb, task_taken);

  g_task_set_task_data (attempt, g_task_get_task_data (task_taken), NULL);
  g_task_run_in_thread (attempt, change_thread);
}

/* Takes the records. Waits a while for a program that is changing the file. */
void
palco_ini_file_change_async (const PalcoIniKind *kind,
                             const char         *path,
                             PalcoIniChange      change,
                             GPtrArray          *records,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  WorkData *data = work_data_new (kind, path);

  data->change = change;
  data->records = records;

  g_task_set_source_tag (task, palco_ini_file_change_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, (GDestroyNotify) work_data_free);

  if (!g_task_return_error_if_cancelled (task))
    attempt_change (g_steal_pointer (&task));
}

GPtrArray *
palco_ini_file_change_finish (GAsyncResult *result,
                              GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
