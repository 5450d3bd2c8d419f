/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <json-glib/json-glib.h>

#include "palco-catalogue.h"

G_BEGIN_DECLS

/* Where a service describes itself. */
#define PALCO_DISCOVERY_PATH "/.well-known/palco"

PalcoCatalogue *palco_catalogue_new           (const char      *service_name,
                                               const char      *sts_url,
                                               gboolean         discovered);
PalcoCatalogue *palco_catalogue_new_from_json (JsonObject      *object,
                                               gboolean         is_local,
                                               GError         **error);
PalcoCatalogue *palco_catalogue_new_built_in  (const char      *address);
void            palco_catalogue_set_retired   (PalcoCatalogue  *self);
void            palco_catalogue_refuse_sign_in (PalcoCatalogue *self,
                                                PalcoSignInKind kind);
gboolean        palco_catalogue_knows_host    (const char      *host);
void            palco_catalogue_add_region    (PalcoCatalogue  *self,
                                               PalcoRegion     *region);
void            palco_catalogue_add_size      (PalcoCatalogue  *self,
                                               PalcoSize       *size);

G_END_DECLS
