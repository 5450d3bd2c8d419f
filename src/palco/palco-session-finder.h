/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-session-items.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_FINDER (palco_session_finder_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionFinder, palco_session_finder, PALCO, SESSION_FINDER, GObject)

PalcoSessionFinder *palco_session_finder_new  (GtkListView        *list_view,
                                               PalcoSessionItems  *items,
                                               GListModel         *shown);
void                palco_session_finder_find (PalcoSessionFinder *self,
                                               const char         *id);

G_END_DECLS
