/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-sign-in.h"
#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_CATALOGUE (palco_catalogue_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoCatalogue, palco_catalogue, PALCO, CATALOGUE, GObject)

PALCO_AVAILABLE_IN_1_0
const char   *palco_catalogue_get_service_name (PalcoCatalogue *self);
PALCO_AVAILABLE_IN_1_0
const char   *palco_catalogue_get_sts_url      (PalcoCatalogue *self);
PALCO_AVAILABLE_IN_1_0
gboolean      palco_catalogue_is_discovered    (PalcoCatalogue *self);
PALCO_AVAILABLE_IN_1_0
gboolean      palco_catalogue_is_retired       (PalcoCatalogue *self);
PALCO_AVAILABLE_IN_1_0
gboolean      palco_catalogue_offers_sign_in   (PalcoCatalogue *self,
                                                PalcoSignInKind kind);
PALCO_AVAILABLE_IN_1_0
GListModel   *palco_catalogue_get_regions      (PalcoCatalogue *self);
PALCO_AVAILABLE_IN_1_0
GListModel   *palco_catalogue_get_sizes        (PalcoCatalogue *self);
PALCO_AVAILABLE_IN_1_0
PalcoRegion  *palco_catalogue_lookup_region    (PalcoCatalogue *self,
                                                const char     *id);
PALCO_AVAILABLE_IN_1_0
PalcoSize    *palco_catalogue_lookup_size      (PalcoCatalogue *self,
                                                const char     *id);

G_END_DECLS
