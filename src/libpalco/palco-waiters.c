/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-waiters.h"

typedef struct
{
  PalcoWaiters *waiters;
  GTask        *task;
  GSource      *cancelled;
} Waiter;

static void
waiter_free (Waiter *waiter)
{
  if (waiter->cancelled != NULL)
    g_source_destroy (waiter->cancelled);
  g_clear_pointer (&waiter->cancelled, g_source_unref);
  g_object_unref (waiter->task);
  g_free (waiter);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  Waiter *waiter = user_data;
  PalcoWaiters *self = waiter->waiters;

  g_queue_remove (&self->tasks, waiter);
  g_task_return_error_if_cancelled (waiter->task);

  if (g_queue_is_empty (&self->tasks) && self->work != NULL)
    {
      g_cancellable_cancel (self->work);
      g_clear_object (&self->work);
    }

  waiter_free (waiter);

  return G_SOURCE_REMOVE;
}

/* Returns whether the work has to begin now, with “work” to cancel it. */
gboolean
palco_waiters_add (PalcoWaiters *self,
                   GTask        *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->waiters = self;
  waiter->task = g_object_ref (task);

  if (cancellable != NULL)
    {
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (cancelled_cb), waiter, NULL);
      g_source_attach (waiter->cancelled, g_task_get_context (task));
    }

  g_queue_push_tail (&self->tasks, waiter);
  if (self->work != NULL)
    return FALSE;

  self->work = g_cancellable_new ();

  return TRUE;
}

/* The work is done: each task gets its own copy of @error, or goes to @succeed. */
void
palco_waiters_complete (PalcoWaiters    *self,
                        const GError    *error,
                        PalcoWaiterFunc  succeed,
                        gpointer         user_data)
{
  GQueue tasks = self->tasks;
  Waiter *waiter;

  g_queue_init (&self->tasks);
  g_clear_object (&self->work);

  while ((waiter = g_queue_pop_head (&tasks)) != NULL)
    {
      if (error != NULL)
        g_task_return_error (waiter->task, g_error_copy (error));
      else
        succeed (waiter->task, user_data);

      waiter_free (waiter);
    }
}
