/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_IMPORT (palco_import_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoImport, palco_import, PALCO, IMPORT, GObject)

PALCO_AVAILABLE_IN_1_0
void          palco_import_load_async   (GFile              *file,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
PalcoImport  *palco_import_load_finish  (GAsyncResult       *result,
                                         GError            **error);
PALCO_AVAILABLE_IN_1_0
GFile        *palco_import_get_file     (PalcoImport        *self);
PALCO_AVAILABLE_IN_1_0
gboolean      palco_import_has_other_secrets (PalcoImport   *self);
PALCO_AVAILABLE_IN_1_0
void          palco_import_scrub_async  (PalcoImport        *self,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean      palco_import_scrub_finish (PalcoImport        *self,
                                         GAsyncResult       *result,
                                         GError            **error);

G_END_DECLS
