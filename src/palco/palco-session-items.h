/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-session-item.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_ITEMS (palco_session_items_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionItems, palco_session_items, PALCO, SESSION_ITEMS, GObject)

PalcoSessionItems *palco_session_items_new            (void);
PalcoSessionList  *palco_session_items_get_sessions   (PalcoSessionItems *self);
void               palco_session_items_set_sessions   (PalcoSessionItems *self,
                                                       PalcoSessionList  *sessions);
void               palco_session_items_set_history    (PalcoSessionItems *self,
                                                       GPtrArray         *entries);
guint              palco_session_items_get_n_live     (PalcoSessionItems *self);
guint              palco_session_items_get_n_selected (PalcoSessionItems *self);
void               palco_session_items_set_selectable (PalcoSessionItems *self,
                                                       gboolean           selectable);
GPtrArray         *palco_session_items_dup_selected   (PalcoSessionItems *self);
PalcoSessionItem  *palco_session_items_lookup         (PalcoSessionItems *self,
                                                       const char        *id);

G_END_DECLS
