/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-connection.h"

G_BEGIN_DECLS

/* Takes accounts over from a file of another program: key to the keyring, account to the list. */

void   palco_importer_run_async  (PalcoConnection     *connection,
                                  PalcoImport         *import,
                                  GPtrArray           *chosen,
                                  gboolean             remove_keys,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gssize palco_importer_run_finish (GAsyncResult        *result,
                                  GError             **error);

G_END_DECLS
