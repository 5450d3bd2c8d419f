/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-connection.h"

G_BEGIN_DECLS

void palco_connection_actions_install (GtkApplicationWindow *window,
                                       GtkWidget            *origin,
                                       PalcoConnection      *connection);

G_END_DECLS
