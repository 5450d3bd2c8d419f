/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "cli-run.h"

G_BEGIN_DECLS

PalcoPresetList *cli_preset_load (CliRun           *run,
                                  GError          **error);
PalcoPreset     *cli_preset_find (PalcoPresetList  *presets,
                                  const char       *name,
                                  GError          **error);

G_END_DECLS
