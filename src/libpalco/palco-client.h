/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_CLIENT (palco_client_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoClient, palco_client, PALCO, CLIENT, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoClient     *palco_client_new                    (PalcoAccount     *account,
                                                      PalcoCredentials *credentials,
                                                      PalcoJournal     *journal);
PALCO_AVAILABLE_IN_1_0
PalcoAccount    *palco_client_get_account            (PalcoClient *self);
PALCO_AVAILABLE_IN_1_0
PalcoJournal    *palco_client_get_journal            (PalcoClient *self);
PALCO_AVAILABLE_IN_1_0
PalcoCatalogue  *palco_client_get_catalogue          (PalcoClient *self);
PALCO_AVAILABLE_IN_1_0
void             palco_client_load_catalogue_async   (PalcoClient        *self,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
PalcoCatalogue  *palco_client_load_catalogue_finish  (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_test_async             (PalcoClient        *self,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_client_test_finish            (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_create_session_async   (PalcoClient         *self,
                                                      PalcoRegion         *region,
                                                      PalcoSessionOptions *options,
                                                      GCancellable        *cancellable,
                                                      GAsyncReadyCallback  callback,
                                                      gpointer             user_data);
PALCO_AVAILABLE_IN_1_0
PalcoSession    *palco_client_create_session_finish  (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_get_session_async      (PalcoClient        *self,
                                                      PalcoRegion        *region,
                                                      const char         *id,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
PalcoSession    *palco_client_get_session_finish     (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_find_session_async     (PalcoClient        *self,
                                                      const char         *id,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
PalcoSession    *palco_client_find_session_finish    (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_list_sessions_async    (PalcoClient        *self,
                                                      PalcoRegion        *region,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
GPtrArray       *palco_client_list_sessions_finish   (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_refresh_session_async  (PalcoClient        *self,
                                                      PalcoSession       *session,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_client_refresh_session_finish (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_update_session_async   (PalcoClient        *self,
                                                      PalcoSession       *session,
                                                      guint               lease_minutes,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_client_update_session_finish  (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_stop_session_async     (PalcoClient        *self,
                                                      PalcoSession       *session,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_client_stop_session_finish    (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_wait_session_async     (PalcoClient        *self,
                                                      PalcoSession       *session,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean         palco_client_wait_session_finish    (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);
PALCO_AVAILABLE_IN_1_0
void             palco_client_reconcile_async        (PalcoClient        *self,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
GPtrArray       *palco_client_reconcile_finish       (PalcoClient  *self,
                                                      GAsyncResult *result,
                                                      GError      **error);

G_END_DECLS
