/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "cli-run.h"

G_BEGIN_DECLS

typedef gboolean (*CliCommandFunc) (CliRun  *run,
                                    char   **arguments,
                                    GError **error);

typedef struct
{
  const char         *group;        /* NULL when the command stands alone */
  const char         *name;
  const char         *arguments;    /* for --help, untranslated names */
  const char         *summary;
  const char         *description;  /* notes and examples */
  const GOptionEntry *entries;      /* besides the global ones, or NULL */
  guint               min_arguments;
  guint               max_arguments;
  CliCommandFunc      run;
} CliCommand;

/* Each ends with a command without a name. */
extern const CliCommand cli_account_commands[];
extern const CliCommand cli_region_commands[];
extern const CliCommand cli_catalogue_commands[];
extern const CliCommand cli_session_commands[];
extern const CliCommand cli_session_change_commands[];
extern const CliCommand cli_preflight_commands[];
extern const CliCommand cli_preset_commands[];
extern const CliCommand cli_usage_commands[];
extern const CliCommand cli_import_commands[];

/* All of them; ends with NULL. */
extern const CliCommand * const cli_command_tables[];

/* Those that all commands have, and the one without a name that ends them. */
#define CLI_N_GLOBAL_ENTRIES 6

void              cli_command_fill_global_entries (GOptionEntry  entries[CLI_N_GLOBAL_ENTRIES],
                                                   CliRun       *run,
                                                   gboolean     *version);
int               cli_command_main (int          argc,
                                    char       **argv);
const CliCommand *cli_command_find (char       **words,
                                    guint       *n_words);

G_END_DECLS
