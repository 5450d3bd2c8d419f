/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-list-private.h"

#include "palco-client-private.h"
#include "palco-error.h"
#include "palco-session.h"

static void
clear_timer (PalcoSessionList *self)
{
  if (self->timer == NULL)
    return;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
is_starting (PalcoSession *session)
{
  return palco_session_get_state (session) == PALCO_SESSION_STATE_STARTING;
}

/* When there is news to expect of a session: one that starts may be ready, a lease ends. An end
 * that the service has not told yet is asked for as often as a start. */
static gint64
news_msecs (PalcoSessionList *self,
            PalcoSession     *session)
{
  gint64 seconds_left = palco_session_get_seconds_left (session);
  guint poll_msecs = palco_client_get_poll_msecs (self->client, session);

  if (is_starting (session))
    return poll_msecs;

  /* Seconds are rounded down. */
  return seconds_left >= 0 ? MAX ((seconds_left + 1) * 1000, poll_msecs) : G_MAXINT64;
}

static void
polled_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PalcoSessionList *self = PALCO_SESSION_LIST (source);
  g_autoptr(GError) error = NULL;

  palco_session_list_refresh_finish (self, result, &error);
  if (!palco_error_is_cancelled (error))
    palco_session_list_schedule_poll (self);
}

static void
poll_list (PalcoSessionList *self)
{
  self->next_look = g_get_monotonic_time () +
                    palco_client_get_timing (self->client)->poll_idle_msecs * (gint64) 1000;
  palco_session_list_refresh_async (self, self->polls, polled_cb, NULL);
}

static gboolean
poll_cb (gpointer user_data)
{
  PalcoSessionList *self = user_data;
  gboolean any_starting = FALSE;

  g_clear_pointer (&self->timer, g_source_unref);

  for (guint i = 0; i < self->sessions->len; i++)
    any_starting |= is_starting (g_ptr_array_index (self->sessions, i));

  if (any_starting && g_get_monotonic_time () < self->next_look)
    palco_session_list_refresh_starting_async (self, self->polls, polled_cb, NULL);
  else
    poll_list (self);

  return G_SOURCE_REMOVE;
}

/* The soonest of: news of a session, the whole list. */
void
palco_session_list_schedule_poll (PalcoSessionList *self)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  gint64 delay = MAX (self->next_look - g_get_monotonic_time (), 0) / 1000;

  clear_timer (self);
  if (!self->polling)
    return;

  for (guint i = 0; i < self->sessions->len; i++)
    delay = MIN (delay, news_msecs (self, g_ptr_array_index (self->sessions, i)));

  delay = MAX (delay, palco_client_get_patience_msecs (self->client));
  self->timer = g_timeout_source_new (delay);
  g_source_set_callback (self->timer, poll_cb, self, NULL);
  g_source_attach (self->timer, context);
}

void
palco_session_list_start_polling (PalcoSessionList *self)
{
  self->polls = g_cancellable_new ();
  poll_list (self);
}

void
palco_session_list_stop_polling (PalcoSessionList *self)
{
  clear_timer (self);
  g_cancellable_cancel (self->polls);
  g_clear_object (&self->polls);
}
