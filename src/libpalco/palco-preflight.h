/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-preflight-step.h"

G_BEGIN_DECLS

#define PALCO_TYPE_PREFLIGHT (palco_preflight_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoPreflight, palco_preflight, PALCO, PREFLIGHT, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoPreflight      *palco_preflight_new            (PalcoAccount       *account,
                                                     PalcoCredentials   *credentials);
PALCO_AVAILABLE_IN_1_0
void                 palco_preflight_run_async      (PalcoPreflight     *self,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean             palco_preflight_run_finish     (PalcoPreflight     *self,
                                                     GAsyncResult       *result,
                                                     GError            **error);
PALCO_AVAILABLE_IN_1_0
PalcoPreflightStep  *palco_preflight_get_fault_step (PalcoPreflight     *self);

G_END_DECLS
