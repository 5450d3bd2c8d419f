/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

/* The file of accounts, read and changed as a whole. palco_account_file_load() and _change()
 * block; the asynchronous ones run them in a worker thread. */

typedef struct
{
  char        *uid;
  char        *name;
  char        *address;
  char        *account_id;
  char        *sts_url;          /* NULL when the service tells */
  char        *trusted_sts_url;  /* NULL before the first token */
  PalcoSignIn *sign_in;
  GVariant    *prices;
} PalcoAccountRecord;

typedef enum
{
  PALCO_ACCOUNT_CHANGE_ADD,      /* fails when the name is taken */
  PALCO_ACCOUNT_CHANGE_REPLACE,  /* of an account that is still there */
  PALCO_ACCOUNT_CHANGE_REMOVE,
} PalcoAccountChange;

PalcoAccountRecord *palco_account_record_new    (PalcoAccount              *account);
void                palco_account_record_free   (PalcoAccountRecord        *record);

GPtrArray          *palco_account_file_load     (const char                *path,
                                                 GError                   **error);
GPtrArray          *palco_account_file_change   (const char                *path,
                                                 PalcoAccountChange         change,
                                                 GPtrArray                 *records,
                                                 GError                   **error);

void                palco_account_file_load_async    (const char         *path,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
GPtrArray          *palco_account_file_load_finish   (GAsyncResult       *result,
                                                      GError            **error);
void                palco_account_file_change_async  (const char         *path,
                                                      PalcoAccountChange  change,
                                                      GPtrArray          *records,
                                                      GCancellable       *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer            user_data);
GPtrArray          *palco_account_file_change_finish (GAsyncResult       *result,
                                                      GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoAccountRecord, palco_account_record_free)

G_END_DECLS
