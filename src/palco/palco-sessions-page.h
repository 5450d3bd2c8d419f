/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSIONS_PAGE (palco_sessions_page_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionsPage, palco_sessions_page, PALCO, SESSIONS_PAGE, AdwBin)

GtkWidget *palco_sessions_page_new           (PalcoConnection   *connection);
void       palco_sessions_page_show_sessions (PalcoSessionsPage *self,
                                              PalcoSessionList  *sessions);
guint      palco_sessions_page_get_n_running (PalcoSessionsPage *self);
void       palco_sessions_page_refresh       (PalcoSessionsPage *self);
void       palco_sessions_page_show_session  (PalcoSessionsPage *self,
                                              const char        *id);

G_END_DECLS
