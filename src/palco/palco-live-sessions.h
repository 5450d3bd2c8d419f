/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-live-session.h"

G_BEGIN_DECLS

#define PALCO_TYPE_LIVE_SESSIONS (palco_live_sessions_get_type ())

G_DECLARE_FINAL_TYPE (PalcoLiveSessions, palco_live_sessions, PALCO, LIVE_SESSIONS, GObject)

PalcoLiveSessions *palco_live_sessions_new          (void);
void               palco_live_sessions_set_lists    (PalcoLiveSessions *self,
                                                     GPtrArray         *lists);
void               palco_live_sessions_drop         (PalcoLiveSessions *self,
                                                     PalcoLiveSession  *live);
PalcoLiveSession  *palco_live_sessions_lookup       (PalcoLiveSessions *self,
                                                     const char        *key);
GListModel        *palco_live_sessions_get_model    (PalcoLiveSessions *self);
guint              palco_live_sessions_get_n        (PalcoLiveSessions *self);
gboolean           palco_live_sessions_any_not_lost (PalcoLiveSessions *self);

G_END_DECLS
