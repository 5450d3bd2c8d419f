/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "cli-run.h"

G_BEGIN_DECLS

/* A start that takes another region or size when all servers are in use, as in the window. */
PalcoSession *cli_launch (CliRun               *run,
                          PalcoRegion          *region,
                          PalcoSessionOptions  *options,
                          PalcoWhenFull         when_full,
                          gboolean              may_cost_more,
                          GError              **error);

G_END_DECLS
