/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-limit-private.h"

static gboolean
passed_cb (gpointer user_data)
{
  PalcoLimit *self = user_data;

  self->has_passed = TRUE;
  g_cancellable_cancel (self->work);

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              GCancellable *work)
{
  g_cancellable_cancel (work);
}

static void
clear_source (PalcoLimit *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);

  g_clear_pointer (&self->source, g_source_unref);
}

/* Counts from now on; the work goes on. */
void
palco_limit_restart (PalcoLimit *self,
                     guint       msecs)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();

  clear_source (self);
  self->source = g_timeout_source_new (msecs);
  g_source_set_callback (self->source, passed_cb, self, NULL);
  g_source_attach (self->source, context);
}

void
palco_limit_start (PalcoLimit   *self,
                   guint         msecs,
                   GCancellable *cancellable)
{
  self->work = g_cancellable_new ();
  palco_limit_restart (self, msecs);

  if (cancellable == NULL)
    return;

  self->cancellable = g_object_ref (cancellable);
  self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                              g_object_ref (self->work), g_object_unref);
}

/* While it is up to somebody else how long something takes. */
void
palco_limit_suspend (PalcoLimit *self)
{
  gint64 left_usec = g_source_get_ready_time (self->source) - g_get_monotonic_time ();

  self->left_msecs = MAX (left_usec, 0) / 1000;
  clear_source (self);
}

void
palco_limit_resume (PalcoLimit *self)
{
  palco_limit_restart (self, self->left_msecs);
}

/* One that never started is fine, too. */
void
palco_limit_clear (PalcoLimit *self)
{
  g_cancellable_disconnect (self->cancellable, self->cancelled_id);
  self->cancelled_id = 0;
  clear_source (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->work);
}

/* Whether it was the time, and not the caller, that ended the work. */
gboolean
palco_limit_has_passed (PalcoLimit *self)
{
  return self->has_passed && !g_cancellable_is_cancelled (self->cancellable);
}
