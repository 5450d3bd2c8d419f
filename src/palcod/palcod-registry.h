/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-session.h"

G_BEGIN_DECLS

typedef struct _PalcodRegistry PalcodRegistry;

/* All sessions that the service knows, found by number, or by account and id. Ended ones are
 * by far the most, so those that live are listed apart. */
PalcodRegistry *palcod_registry_new          (void);
void            palcod_registry_free         (PalcodRegistry *self);
void            palcod_registry_add          (PalcodRegistry *self,
                                              PalcodSession  *session);
PalcodSession  *palcod_registry_lookup       (PalcodRegistry *self,
                                              const char     *account_id,
                                              const char     *id);
PalcodSession  *palcod_registry_lookup_uid   (PalcodRegistry *self,
                                              gint64          uid);

/* To be told when a session has ended. */
void            palcod_registry_update       (PalcodRegistry *self,
                                              PalcodSession  *session);
GPtrArray      *palcod_registry_list_live    (PalcodRegistry *self,
                                              const char     *account_id);
guint           palcod_registry_count_live   (PalcodRegistry *self);
void            palcod_registry_remove_ended (PalcodRegistry *self,
                                              gint64          ended_before);

G_END_DECLS
