/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-live-sessions.h"
#include "palco-notifier.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_CONTROL (palco_session_control_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionControl, palco_session_control, PALCO, SESSION_CONTROL, GObject)

PalcoSessionControl *palco_session_control_new         (GApplication        *application,
                                                        PalcoLiveSessions   *sessions,
                                                        PalcoNotifier       *notifier,
                                                        GSettings           *settings);
void                 palco_session_control_extend      (PalcoSessionControl *self,
                                                        GVariant            *target);
void                 palco_session_control_stop        (PalcoSessionControl *self,
                                                        GVariant            *target);
void                 palco_session_control_stop_in_use (PalcoSessionControl *self,
                                                        GVariant            *target);

G_END_DECLS
