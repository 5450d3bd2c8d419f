/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_HISTORY (palco_session_history_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionHistory, palco_session_history, PALCO, SESSION_HISTORY, GObject)

PalcoSessionHistory *palco_session_history_new   (PalcoClient         *client);
void                 palco_session_history_close (PalcoSessionHistory *self);

G_END_DECLS
