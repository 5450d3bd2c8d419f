/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-clock.h"

#include "palco-format.h"

#define SLOW_SECS 10

/**
 * PalcoSessionClock:
 *
 * One timer for all rows: it ticks as often as a row shows something new, and not at all while
 * nobody looks or nothing runs.
 */

struct _PalcoSessionClock
{
  GObject            parent_instance;
  PalcoSessionItems *items;
  gboolean           running;
  guint              interval;
  guint              timeout_id;
};

enum {
  TICK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoSessionClock, palco_session_clock, G_TYPE_OBJECT)

/* Seconds are shown while a session starts and in its last minutes; else the cost moves. */
static guint
interval_of (PalcoSessionItem *item)
{
  gint64 seconds;

  if (!palco_session_item_is_live (item))
    return 0;

  if (palco_session_item_get_state (item) == PALCO_SESSION_STATE_STARTING)
    return 1;

  seconds = palco_session_item_get_seconds (item);
  if (seconds < 0)
    return 0;

  return seconds < PALCO_FORMAT_SECONDS_SHOWN + SLOW_SECS ? 1 : SLOW_SECS;
}

static guint
shortest_interval (PalcoSessionClock *self)
{
  GListModel *model = G_LIST_MODEL (self->items);
  guint n_items = g_list_model_get_n_items (model);
  guint shortest = 0;

  for (guint i = 0; i < n_items && shortest != 1; i++)
    {
      g_autoptr(PalcoSessionItem) item = g_list_model_get_item (model, i);
      guint interval = interval_of (item);

      if (interval > 0 && (shortest == 0 || interval < shortest))
        shortest = interval;
    }

  return shortest;
}

static gboolean
tick_cb (gpointer user_data);

static void
update (PalcoSessionClock *self)
{
  guint interval = self->running ? shortest_interval (self) : 0;

  if (self->interval == interval)
    return;

  self->interval = interval;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (interval > 0)
    self->timeout_id = g_timeout_add_seconds (interval, tick_cb, self);
}

static gboolean
tick_cb (gpointer user_data)
{
  PalcoSessionClock *self = user_data;
  guint timeout_id = self->timeout_id;

  g_signal_emit (self, signals[TICK], 0);
  update (self);

  return self->timeout_id == timeout_id ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
palco_session_clock_dispose (GObject *object)
{
  PalcoSessionClock *self = PALCO_SESSION_CLOCK (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (palco_session_clock_parent_class)->dispose (object);
}

static void
palco_session_clock_class_init (PalcoSessionClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_session_clock_dispose;

  /**
   * PalcoSessionClock::tick:
   *
   * Time has gone on: what shows it looks again.
   */
  signals[TICK] =
    g_signal_new ("tick", PALCO_TYPE_SESSION_CLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
palco_session_clock_init (PalcoSessionClock *self)
{
}

PalcoSessionClock *
palco_session_clock_new (PalcoSessionItems *items)
{
  PalcoSessionClock *self = g_object_new (PALCO_TYPE_SESSION_CLOCK, NULL);

  self->items = g_object_ref (items);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (items, "regrouped", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return self;
}

/* While it stands, nothing is shown; when it starts, all that is shown is old. */
void
palco_session_clock_set_running (PalcoSessionClock *self,
                                 gboolean           running)
{
  g_return_if_fail (PALCO_IS_SESSION_CLOCK (self));

  if (self->running == running)
    return;

  self->running = running;
  if (running)
    g_signal_emit (self, signals[TICK], 0);

  update (self);
}

/* In seconds; 0 while it stands. */
guint
palco_session_clock_get_interval (PalcoSessionClock *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_CLOCK (self), 0);

  return self->interval;
}
