/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-session-items.h"

G_BEGIN_DECLS

GListModel       *palco_shown_sessions_new (PalcoSessionItems *items,
                                            GtkFilter         *filter);
PalcoSessionItem *palco_shown_sessions_get (GListModel        *shown,
                                            guint              position);

G_END_DECLS
