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
extern const CliCommand cli_import_commands[];

int               cli_command_main (int          argc,
                                    char       **argv);
const CliCommand *cli_command_find (char       **words,
                                    guint       *n_words);

G_END_DECLS
