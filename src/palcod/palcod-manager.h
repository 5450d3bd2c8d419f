/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

#include "palcod-allocator.h"
#include "palcod-config.h"
#include "palcod-session.h"
#include "palcod-store.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_MANAGER (palcod_manager_get_type ())

G_DECLARE_FINAL_TYPE (PalcodManager, palcod_manager, PALCOD, MANAGER, GObject)

/* Owns all sessions: their state machine, leases and hosts. Speaks neither HTTP nor JSON.
 * Emits “session-changed” (PalcodSession) after each change. */
PalcodManager *palcod_manager_new               (const PalcodConfig    *config,
                                                 PalcodStore           *store,
                                                 PalcodAllocator       *allocator);

/* Reads the store and takes up what still lives; blocks, belongs before the main loop.
 * Control URL (ws://HOST:PORT, without a path) and its CA (PEM, or NULL) are what new hosts
 * are told to dial. */
gboolean       palcod_manager_start             (PalcodManager         *self,
                                                 const char            *control_url,
                                                 const char            *control_ca,
                                                 GError               **error);

/* Stops all sessions and returns once none of their hosts runs any more. */
void           palcod_manager_stop_all_async    (PalcodManager         *self,
                                                 GCancellable          *cancellable,
                                                 GAsyncReadyCallback    callback,
                                                 gpointer               user_data);
gboolean       palcod_manager_stop_all_finish   (PalcodManager         *self,
                                                 GAsyncResult          *result,
                                                 GError               **error);

/* Borrowed; NULL when this account has no such session. */
PalcodSession *palcod_manager_lookup            (PalcodManager         *self,
                                                 const char            *account_id,
                                                 const char            *id);

/* Starting and Ready ones only (rule 39), in order of creation. (transfer full) */
GPtrArray     *palcod_manager_list              (PalcodManager         *self,
                                                 const char            *account_id);
guint          palcod_manager_get_n_live        (PalcodManager         *self);
guint          palcod_manager_get_free          (PalcodManager         *self,
                                                 const char            *size);

/* Arguments are validated by the caller (id, canonical size, 0 ≤ lease ≤ 1440).
 * *created tells 201 from 200; CONFLICT for other settings (rules 21–25). The same settings
 * are the same size and the lease either as first asked for (a repeated PUT, maybe after an
 * update) or as it is now. Ids of ended sessions stay taken as long as those are kept. */
void           palcod_manager_create_async      (PalcodManager         *self,
                                                 const char            *account_id,
                                                 const char            *id,
                                                 const char            *size,
                                                 guint                  lease_minutes,
                                                 GCancellable          *cancellable,
                                                 GAsyncReadyCallback    callback,
                                                 gpointer               user_data);
PalcodSession *palcod_manager_create_finish     (PalcodManager         *self,
                                                 GAsyncResult          *result,
                                                 gboolean              *created,
                                                 GError               **error);

/* Nobody may be told that there is no such session while it is being stored: the client that asked
 * for it may be gone, and whoever looks for what it left behind would forget the session. It fails
 * only when it is cancelled. */
gboolean       palcod_manager_is_creating       (PalcodManager         *self,
                                                 const char            *account_id,
                                                 const char            *id);
void           palcod_manager_await_creation_async (PalcodManager       *self,
                                                    const char          *account_id,
                                                    const char          *id,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
gboolean       palcod_manager_await_creation_finish (PalcodManager  *self,
                                                     GAsyncResult   *result,
                                                     GError        **error);

/* Only longer, only while it lives, else REFUSED (rule 38). */
void           palcod_manager_update_async      (PalcodManager         *self,
                                                 PalcodSession         *session,
                                                 guint                  lease_minutes,
                                                 GCancellable          *cancellable,
                                                 GAsyncReadyCallback    callback,
                                                 gpointer               user_data);
gboolean       palcod_manager_update_finish     (PalcodManager         *self,
                                                 GAsyncResult          *result,
                                                 GError               **error);

/* Succeeds on ended sessions and changes nothing there (rule 36); else the session is Stopped
 * when the call returns, and the callback comes when that is stored as well. */
void           palcod_manager_stop_async        (PalcodManager         *self,
                                                 PalcodSession         *session,
                                                 GCancellable          *cancellable,
                                                 GAsyncReadyCallback    callback,
                                                 gpointer               user_data);
gboolean       palcod_manager_stop_finish       (PalcodManager         *self,
                                                 GAsyncResult          *result,
                                                 GError               **error);

/* A host dials ws…/palco/v1/hosts/UID/control with “Authorization: Bearer TOKEN”. The server
 * asks the first before it accepts the WebSocket, then hands it over with the second. */
gboolean       palcod_manager_check_host_token  (PalcodManager           *self,
                                                 gint64                   uid,
                                                 const char              *token);
void           palcod_manager_accept_host       (PalcodManager           *self,
                                                 gint64                   uid,
                                                 SoupWebsocketConnection *connection);

G_END_DECLS
