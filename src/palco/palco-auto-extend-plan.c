/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-auto-extend-plan.h"

#define SECONDS_PER_MINUTE 60
#define LEAD_SECONDS       (3 * SECONDS_PER_MINUTE)

/* Nobody is as quick as this after a session got ready. */
#define UNUSED_SECONDS     5

/* Returns: how many seconds before its end a lease is extended */
guint
palco_auto_extend_plan_lead (guint step_minutes)
{
  return MIN (LEAD_SECONDS, step_minutes * SECONDS_PER_MINUTE / 2);
}

/* What lease fits the use that was made of the session. */
static guint
find_lease (const PalcoAutoExtendFacts *facts)
{
  gint64 elapsed = (gint64) facts->lease_minutes * SECONDS_PER_MINUTE - facts->seconds_left;
  gint64 used = elapsed - MAX (facts->idle_seconds, 0);
  gint64 grace = facts->step_minutes * SECONDS_PER_MINUTE;

  if (used <= UNUSED_SECONDS && facts->idle_seconds >= 0)
    grace = MAX (grace, PALCO_AUTO_EXTEND_IDLE_SECONDS);

  /* Rounded: what was told is as of a moment ago. */
  return (MAX (used, 0) + grace + SECONDS_PER_MINUTE / 2) / SECONDS_PER_MINUTE;
}

/**
 * palco_auto_extend_plan_decide:
 * @facts: what is known now
 * @lease_minutes: (out): the new lease, if it is %PALCO_AUTO_EXTEND_NOW
 */
PalcoAutoExtendDecision
palco_auto_extend_plan_decide (const PalcoAutoExtendFacts *facts,
                               guint                      *lease_minutes)
{
  *lease_minutes = MIN (find_lease (facts), facts->cap_minutes);

  if (facts->seconds_left > palco_auto_extend_plan_lead (facts->step_minutes))
    return PALCO_AUTO_EXTEND_WAIT;

  if (facts->lease_minutes >= facts->cap_minutes)
    return PALCO_AUTO_EXTEND_CAP;

  if (facts->idle_seconds >= PALCO_AUTO_EXTEND_IDLE_SECONDS ||
      *lease_minutes <= facts->lease_minutes)
    return PALCO_AUTO_EXTEND_IDLE;

  return PALCO_AUTO_EXTEND_NOW;
}
