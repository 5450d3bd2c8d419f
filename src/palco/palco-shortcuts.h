/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Keys of actions, and the window that shows all keys. */

void                palco_shortcuts_install    (GtkApplication       *application);
GtkShortcutsWindow *palco_shortcuts_window_new (void);
void                palco_shortcuts_present    (GtkApplicationWindow *window);

G_END_DECLS
