/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-ini-file-private.h"
#include "palco-preset.h"

G_BEGIN_DECLS

/* Its records are the presets themselves, for they never change. */
extern const PalcoIniKind palco_preset_file_kind;

G_END_DECLS
