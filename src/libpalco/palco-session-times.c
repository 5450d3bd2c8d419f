/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-private.h"

/* From when to when a session is billed, where the service does not say it. */

static gboolean
has_ended (const PalcoSessionFacts *facts)
{
  return facts->state == PALCO_SESSION_STATE_STOPPED ||
         facts->state == PALCO_SESSION_STATE_EXPIRED ||
         facts->state == PALCO_SESSION_STATE_ERROR;
}

static gint64
to_unix (GDateTime *time)
{
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/* When nobody looked at the moment, the minutes spent and the lease bound what it can be. */
static GDateTime *
estimate_end_time (const PalcoSessionFacts *facts)
{
  gint64 ready = to_unix (facts->ready_time);
  gint64 end = g_get_real_time () / G_USEC_PER_SEC;

  if (ready > 0 && facts->lease_minutes > 0)
    end = MIN (end, ready + (gint64) facts->lease_minutes * 60);

  if (ready > 0 && facts->elapsed_minutes > 0)
    end = MIN (end, ready + ((gint64) facts->elapsed_minutes + 1) * 60);

  return g_date_time_new_from_unix_utc (end);
}

/* One that ended without a minute spent was never ready, as far as anybody knows. */
static GDateTime *
estimate_ready_time (const PalcoSessionFacts *facts)
{
  gint64 end = facts->end_time != NULL ? to_unix (facts->end_time) : g_get_real_time () / G_USEC_PER_SEC;

  if (facts->state != PALCO_SESSION_STATE_READY &&
      !(has_ended (facts) && facts->elapsed_minutes > 0))
    return NULL;

  return g_date_time_new_from_unix_utc (end - (gint64) facts->elapsed_minutes * 60);
}

static GDateTime *
keep_time (GDateTime *time)
{
  return time != NULL ? g_date_time_ref (time) : NULL;
}

/* Fills in what @facts, which are about to be those of @self, leave out. What was found
 * earlier holds: it was nearer to the moment. */
void
palco_session_complete_times (PalcoSession      *self,
                              PalcoSessionFacts *facts)
{
  if (facts->ready_time == NULL)
    facts->ready_time = keep_time (self->facts.ready_time);
  if (facts->ready_time == NULL)
    facts->ready_time = estimate_ready_time (facts);

  if (!has_ended (facts))
    return;

  if (facts->end_time == NULL)
    facts->end_time = keep_time (self->facts.end_time);
  if (facts->end_time == NULL)
    facts->end_time = estimate_end_time (facts);
}
