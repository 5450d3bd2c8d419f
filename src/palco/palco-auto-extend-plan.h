/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a lease is extended by itself: a pure function of what is known of a session.
 *
 * It is, shortly before its end, as long as somebody uses the session: until a step after they
 * last did, so that it ends soon after they leave. Who has not come yet is waited for longer.
 * Never beyond the cap, and not once nobody has done anything for a quarter of an hour. */

#define PALCO_AUTO_EXTEND_IDLE_SECONDS (15 * 60)

typedef struct
{
  gint64 seconds_left;
  gint64 idle_seconds;    /* -1 where the service does not tell: then it counts as used */
  guint  lease_minutes;
  guint  cap_minutes;     /* of the whole lease */
  guint  step_minutes;
} PalcoAutoExtendFacts;

typedef enum
{
  PALCO_AUTO_EXTEND_WAIT,
  PALCO_AUTO_EXTEND_NOW,
  PALCO_AUTO_EXTEND_IDLE,
  PALCO_AUTO_EXTEND_CAP,
} PalcoAutoExtendDecision;

guint                   palco_auto_extend_plan_lead   (guint                       step_minutes);
PalcoAutoExtendDecision palco_auto_extend_plan_decide (const PalcoAutoExtendFacts *facts,
                                                       guint                      *lease_minutes);

G_END_DECLS
