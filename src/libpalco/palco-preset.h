/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

/**
 * PalcoWhenFull:
 * @PALCO_WHEN_FULL_NONE: give up
 * @PALCO_WHEN_FULL_NEXT_REGION: try the next nearest region
 * @PALCO_WHEN_FULL_OTHER_SIZE: try another size
 *
 * What to do when all servers of a size in a region are in use. What would cost more is asked
 * for first, whatever is chosen here.
 *
 * Since: 1.0
 */
typedef enum
{
  PALCO_WHEN_FULL_NONE        = 0,
  PALCO_WHEN_FULL_NEXT_REGION = 1 << 0,
  PALCO_WHEN_FULL_OTHER_SIZE  = 1 << 1,
} PalcoWhenFull;

#define PALCO_TYPE_PRESET (palco_preset_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoPreset, palco_preset, PALCO, PRESET, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoPreset   *palco_preset_new               (const char   *uid,
                                               const char   *name,
                                               const char   *account_uid,
                                               const char   *region_id,
                                               const char   *size_id,
                                               guint         lease_minutes,
                                               guint         cap_minutes,
                                               PalcoWhenFull when_full);
PALCO_AVAILABLE_IN_1_0
const char    *palco_preset_get_uid           (PalcoPreset *self);
PALCO_AVAILABLE_IN_1_0
const char    *palco_preset_get_name          (PalcoPreset *self);
PALCO_AVAILABLE_IN_1_0
const char    *palco_preset_get_account_uid   (PalcoPreset *self);
PALCO_AVAILABLE_IN_1_0
const char    *palco_preset_get_region_id     (PalcoPreset *self);
PALCO_AVAILABLE_IN_1_0
const char    *palco_preset_get_size_id       (PalcoPreset *self);
PALCO_AVAILABLE_IN_1_0
guint          palco_preset_get_lease_minutes (PalcoPreset *self);
PALCO_AVAILABLE_IN_1_0
guint          palco_preset_get_cap_minutes   (PalcoPreset *self);
PALCO_AVAILABLE_IN_1_0
PalcoWhenFull  palco_preset_get_when_full     (PalcoPreset *self);
PALCO_AVAILABLE_IN_1_0
gboolean       palco_preset_validate          (PalcoPreset *self,
                                               GError     **error);

G_END_DECLS
