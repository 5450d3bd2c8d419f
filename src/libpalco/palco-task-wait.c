/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-task-wait.h"

typedef struct
{
  GTask         *task;
  PalcoTaskFunc  go_on;
} Wait;

static void
wait_free (Wait *wait)
{
  g_object_unref (wait->task);
  g_free (wait);
}

static gboolean
wait_cb (gpointer user_data)
{
  Wait *wait = user_data;

  if (!g_task_return_error_if_cancelled (wait->task))
    wait->go_on (wait->task);

  return G_SOURCE_REMOVE;
}

/* Goes on with @task after a while, unless it is cancelled, which ends it at once. */
void
palco_task_wait (GTask         *task,
                 guint          msecs,
                 PalcoTaskFunc  go_on)
{
  g_autoptr(GSource) source = g_timeout_source_new (msecs);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Wait *wait = g_new (Wait, 1);

  wait->task = g_object_ref (task);
  wait->go_on = go_on;

  if (cancellable != NULL)
    {
      g_autoptr(GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }

  g_source_set_callback (source, wait_cb, wait, (GDestroyNotify) wait_free);
  g_source_attach (source, g_task_get_context (task));
}
