/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_WINDOW (palco_window_get_type ())

G_DECLARE_FINAL_TYPE (PalcoWindow, palco_window, PALCO, WINDOW, AdwApplicationWindow)

GtkWidget *palco_window_new             (AdwApplication  *application,
                                         PalcoConnection *connection);
GtkWidget *palco_window_get_launch_page (PalcoWindow     *self);
void       palco_window_show_session    (PalcoWindow     *self,
                                         const char      *id);

G_END_DECLS
