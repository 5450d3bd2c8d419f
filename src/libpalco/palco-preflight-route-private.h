/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-preflight-step.h"

G_BEGIN_DECLS

void       palco_preflight_route_async  (GUri               *uri,
                                         GTlsDatabase       *tls_database,
                                         guint               step_msecs,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GPtrArray *palco_preflight_route_finish (GAsyncResult       *result);

G_END_DECLS
