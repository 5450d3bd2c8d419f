/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-private.h"

#include "palco-boottime.h"

/* A lower bound of what is left, when not even the minutes spent are known: the lease
 * cannot have begun before the session was created. */
static gint64
seconds_left_since_creation (const PalcoSessionFacts *facts)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  if (facts->creation_time == NULL)
    return -1;

  return facts->lease_minutes * 60 -
         g_date_time_difference (now, facts->creation_time) / G_TIME_SPAN_SECOND;
}

static gint64
estimate_seconds_left (const PalcoSessionFacts *facts)
{
  if (facts->lease_minutes == 0)
    return -1;

  if (!facts->has_elapsed)
    return seconds_left_since_creation (facts);

  return ((gint64) facts->lease_minutes - facts->elapsed_minutes) * 60;
}

/* When the lease ends, in boot time. Minutes spent are rounded down on the wire, so what
 * they give is an upper bound: of two answers about the same lease, the earlier end holds. */
gint64
palco_session_find_deadline (PalcoSession            *self,
                             const PalcoSessionFacts *facts)
{
  gint64 now = palco_boottime_now ();
  gint64 seconds, deadline;

  if (facts->state != PALCO_SESSION_STATE_READY)
    return -1;

  if (facts->seconds_left >= 0)
    return now + facts->seconds_left * G_USEC_PER_SEC;

  seconds = estimate_seconds_left (facts);
  if (seconds < 0 && facts->lease_minutes == 0)
    return -1;

  deadline = now + MAX (seconds, 0) * G_USEC_PER_SEC;
  if (self->deadline_usec >= 0 && self->facts.lease_minutes == facts->lease_minutes)
    deadline = MIN (deadline, self->deadline_usec);

  return deadline;
}

gint64
palco_session_find_used (const PalcoSessionFacts *facts)
{
  if (facts->state != PALCO_SESSION_STATE_READY || facts->idle_seconds < 0)
    return PALCO_SESSION_USE_UNKNOWN;

  return palco_boottime_now () - facts->idle_seconds * G_USEC_PER_SEC;
}
