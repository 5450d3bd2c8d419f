/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-writer.h"

#include "palcod-sqlite.h"

#define MAX_GROUP 256

/* A durable commit costs one fsync, whatever it holds. So while one is under way all that
 * arrives is gathered for the next: each write is durable before its caller hears of it,
 * and many callers share the price. */
struct _PalcodWriter
{
  sqlite3      *db;
  GAsyncQueue  *jobs;        /* of Job */
  GMainContext *context;     /* where tasks return, and the only place that drops them */
  GThread      *thread;
  guint         n_commits;   /* atomic */
};

typedef struct
{
  GTask            *task;
  PalcodWriterFunc  func;    /* NULL ends the thread */
  gint64            result;
  GError           *error;
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_free (job);
}

static gboolean
run_jobs (PalcodWriter  *self,
          Job          **jobs,
          guint          n_jobs,
          GError       **error)
{
  for (guint i = 0; i < n_jobs; i++)
    {
      if (!jobs[i]->func (self->db, g_task_get_task_data (jobs[i]->task),
                          &jobs[i]->result, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_transaction (PalcodWriter  *self,
                 Job          **jobs,
                 guint          n_jobs,
                 GError       **error)
{
  if (palcod_sqlite_exec (self->db, "BEGIN IMMEDIATE", error) &&
      run_jobs (self, jobs, n_jobs, error) &&
      palcod_sqlite_exec (self->db, "COMMIT", error))
    {
      g_atomic_int_inc (&self->n_commits);
      return TRUE;
    }

  /* SQLite may have rolled back by itself: then there is nothing left to do. */
  sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}

/* When a group fails each of its jobs is tried alone, so that one bad job, or the last free
 * block of the disk, spoils only what it must. */
static void
run_group (PalcodWriter *self,
           GPtrArray    *group)
{
  Job **jobs = (Job **) group->pdata;

  if (group->len > 1 && run_transaction (self, jobs, group->len, NULL))
    return;

  for (guint i = 0; i < group->len; i++)
    run_transaction (self, &jobs[i], 1, &jobs[i]->error);
}

static gboolean
return_group_cb (gpointer user_data)
{
  GPtrArray *group = user_data;

  for (guint i = 0; i < group->len; i++)
    {
      Job *job = group->pdata[i];

      if (job->error != NULL)
        g_task_return_error (job->task, g_steal_pointer (&job->error));
      else
        g_task_return_int (job->task, job->result);
    }

  return G_SOURCE_REMOVE;
}

/* Tasks hold what they were started on, which may own this thread: they must be dropped
 * where they return, not here. */
static void
send_group_back (PalcodWriter *self,
                 GPtrArray    *group)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "palcod-writer");
  g_source_set_callback (source, return_group_cb, group, (GDestroyNotify) g_ptr_array_unref);
  g_source_attach (source, self->context);
}

static gpointer
writer_thread (gpointer user_data)
{
  PalcodWriter *self = user_data;
  gboolean is_last = FALSE;

  while (!is_last)
    {
      GPtrArray *group = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
      Job *job = g_async_queue_pop (self->jobs);

      while (job != NULL && job->func != NULL)
        {
          g_ptr_array_add (group, job);
          job = group->len < MAX_GROUP ? g_async_queue_try_pop (self->jobs) : NULL;
        }

      is_last = job != NULL;
      g_clear_pointer (&job, job_free);

      run_group (self, group);
      send_group_back (self, group);
    }

  return NULL;
}

/* Takes @db, a connection of its own. */
PalcodWriter *
palcod_writer_new (sqlite3 *db)
{
  PalcodWriter *self = g_new0 (PalcodWriter, 1);

  self->db = db;
  self->jobs = g_async_queue_new_full ((GDestroyNotify) job_free);
  self->context = g_main_context_ref_thread_default ();
  self->thread = g_thread_new ("palcod-writer", writer_thread, self);

  return self;
}

/* Blocks until all that was pushed is written. */
void
palcod_writer_free (PalcodWriter *self)
{
  g_async_queue_push (self->jobs, g_new0 (Job, 1));
  g_thread_join (self->thread);

  g_async_queue_unref (self->jobs);
  g_main_context_unref (self->context);
  sqlite3_close (self->db);
  g_free (self);
}

/* @task returns what @func gave as its result, or the error of @func or of the commit. */
void
palcod_writer_push (PalcodWriter     *self,
                    GTask            *task,
                    PalcodWriterFunc  func)
{
  Job *job = g_new0 (Job, 1);

  job->task = g_object_ref (task);
  job->func = func;
  g_async_queue_push (self->jobs, job);
}

guint
palcod_writer_get_n_commits (PalcodWriter *self)
{
  return g_atomic_int_get (&self->n_commits);
}
