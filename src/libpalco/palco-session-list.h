/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_LIST (palco_session_list_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoSessionList, palco_session_list, PALCO, SESSION_LIST, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoSessionList  *palco_session_list_new            (PalcoClient *client);
PALCO_AVAILABLE_IN_1_0
PalcoClient       *palco_session_list_get_client     (PalcoSessionList *self);
PALCO_AVAILABLE_IN_1_0
gboolean           palco_session_list_get_polling    (PalcoSessionList *self);
PALCO_AVAILABLE_IN_1_0
void               palco_session_list_set_polling    (PalcoSessionList *self,
                                                      gboolean          polling);
PALCO_AVAILABLE_IN_1_0
gboolean           palco_session_list_get_loading    (PalcoSessionList *self);
PALCO_AVAILABLE_IN_1_0
const GError      *palco_session_list_get_error      (PalcoSessionList *self);
PALCO_AVAILABLE_IN_1_0
void               palco_session_list_add            (PalcoSessionList *self,
                                                      PalcoSession     *session);
PALCO_AVAILABLE_IN_1_0
PalcoSession      *palco_session_list_lookup         (PalcoSessionList *self,
                                                      const char       *id);
PALCO_AVAILABLE_IN_1_0
void               palco_session_list_refresh_async  (PalcoSessionList   *self,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean           palco_session_list_refresh_finish (PalcoSessionList *self,
                                                      GAsyncResult     *result,
                                                      GError          **error);

G_END_DECLS
