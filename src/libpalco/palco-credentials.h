/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_CREDENTIALS (palco_credentials_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (PalcoCredentials, palco_credentials, PALCO, CREDENTIALS, GObject)

struct _PalcoCredentialsInterface
{
  GTypeInterface parent_iface;

  void  (*lookup_key_async)  (PalcoCredentials     *self,
                              PalcoAccount         *account,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
  char *(*lookup_key_finish) (PalcoCredentials     *self,
                              GAsyncResult         *result,
                              GError              **error);
};

PALCO_AVAILABLE_IN_1_0
void   palco_credentials_lookup_key_async  (PalcoCredentials   *self,
                                            PalcoAccount       *account,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
char  *palco_credentials_lookup_key_finish (PalcoCredentials *self,
                                            GAsyncResult     *result,
                                            GError          **error);
PALCO_AVAILABLE_IN_1_0
void   palco_key_free                      (char *key);

G_END_DECLS
