/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-session-item.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_DETAILS (palco_session_details_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionDetails, palco_session_details, PALCO, SESSION_DETAILS, AdwWindow)

void palco_session_details_present (GtkWidget        *origin,
                                    PalcoSessionItem *item);

G_END_DECLS
