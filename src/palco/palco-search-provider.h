/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-live-sessions.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SEARCH_PROVIDER (palco_search_provider_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSearchProvider, palco_search_provider, PALCO, SEARCH_PROVIDER, GObject)

PalcoSearchProvider *palco_search_provider_new      (GApplication         *application,
                                                     PalcoPresetList      *presets,
                                                     PalcoLiveSessions    *sessions);
gboolean             palco_search_provider_export   (PalcoSearchProvider  *self,
                                                     GDBusConnection      *connection,
                                                     const char           *path,
                                                     GError              **error);
void                 palco_search_provider_unexport (PalcoSearchProvider  *self);

G_END_DECLS
