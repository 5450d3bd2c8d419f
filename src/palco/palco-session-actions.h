/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-session-item.h"

G_BEGIN_DECLS

/* What a person can do with sessions. @origin is a widget of the window that shows what comes of
 * it; the row may meanwhile show another session. */

void palco_session_actions_stop           (GtkWidget        *origin,
                                           PalcoSessionItem *item);
void palco_session_actions_stop_all       (GtkWidget        *origin,
                                           GPtrArray        *items);
void palco_session_actions_extend         (GtkWidget        *origin,
                                           PalcoSessionItem *item,
                                           guint             minutes);
void palco_session_actions_set_cap        (GtkWidget        *origin,
                                           PalcoSessionItem *item,
                                           guint             cap_minutes);
void palco_session_actions_open_inspector (GtkWidget        *origin,
                                           PalcoSessionItem *item);
void palco_session_actions_copy_id        (GtkWidget        *origin,
                                           PalcoSessionItem *item);
void palco_session_actions_copy_address   (GtkWidget        *origin,
                                           PalcoSessionItem *item);
void palco_session_actions_start_again    (GtkWidget        *origin,
                                           PalcoSessionItem *item);
void palco_session_actions_edit           (GtkWidget        *origin,
                                           PalcoSessionItem *item);

G_END_DECLS
