/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-activity.h"

#include "palco-boottime.h"
#include "palco-protocol.h"

#define REPORT_SECS    10
#define IDLE_MAX_MSECS (PALCO_LEASE_MAX_MINUTES * G_GINT64_CONSTANT (60000))

struct _HostActivity
{
  GObject parent_instance;
  gint64  last;        /* boot time */
  gint64  reported;    /* what “last” was at the last report */
  guint   report_id;   /* until when no report is made */
};

enum {
  SIGNAL_REPORT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HostActivity, host_activity, G_TYPE_OBJECT)

static void report (HostActivity *self);

static gboolean
report_cb (gpointer user_data)
{
  HostActivity *self = HOST_ACTIVITY (user_data);

  self->report_id = 0;
  if (self->last != self->reported)
    report (self);

  return G_SOURCE_REMOVE;
}

static void
report (HostActivity *self)
{
  self->reported = self->last;
  self->report_id = g_timeout_add_seconds (REPORT_SECS, report_cb, self);
  g_signal_emit (self, signals[SIGNAL_REPORT], 0);
}

static void
host_activity_dispose (GObject *object)
{
  g_clear_handle_id (&HOST_ACTIVITY (object)->report_id, g_source_remove);

  G_OBJECT_CLASS (host_activity_parent_class)->dispose (object);
}

static void
host_activity_class_init (HostActivityClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = host_activity_dispose;

  signals[SIGNAL_REPORT] =
    g_signal_new ("report", HOST_TYPE_ACTIVITY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
host_activity_init (HostActivity *self)
{
  host_activity_begin (self);
}

HostActivity *
host_activity_new (void)
{
  return g_object_new (HOST_TYPE_ACTIVITY, NULL);
}

/* Nobody can have used what was not there. */
void
host_activity_begin (HostActivity *self)
{
  self->last = palco_boottime_now ();
  self->reported = self->last;
}

void
host_activity_note (HostActivity *self)
{
  self->last = palco_boottime_now ();
  if (self->report_id == 0)
    report (self);
}

gint64
host_activity_get_msecs_idle (HostActivity *self)
{
  gint64 msecs = (palco_boottime_now () - self->last) / G_TIME_SPAN_MILLISECOND;

  return MIN (msecs, IDLE_MAX_MSECS);
}
