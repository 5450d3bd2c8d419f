/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-live-sessions.h"
#include "palco-reminder.h"

G_BEGIN_DECLS

#define PALCO_TYPE_AUTO_EXTEND (palco_auto_extend_get_type ())

G_DECLARE_FINAL_TYPE (PalcoAutoExtend, palco_auto_extend, PALCO, AUTO_EXTEND, GObject)

PalcoAutoExtend *palco_auto_extend_new     (PalcoLiveSessions *sessions);
gboolean         palco_auto_extend_expects (PalcoAutoExtend   *self,
                                            PalcoLiveSession  *live);

G_END_DECLS
