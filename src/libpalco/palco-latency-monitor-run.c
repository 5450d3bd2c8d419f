/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency-monitor-private.h"

#include "palco-latency-survey.h"
#include "palco-region.h"

/* The first time there is nothing to hold on to, so the nearest is told as it is found: near
 * regions answer long before it is known that others do not. Later it is told when all of them
 * have been compared. */
static void
found_cb (PalcoRegion  *measured,
          PalcoLatency *latency,
          GListModel   *sizes,
          gpointer      user_data)
{
  PalcoLatencyMonitor *self = user_data;
  PalcoRegion *region = palco_latency_monitor_find_region (self, measured);

  if (sizes != NULL && region != NULL)
    palco_region_set_sizes (region, sizes);

  if (latency == NULL)
    return;

  self->n_unmeasured--;
  if (region != NULL)
    palco_region_set_latency (region, latency);

  if (self->measured_at == NULL || self->n_unmeasured == 0)
    palco_latency_monitor_update_nearest (self);

  if (self->n_unmeasured == 0)
    palco_latency_monitor_set_measured_at (self, g_date_time_new_now_utc ());
}

static void
succeed (GTask    *task,
         gpointer  user_data)
{
  g_task_return_boolean (task, TRUE);
}

/* One that was given up may end after the next has begun. */
static void
surveyed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoLatencyMonitor *self = g_task_get_source_object (task);

  if (!palco_latency_survey_finish (result, NULL))
    return;

  self->fresh_until = g_get_monotonic_time () + self->timing.first_gap_msecs * (gint64) 1000;
  palco_latency_monitor_set_run (self, NULL);
  palco_waiters_complete (&self->waiters, NULL, succeed, NULL);
}

static void
run_cancelled_cb (PalcoLatencyMonitor *self,
                  GCancellable        *run)
{
  if (self->run == run)
    palco_latency_monitor_set_run (self, NULL);
}

/**
 * palco_latency_monitor_measure_async:
 * @self: a monitor
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Measures all regions at once, and asks those that answer what is free. Each region has its
 * figures as soon as they are known. Joins a measurement that is under way.
 *
 * Since: 1.0
 */
void
palco_latency_monitor_measure_async (PalcoLatencyMonitor *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_LATENCY_MONITOR (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_latency_monitor_measure_async);

  if (!palco_waiters_add (&self->waiters, task))
    return;

  /* Not g_signal_connect_object (): the last to drop the work may be a thread that measured, and
   * GObject does not expect an object's handlers to go while another thread disposes of it. Only
   * waiters cancel it, and they hold @self. */
  g_signal_connect_swapped (self->waiters.work, "cancelled", G_CALLBACK (run_cancelled_cb), self);
  self->n_unmeasured = self->known->len;
  palco_latency_survey_async (self->known, &self->probe_timing, self->http, found_cb,
                              G_OBJECT (self), self->waiters.work, surveyed_cb, g_object_ref (task));
  palco_latency_monitor_set_run (self, self->waiters.work);
}

/**
 * palco_latency_monitor_measure_finish:
 * @self: a monitor
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.LatencyMonitor.measure_async]. Regions that do not answer are no error.
 *
 * Returns: %FALSE if it was given up
 *
 * Since: 1.0
 */
gboolean
palco_latency_monitor_measure_finish (PalcoLatencyMonitor  *self,
                                      GAsyncResult         *result,
                                      GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
clear_timer (PalcoLatencyMonitor *self)
{
  if (self->timer == NULL)
    return;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void repeat (PalcoLatencyMonitor *self);

static gboolean
repeat_cb (gpointer user_data)
{
  PalcoLatencyMonitor *self = user_data;

  repeat (self);

  return G_SOURCE_REMOVE;
}

static void
schedule (PalcoLatencyMonitor *self,
          gint64               msecs)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();

  clear_timer (self);
  self->timer = g_timeout_source_new (MAX (msecs, 0));
  g_source_set_callback (self->timer, repeat_cb, self, NULL);
  g_source_attach (self->timer, context);
}

/* A region that came while the others were measured need not wait for its first figures. */
static gboolean
has_unmeasured (PalcoLatencyMonitor *self)
{
  for (guint i = 0; i < self->known->len; i++)
    {
      if (palco_region_get_latency (self->known->pdata[i]) == NULL)
        return TRUE;
    }

  return FALSE;
}

static void
repeated_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  PalcoLatencyMonitor *self = PALCO_LATENCY_MONITOR (source);

  if (!palco_latency_monitor_measure_finish (self, result, NULL) || !self->active)
    return;

  if (has_unmeasured (self))
    {
      schedule (self, 0);
    }
  else if (!g_network_monitor_get_network_metered (g_network_monitor_get_default ()))
    {
      schedule (self, self->gap_msecs);
      self->gap_msecs = MIN (self->gap_msecs * 2, self->timing.last_gap_msecs);
    }
}

static void
repeat (PalcoLatencyMonitor *self)
{
  clear_timer (self);
  palco_latency_monitor_measure_async (self, self->repeats, repeated_cb, NULL);
}

void
palco_latency_monitor_stop_repeating (PalcoLatencyMonitor *self)
{
  clear_timer (self);
  g_cancellable_cancel (self->repeats);
  g_clear_object (&self->repeats);
}

/* From now on, first after a while. */
void
palco_latency_monitor_start_repeating (PalcoLatencyMonitor *self,
                                       gint64               msecs)
{
  palco_latency_monitor_stop_repeating (self);
  self->repeats = g_cancellable_new ();
  self->gap_msecs = self->timing.first_gap_msecs;
  schedule (self, msecs);
}
