/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-ini-watch-private.h"

#define DELAY_MS 100

struct _PalcoIniWatch
{
  GFileMonitor      *monitor;   /* NULL for lack of watches */
  guint              delay_id;
  PalcoIniWatchFunc  changed;
  gpointer           owner;
};

static gboolean
delay_cb (gpointer user_data)
{
  PalcoIniWatch *self = user_data;

  self->delay_id = 0;
  self->changed (self->owner);

  return G_SOURCE_REMOVE;
}

/* One replacement of the file is several events. */
static void
monitor_changed_cb (PalcoIniWatch *self)
{
  if (self->delay_id == 0)
    self->delay_id = g_timeout_add (DELAY_MS, delay_cb, self);
}

PalcoIniWatch *
palco_ini_watch_new (const char        *path,
                     PalcoIniWatchFunc  changed,
                     gpointer           owner)
{
  PalcoIniWatch *self = g_new0 (PalcoIniWatch, 1);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  self->changed = changed;
  self->owner = owner;

  /* Without one this program still sees its own changes. */
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (monitor_changed_cb), self);

  return self;
}

void
palco_ini_watch_free (PalcoIniWatch *self)
{
  g_clear_handle_id (&self->delay_id, g_source_remove);

  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }

  g_clear_object (&self->monitor);
  g_free (self);
}
