/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_LIVE_SESSION (palco_live_session_get_type ())

G_DECLARE_FINAL_TYPE (PalcoLiveSession, palco_live_session, PALCO, LIVE_SESSION, GObject)

PalcoLiveSession  *palco_live_session_new         (PalcoClient       *client,
                                                   PalcoSession      *session);
void               palco_live_session_replace     (PalcoLiveSession  *self,
                                                   PalcoClient       *client,
                                                   PalcoSession      *session);
PalcoClient       *palco_live_session_get_client  (PalcoLiveSession  *self);
PalcoSession      *palco_live_session_get_session (PalcoLiveSession  *self);
PalcoHistoryEntry *palco_live_session_get_entry   (PalcoLiveSession  *self);
void               palco_live_session_set_entry   (PalcoLiveSession  *self,
                                                   PalcoHistoryEntry *entry);
char              *palco_live_session_dup_name    (PalcoLiveSession  *self);
const char        *palco_live_session_get_key     (PalcoLiveSession  *self);
GVariant          *palco_live_session_get_target  (PalcoLiveSession  *self);
gint64             palco_live_session_get_end     (PalcoLiveSession  *self);
gboolean           palco_live_session_is_lost     (PalcoLiveSession  *self);
void               palco_live_session_set_lost    (PalcoLiveSession  *self,
                                                   gboolean           is_lost);

char              *palco_live_session_dup_key     (PalcoClient       *client,
                                                   PalcoSession      *session);
char              *palco_live_session_key_of      (GVariant          *target);
char              *palco_live_session_entry_key   (PalcoHistoryEntry *entry);

G_END_DECLS
