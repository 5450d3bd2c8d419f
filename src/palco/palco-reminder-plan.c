/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-reminder-plan.h"

static const guint lead_seconds[] = { 15 * 60, 5 * 60, 1 * 60 };

/* The smallest lead that has come when so much is left. */
static guint
find_lead (gint64 seconds_left)
{
  guint lead = PALCO_REMINDER_NOTHING_TOLD;

  for (guint i = 0; i < G_N_ELEMENTS (lead_seconds); i++)
    {
      if (seconds_left <= lead_seconds[i])
        lead = lead_seconds[i];
    }

  return lead;
}

/* Returns: what counts as told of a lease that was just begun or extended: who chose so little
 * knows how much it is */
guint
palco_reminder_plan_skip (gint64 seconds_left)
{
  return find_lead (seconds_left);
}

/* After a suspend several may have come: the last of them is told. */
gboolean
palco_reminder_plan_due (gint64  seconds_left,
                         guint   told,
                         guint  *lead)
{
  *lead = find_lead (seconds_left);

  return seconds_left > 0 && *lead < told;
}

/* Returns: seconds from now until the next lead comes, then the end; -1 after it */
gint64
palco_reminder_plan_next (gint64 seconds_left)
{
  for (guint i = 0; i < G_N_ELEMENTS (lead_seconds); i++)
    {
      if (seconds_left > lead_seconds[i])
        return seconds_left - lead_seconds[i];
    }

  return seconds_left > 0 ? seconds_left : -1;
}
