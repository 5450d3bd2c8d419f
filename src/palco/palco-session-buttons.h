/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-session-item.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_BUTTONS (palco_session_buttons_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionButtons, palco_session_buttons, PALCO, SESSION_BUTTONS, GtkWidget)

void palco_session_buttons_show_item (PalcoSessionButtons *self,
                                      PalcoSessionItem    *item);
void palco_session_buttons_set_step  (PalcoSessionButtons *self,
                                      guint                minutes);

G_END_DECLS
