/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-complete.h"
#include "cli-exit.h"
#include "cli-table.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

const CliCommand * const cli_command_tables[] = {
  cli_account_commands,
  cli_region_commands,
  cli_catalogue_commands,
  cli_session_commands,
  cli_session_change_commands,
  cli_preflight_commands,
  cli_import_commands,
  cli_preset_commands,
  cli_usage_commands,
  NULL
};

static char *
command_path (const CliCommand *command)
{
  if (command->group == NULL)
    return g_strdup (command->name);

  return g_strdup_printf ("%s %s", command->group, command->name);
}

static gboolean
command_matches (const CliCommand *command,
                 char            **words)
{
  if (command->group == NULL)
    return g_strcmp0 (command->name, words[0]) == 0;

  return g_strcmp0 (command->group, words[0]) == 0 && g_strcmp0 (command->name, words[1]) == 0;
}

/* Finds what the first words name, and how many of them do. */
const CliCommand *
cli_command_find (char **words,
                  guint *n_words)
{
  if (words[0] == NULL)
    return NULL;

  for (guint i = 0; cli_command_tables[i] != NULL; i++)
    {
      for (const CliCommand *command = cli_command_tables[i]; command->name != NULL; command++)
        {
          if (!command_matches (command, words))
            continue;

          *n_words = command->group != NULL ? 2 : 1;
          return command;
        }
    }

  return NULL;
}

/* One line for each command, or for each of a group; NULL when there is no such group. */
static char *
describe_commands (const char *group)
{
  g_autoptr(CliTable) table = NULL;
  g_autofree char *rows = NULL;

  for (guint i = 0; cli_command_tables[i] != NULL; i++)
    {
      for (const CliCommand *command = cli_command_tables[i]; command->name != NULL; command++)
        {
          g_autofree char *path = command_path (command);
          g_autofree char *indented = g_strconcat ("  ", path, NULL);

          if (group != NULL && g_strcmp0 (command->group, group) != 0)
            continue;

          if (table == NULL)
            table = cli_table_new (2);
          cli_table_add (table, indented, _(command->summary));
        }
    }

  if (table == NULL)
    return NULL;

  rows = cli_table_to_string (table);

  return g_strdup_printf ("%s\n%s", _("Commands:"), rows);
}

/* One that is of no use stays allowed, since an alias may have it for all commands. */
static GOptionFlags
flags_if (gboolean is_used)
{
  return is_used ? G_OPTION_FLAG_NONE : G_OPTION_FLAG_HIDDEN;
}

void
cli_command_fill_global_entries (GOptionEntry  entries[CLI_N_GLOBAL_ENTRIES],
                                 CliRun       *run,
                                 CliUses       uses,
                                 gboolean     *version)
{
  const GOptionEntry global_entries[CLI_N_GLOBAL_ENTRIES] = {
    { "account", 'a', flags_if (uses & CLI_USES_ACCOUNT), G_OPTION_ARG_STRING, &run->account_name,
      N_("Use this account: its name, or “local” for this computer"), N_("NAME") },
    { "region", 'r', flags_if (uses & CLI_USES_REGION), G_OPTION_ARG_STRING, &run->region_id,
      N_("Use this region"), N_("ID") },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &run->json,
      N_("Print JSON, for programs"), NULL },
    { "key-stdin", 0, flags_if (uses & CLI_USES_KEY), G_OPTION_ARG_NONE, &run->key_stdin,
      N_("Read the account key from standard input, for this run only"), NULL },
    /* Commands have no such option: without a name, the entry ends the list. */
    { version != NULL ? "version" : NULL, 0, 0, G_OPTION_ARG_NONE, version,
      N_("Print the version"), NULL },
    { NULL }
  };

  memcpy (entries, global_entries, sizeof global_entries);
}

static void
add_global_options (GOptionContext *context,
                    CliRun         *run,
                    CliUses         uses,
                    gboolean       *version)
{
  GOptionEntry entries[CLI_N_GLOBAL_ENTRIES];

  cli_command_fill_global_entries (entries, run, uses, version);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

static char *
describe_palcoctl (void)
{
  g_autofree char *commands = describe_commands (NULL);

  return g_strdup_printf ("%s\n%s\n\n%s", commands,
                          _("“palcoctl COMMAND --help” explains a command and shows examples.\n"
                            "Without --account, the only account that is stored is used, or this computer\n"
                            "when none is stored."),
                          _("Exit status:\n"
                            "  0  done\n"
                            "  1  failed\n"
                            "  2  wrong use, or a value that was refused\n"
                            "  3  the key, the account or the keyring\n"
                            "  4  not found\n"
                            "  5  the service cannot be reached or cannot help now\n"
                            "  6  refused in the present state\n"
                            "  7  the session failed\n"
                            "  8  the files of accounts, of presets or of the journal cannot be used\n"
                            "  128 + number  ended by a signal; 130 after Ctrl-C"));
}

/* Options before the command; what follows is left to the command. */
static gboolean
parse_global (CliRun     *run,
              char     ***words,
              gboolean   *version,
              GError    **error)
{
  g_autoptr(GOptionContext) context = g_option_context_new (_("COMMAND [OPTION…] [ARGUMENT…]"));
  g_autofree char *description = describe_palcoctl ();

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Starts, watches, extends and stops remote rendering sessions."));
  g_option_context_set_description (context, description);
  g_option_context_set_strict_posix (context, TRUE);
  add_global_options (context, run, CLI_USES_ALL, version);

  return g_option_context_parse_strv (context, words, error);
}

static gboolean
check_argument_count (const CliCommand  *command,
                      guint              n_arguments,
                      GError           **error)
{
  g_autofree char *path = command_path (command);

  if (n_arguments >= command->min_arguments && n_arguments <= command->max_arguments)
    return TRUE;

  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
               n_arguments < command->min_arguments
               ? _("Something is missing. Usage: palcoctl %s %s")
               : _("There is more than can be used. Usage: palcoctl %s %s"),
               path, command->arguments != NULL ? command->arguments : "");
  return FALSE;
}

static gboolean
run_command (CliRun            *run,
             const CliCommand  *command,
             char             **words,
             guint              n_words,
             GError           **error)
{
  g_autoptr(GOptionContext) context = g_option_context_new (command->arguments);
  g_autofree char *path = command_path (command);
  g_autofree char *name = g_strconcat ("palcoctl ", path, NULL);
  g_auto(GStrv) arguments = g_strdupv (words + n_words - 1);

  /* The help names the program by its first word. */
  g_free (arguments[0]);
  arguments[0] = g_steal_pointer (&name);
  g_set_prgname (arguments[0]);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _(command->summary));
  g_option_context_set_description (context, command->description != NULL ? _(command->description) : NULL);
  add_global_options (context, run, command->uses, NULL);
  if (command->entries != NULL)
    g_option_context_add_main_entries (context, command->entries, GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, &arguments, error) ||
      !check_argument_count (command, g_strv_length (arguments + 1), error))
    return FALSE;

  cli_run_watch_signals (run);

  return command->run (run, arguments + 1, error);
}

static gboolean
is_help (const char *word)
{
  return g_strcmp0 (word, "--help") == 0 || g_strcmp0 (word, "-h") == 0 || g_strcmp0 (word, "help") == 0;
}

/* The words name no command: perhaps they name a group of them. */
static gboolean
explain_words (char   **words,
               GError **error)
{
  g_autofree char *commands = words[0] != NULL ? describe_commands (words[0]) : NULL;

  if (commands != NULL && is_help (words[1]))
    {
      g_print ("%s", commands);
      return TRUE;
    }

  if (words[0] == NULL)
    g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                         _("No command was given. “palcoctl --help” lists them."));
  else if (commands != NULL && words[1] == NULL)
    g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                 _("“%s” needs another word. “palcoctl %s --help” lists them."), words[0], words[0]);
  else
    g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                 _("There is no command “%s%s%s”. “palcoctl --help” lists them."), words[0],
                 commands != NULL ? " " : "", commands != NULL ? words[1] : "");

  return FALSE;
}

static gboolean
run_words (CliRun   *run,
           char   ***words,
           GError  **error)
{
  const CliCommand *command;
  gboolean version = FALSE;
  gboolean was_run;
  guint n_words = 0;

  if (g_strcmp0 ((*words)[1], CLI_COMPLETE_COMMAND) == 0)
    {
      cli_complete (run, *words + 2);
      return TRUE;
    }

  if (!parse_global (run, words, &version, error))
    return FALSE;

  if (version)
    {
      g_print ("palcoctl %s\n", PALCO_VERSION);
      return TRUE;
    }

  command = cli_command_find (*words + 1, &n_words);
  if (command == NULL)
    return explain_words (*words + 1, error);

  was_run = run_command (run, command, *words + 1, n_words, error);
  cli_run_keep_trust (run);
  cli_run_settle_journal (run);

  return was_run;
}

/* A full disk behind “>” is noticed only here. */
static gboolean
flush_output (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;

  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_FAILED,
               _("The output could not be written: %s."), g_strerror (errno));
  return FALSE;
}

int
cli_command_main (int    argc,
                  char **argv)
{
  g_autoptr(CliRun) run = cli_run_new ();
  g_auto(GStrv) words = g_strdupv (argv);
  g_autoptr(GError) error = NULL;

  if (run_words (run, &words, &error) && flush_output (&error))
    return CLI_EXIT_OK;

  if (run->signal_number != 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      error = g_error_new_literal (CLI_EXIT_ERROR, CLI_EXIT_INTERRUPTED, _("Interrupted."));
    }

  cli_exit_report (error, run->json && !run->json_printed);
  fflush (stdout);

  if (cli_exit_from_error (error) == CLI_EXIT_INTERRUPTED && run->signal_number != 0)
    return CLI_EXIT_SIGNAL_BASE + run->signal_number;

  return cli_exit_from_error (error);
}
