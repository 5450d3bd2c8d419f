/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "cli-json.h"
#include "cli-run.h"
#include "cli-table.h"

G_BEGIN_DECLS

/* What a command found: a table for people, or an array for programs. */

void cli_output_list (CliRun    *run,
                      CliTable  *table,
                      JsonNode  *array);
void cli_output_line (CliRun     *run,
                      JsonNode   *element,
                      const char *format,
                      ...) G_GNUC_PRINTF (3, 4);
void cli_output_note (const char *format,
                      ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
