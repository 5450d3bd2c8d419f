/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>
#include <palco.h>

G_BEGIN_DECLS

/* Asks for a file and writes the month there. What goes wrong is told in the window of @origin. */
void palco_usage_export (GtkWidget        *origin,
                         PalcoUsage       *usage,
                         PalcoAccountList *accounts);

G_END_DECLS
