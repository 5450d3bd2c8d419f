/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void palco_session_menu_attach (GtkMenuButton *button,
                                const char    *menu_id);

G_END_DECLS
