/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-session-items.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_CLOCK (palco_session_clock_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionClock, palco_session_clock, PALCO, SESSION_CLOCK, GObject)

PalcoSessionClock *palco_session_clock_new          (PalcoSessionItems *items);
void               palco_session_clock_set_running  (PalcoSessionClock *self,
                                                     gboolean           running);
guint              palco_session_clock_get_interval (PalcoSessionClock *self);

G_END_DECLS
