/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "cli-run.h"

G_BEGIN_DECLS

/* The global options that mean something to a command; all have the others. */
typedef enum
{
  CLI_USES_ACCOUNT = 1 << 0,
  CLI_USES_REGION  = 1 << 1,
  CLI_USES_KEY     = 1 << 2,
  CLI_USES_SERVICE = CLI_USES_ACCOUNT | CLI_USES_KEY,
  CLI_USES_ALL     = CLI_USES_SERVICE | CLI_USES_REGION,
} CliUses;

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
  CliUses             uses;
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

/* Those that stand before or after any command, and the one without a name that ends them. */
#define CLI_N_GLOBAL_ENTRIES 6

void              cli_command_fill_global_entries (GOptionEntry  entries[CLI_N_GLOBAL_ENTRIES],
                                                   CliRun       *run,
                                                   CliUses       uses,
                                                   gboolean     *version);
int               cli_command_main (int          argc,
                                    char       **argv);
const CliCommand *cli_command_find (char       **words,
                                    guint       *n_words);

G_END_DECLS
