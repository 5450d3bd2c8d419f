/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-config.h"

G_BEGIN_DECLS

/* What `palcod` does besides serving. Each prints its result and returns the exit code. */

#define PALCOD_EXIT_USAGE  2
#define PALCOD_EXIT_CONFIG 78   /* EX_CONFIG of sysexits.h: no use in restarting */

/* Looks at the files that a valid configuration names; the first prints only what is wrong. */
int palcod_command_check_files  (const PalcodConfig *config,
                                 const char         *path);
int palcod_command_check_config (const PalcodConfig *config,
                                 const char         *path);

/* palcod account add [ID] | list | rotate ID primary|secondary | remove ID */
int palcod_command_account      (const PalcodConfig *config,
                                 const char * const *arguments);

G_END_DECLS
