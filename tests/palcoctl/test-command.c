/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"
#include "cli-exit.h"

#include <locale.h>
#include <stdlib.h>

static void
test_finds (void)
{
  static const struct {
    const char *words[4];
    const char *name;
    guint       n_words;
  } commands[] = {
    { { "regions", NULL }, "regions", 1 },
    { { "regions", "extra", NULL }, "regions", 1 },
    { { "session", "list", NULL }, "list", 2 },
    { { "session", "stop", "id", NULL }, "stop", 2 },
    { { "account", "add", NULL }, "add", 2 },
    { { "account", NULL }, NULL, 0 },
    { { "session", "add", NULL }, NULL, 0 },
    { { "list", NULL }, NULL, 0 },
    { { "", "", NULL }, NULL, 0 },
    { { NULL }, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      guint n_words = 0;
      const CliCommand *command = cli_command_find ((char **) commands[i].words, &n_words);

      g_assert_cmpstr (command != NULL ? command->name : NULL, ==, commands[i].name);
      g_assert_cmpuint (n_words, ==, commands[i].n_words);
    }
}

/* Every command line is tried in a process of its own, as it is in life. */
static void
command_child (void)
{
  g_auto(GStrv) words = g_strsplit (g_getenv ("PALCO_TEST_LINE"), "|", -1);
  int status = cli_command_main ((int) g_strv_length (words), words);

  g_assert_cmpint (status, ==, atoi (g_getenv ("PALCO_TEST_STATUS")));
}

static void
assert_line (const char *line,
             CliExit     status,
             const char *standard_output,
             const char *standard_error)
{
  g_autofree char *expected = g_strdup_printf ("%d", status);

  g_setenv ("PALCO_TEST_LINE", line, TRUE);
  g_setenv ("PALCO_TEST_STATUS", expected, TRUE);
  g_test_message ("%s", line);
  g_test_trap_subprocess ("/command/subprocess", 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout (standard_output);
  g_test_trap_assert_stderr (standard_error);
}

static void
test_usage (void)
{
  assert_line ("palcoctl", CLI_EXIT_USAGE, "*", "*No command*");
  assert_line ("palcoctl|session", CLI_EXIT_USAGE, "*", "*needs another word*");
  assert_line ("palcoctl|session|fly", CLI_EXIT_USAGE, "*", "*no command “session fly”*");
  assert_line ("palcoctl|fly", CLI_EXIT_USAGE, "*", "*no command “fly”*");
  assert_line ("palcoctl|--fly", CLI_EXIT_USAGE, "*", "*--fly*");
  assert_line ("palcoctl|regions|--fly", CLI_EXIT_USAGE, "*", "*--fly*");
  assert_line ("palcoctl|regions|extra", CLI_EXIT_USAGE, "*", "*more than can be used*");
  assert_line ("palcoctl|session|show", CLI_EXIT_USAGE, "*", "*missing*");
  assert_line ("palcoctl|session|stop", CLI_EXIT_USAGE, "*", "*--all*");
  assert_line ("palcoctl|preset|add", CLI_EXIT_USAGE, "*", "*missing*");
  assert_line ("palcoctl|preset|add|a|--lease|many", CLI_EXIT_USAGE, "*", "*many*");
  assert_line ("palcoctl|preset|show|none", CLI_EXIT_NOT_FOUND, "*", "*no preset named “none”*");
  assert_line ("palcoctl|session|create|--preset|none", CLI_EXIT_NOT_FOUND, "*", "*no preset named “none”*");
  assert_line ("palcoctl|usage|--month|2026-13", CLI_EXIT_USAGE, "*", "*no month*");
  assert_line ("palcoctl|usage|--month|2026-11x", CLI_EXIT_USAGE, "*", "*no month*");
  assert_line ("palcoctl|--json|usage|--csv", CLI_EXIT_USAGE, "*", "*cannot be used together*");
  assert_line ("palcoctl|session|stop|--all|x", CLI_EXIT_USAGE, "*", "*--all*");
  assert_line ("palcoctl|session|create|--lease|soon", CLI_EXIT_USAGE, "*", "*not a lease time*");
  assert_line ("palcoctl|session|create|--lease|+5", CLI_EXIT_USAGE, "*", "*not a lease time*");
  assert_line ("palcoctl|session|extend|x|soon", CLI_EXIT_USAGE, "*", "*not a lease time*");
  assert_line ("palcoctl|account|add|--no-key|local|a.example|a", CLI_EXIT_USAGE, "*", "*already*");
  assert_line ("palcoctl|account|add|a|http://a.example|a", CLI_EXIT_USAGE, "*", "*https://*");
}

static void
test_answers (void)
{
  assert_line ("palcoctl|--version", CLI_EXIT_OK, "*palcoctl " PALCO_VERSION "*", "");
  assert_line ("palcoctl|session|--help", CLI_EXIT_OK, "*session create*session stop*", "");
  assert_line ("palcoctl|session|create|--help", CLI_EXIT_OK, "*palcoctl session create*--lease*Examples*", "");
  assert_line ("palcoctl|--help", CLI_EXIT_OK, "*account add*Exit status*", "");
  assert_line ("palcoctl|--help", CLI_EXIT_OK, "*\n  8  the files of accounts, of presets or of the journal cannot be used\n*", "");
  assert_line ("palcoctl|account|list", CLI_EXIT_OK, "*local  This computer*", "");
  assert_line ("palcoctl|--json|account|list", CLI_EXIT_OK, "*\"local\" : true*", "");
  assert_line ("palcoctl|account|list|--json", CLI_EXIT_OK, "*\"local\" : true*", "");
}

/* What a command does not use is no part of its help, but may stand there. */
static void
test_globals (void)
{
  assert_line ("palcoctl|preset|remove|--help", CLI_EXIT_OK, "*Application Options:\n  -j, --json *JSON, for programs\n\n*", "");
  assert_line ("palcoctl|usage|--help", CLI_EXIT_OK, "*--account=NAME*\n  -j, --json*--month*", "");
  assert_line ("palcoctl|session|list|--help", CLI_EXIT_OK, "*--account=NAME*--region=ID*--json*--key-stdin*", "");
  assert_line ("palcoctl|account|list|--region|x", CLI_EXIT_OK, "*This computer*", "");
}

static void
test_json_errors (void)
{
  assert_line ("palcoctl|--json|session|show|--account|nobody|x", CLI_EXIT_NOT_FOUND,
               "*\"code\" : \"not-found\"*", "*no account named “nobody”*");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/command/finds", test_finds);
  g_test_add_func ("/command/usage", test_usage);
  g_test_add_func ("/command/answers", test_answers);
  g_test_add_func ("/command/globals", test_globals);
  g_test_add_func ("/command/json-errors", test_json_errors);
  g_test_add_func ("/command/subprocess", command_child);

  return g_test_run ();
}
