/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-session-clock.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_ROW (palco_session_row_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionRow, palco_session_row, PALCO, SESSION_ROW, AdwBin)

GtkWidget        *palco_session_row_new      (PalcoSessionClock *clock,
                                              GSettings         *settings);
PalcoSessionItem *palco_session_row_get_item (PalcoSessionRow   *self);
void              palco_session_row_set_item (PalcoSessionRow   *self,
                                              PalcoSessionItem  *item);

G_END_DECLS
