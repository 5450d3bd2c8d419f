/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-live-sessions.h"

G_BEGIN_DECLS

void       palco_own_sessions_find_async  (PalcoLiveSessions    *sessions,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray *palco_own_sessions_find_finish (PalcoLiveSessions    *sessions,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
