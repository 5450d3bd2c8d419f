/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_ACCOUNT_LIST (palco_account_list_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoAccountList, palco_account_list, PALCO, ACCOUNT_LIST, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoAccountList  *palco_account_list_new           (GFile *file);
PALCO_AVAILABLE_IN_1_0
void               palco_account_list_load_async    (PalcoAccountList   *self,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean           palco_account_list_load_finish   (PalcoAccountList *self,
                                                     GAsyncResult     *result,
                                                     GError          **error);
PALCO_AVAILABLE_IN_1_0
void               palco_account_list_add_async     (PalcoAccountList   *self,
                                                     PalcoAccount       *account,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean           palco_account_list_add_finish    (PalcoAccountList *self,
                                                     GAsyncResult     *result,
                                                     GError          **error);
PALCO_AVAILABLE_IN_1_0
void               palco_account_list_remove_async  (PalcoAccountList   *self,
                                                     PalcoAccount       *account,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean           palco_account_list_remove_finish (PalcoAccountList *self,
                                                     GAsyncResult     *result,
                                                     GError          **error);
PALCO_AVAILABLE_IN_1_0
void               palco_account_list_save_async    (PalcoAccountList   *self,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean           palco_account_list_save_finish   (PalcoAccountList *self,
                                                     GAsyncResult     *result,
                                                     GError          **error);
PALCO_AVAILABLE_IN_1_0
PalcoAccount      *palco_account_list_lookup        (PalcoAccountList *self,
                                                     const char       *name_or_uid);
PALCO_AVAILABLE_IN_1_0
PalcoAccount      *palco_account_list_find          (PalcoAccountList *self,
                                                     const char       *address,
                                                     const char       *account_id);
PALCO_AVAILABLE_IN_1_0
char              *palco_account_list_dup_free_name (PalcoAccountList *self,
                                                     const char       *name);

G_END_DECLS
