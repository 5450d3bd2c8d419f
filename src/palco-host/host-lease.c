/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-lease.h"

#include "palco-boottime.h"

/* palcod counts too, and its word “stop” says more to people than our silence: at the same
 * deadline it goes first. Small enough to end within the second that is promised. */
#define GRACE_MSECS 400

struct _HostLease
{
  GObject  parent_instance;
  GSource *timer;
  gint64   deadline;   /* boot time, 0 before the lease begins */
};

enum {
  SIGNAL_EXPIRED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HostLease, host_lease, G_TYPE_OBJECT)

static void
clear_timer (HostLease *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);

  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
expired_cb (gpointer user_data)
{
  HostLease *self = user_data;

  clear_timer (self);
  g_signal_emit (self, signals[SIGNAL_EXPIRED], 0);

  return G_SOURCE_REMOVE;
}

static void
host_lease_dispose (GObject *object)
{
  clear_timer (HOST_LEASE (object));

  G_OBJECT_CLASS (host_lease_parent_class)->dispose (object);
}

static void
host_lease_class_init (HostLeaseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = host_lease_dispose;

  signals[SIGNAL_EXPIRED] =
    g_signal_new ("expired", HOST_TYPE_LEASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
host_lease_init (HostLease *self)
{
}

HostLease *
host_lease_new (void)
{
  return g_object_new (HOST_TYPE_LEASE, NULL);
}

/* Begins the lease or moves its end. On error the former deadline stands. */
gboolean
host_lease_set_msecs_left (HostLease  *self,
                           gint64      msecs_left,
                           GError    **error)
{
  gint64 deadline = palco_boottime_now () + msecs_left * G_TIME_SPAN_MILLISECOND;
  GSource *timer =
    palco_boottime_source_new (deadline + GRACE_MSECS * G_TIME_SPAN_MILLISECOND, error);

  if (timer == NULL)
    return FALSE;

  g_source_set_callback (timer, expired_cb, self, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());

  clear_timer (self);
  self->timer = timer;
  self->deadline = deadline;

  return TRUE;
}

/* Returns -1 before the lease begins. */
gint64
host_lease_get_msecs_left (HostLease *self)
{
  if (self->deadline == 0)
    return -1;

  return MAX ((self->deadline - palco_boottime_now ()) / G_TIME_SPAN_MILLISECOND, 0);
}
