/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_LOCAL_SERVICE (palco_local_service_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoLocalService, palco_local_service, PALCO, LOCAL_SERVICE, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoLocalService  *palco_local_service_new         (void);
PALCO_AVAILABLE_IN_1_0
PalcoAccount       *palco_local_service_get_account (PalcoLocalService *self);
PALCO_AVAILABLE_IN_1_0
void                palco_local_service_open_async  (PalcoLocalService  *self,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean            palco_local_service_open_finish (PalcoLocalService *self,
                                                     GAsyncResult      *result,
                                                     GError           **error);

G_END_DECLS
