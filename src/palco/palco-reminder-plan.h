/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When to warn of the end of a lease: pure functions of the seconds that are left.
 *
 * A lead is how long before the end a warning is due. The smallest one that was told, or that
 * there was no need to tell, is kept as “told”: only those that come after it are due. */

#define PALCO_REMINDER_NOTHING_TOLD G_MAXUINT

guint    palco_reminder_plan_skip (gint64  seconds_left);
gboolean palco_reminder_plan_due  (gint64  seconds_left,
                                   guint   told,
                                   guint  *lead);
gint64   palco_reminder_plan_next (gint64  seconds_left);

G_END_DECLS
