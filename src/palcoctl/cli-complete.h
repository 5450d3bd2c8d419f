/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "cli-run.h"

G_BEGIN_DECLS

#define CLI_COMPLETE_COMMAND "__complete"

/* Prints what the last of @words may become, one a line, with a description after a tab. The
 * shells ask for it. */
void cli_complete (CliRun  *run,
                   char   **words);

G_END_DECLS
