/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>
#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_PREFLIGHT_VIEW (palco_preflight_view_get_type ())

G_DECLARE_FINAL_TYPE (PalcoPreflightView, palco_preflight_view, PALCO, PREFLIGHT_VIEW, AdwBin)

void palco_preflight_view_run  (PalcoPreflightView *self,
                                PalcoAccount       *account,
                                PalcoCredentials   *credentials);
void palco_preflight_view_stop (PalcoPreflightView *self);

G_END_DECLS
