/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PALCO_TYPE_LEASE_GROUP (palco_lease_group_get_type ())

G_DECLARE_FINAL_TYPE (PalcoLeaseGroup, palco_lease_group, PALCO, LEASE_GROUP, AdwPreferencesGroup)

guint palco_lease_group_get_minutes     (PalcoLeaseGroup *self);
void  palco_lease_group_set_minutes     (PalcoLeaseGroup *self,
                                         guint            minutes);
guint palco_lease_group_get_cap_minutes (PalcoLeaseGroup *self);
void  palco_lease_group_set_cap_minutes (PalcoLeaseGroup *self,
                                         guint            cap_minutes);

G_END_DECLS
