/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <string.h>

#include "cli-command.h"
#include "cli-complete.h"

static GString *printed;

static void
print_cb (const char *text)
{
  g_string_append (printed, text);
}

/* What is offered for the last of the words, which are split at “|”: “word⇥description” in lines. */
static char *
complete (const char *line)
{
  g_autoptr(CliRun) run = cli_run_new ();
  g_auto(GStrv) words = g_strsplit (line, "|", -1);
  GPrintFunc old_print = g_set_print_handler (print_cb);

  printed = g_string_new ("\n");
  cli_complete (run, words);
  g_set_print_handler (old_print);

  return g_string_free (printed, FALSE);
}

static void
assert_offers (const char *line,
               const char *word)
{
  g_autofree char *offered = complete (line);
  g_autofree char *needle = g_strdup_printf ("\n%s\t", word);

  g_test_message ("%s: %s", line, word);
  g_assert_nonnull (strstr (offered, needle));
}

static void
assert_offers_nothing (const char *line)
{
  g_autofree char *offered = complete (line);

  g_assert_cmpstr (offered, ==, "\n");
}

static char *
make_line (const CliCommand *command,
           const char       *last)
{
  return g_strjoin ("|", command->group != NULL ? command->group : command->name,
                    command->group != NULL ? command->name : last, command->group != NULL ? last : NULL, NULL);
}

/* No command and no option is left out, whatever is added to the tables. */
static void
test_everything (void)
{
  for (guint i = 0; cli_command_tables[i] != NULL; i++)
    {
      for (const CliCommand *command = cli_command_tables[i]; command->name != NULL; command++)
        {
          g_autofree char *group_line = g_strconcat (command->group != NULL ? command->group : "", "|", NULL);
          g_autofree char *option_line = make_line (command, "--");

          assert_offers ("", command->group != NULL ? command->group : command->name);
          if (command->group != NULL)
            assert_offers (group_line, command->name);

          assert_offers (option_line, "--json");
          for (const GOptionEntry *entry = command->entries; entry != NULL && entry->long_name != NULL; entry++)
            {
              g_autofree char *word = g_strconcat ("--", entry->long_name, NULL);

              assert_offers (option_line, word);
            }
        }
    }
}

/* An option that would be ignored is not offered. */
static void
test_globals (void)
{
  static const struct {
    const char *line;
    const char *options;
  } lines[] = {
    { "--", "\n--account\n--region\n--json\n--key-stdin\n--help\n" },
    { "session|show|--", "\n--account\n--region\n--json\n--key-stdin\n--help\n" },
    { "regions|--", "\n--account\n--json\n--key-stdin\n--measure\n--help\n" },
    { "preflight|--", "\n--account\n--json\n--key-stdin\n--help\n" },
    { "usage|--", "\n--account\n--json\n--month\n--csv\n--help\n" },
    { "preset|remove|--", "\n--json\n--help\n" },
    { "account|list|--", "\n--json\n--help\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *offered = complete (lines[i].line);
      g_autoptr(GRegex) description = g_regex_new ("\t.*", 0, 0, NULL);
      g_autofree char *words = g_regex_replace_literal (description, offered, -1, 0, "", 0, NULL);

      g_assert_cmpstr (words, ==, lines[i].options);
    }
}

static void
test_prefix (void)
{
  g_autofree char *offered = complete ("session|st");

  g_assert_true (g_str_has_prefix (offered, "\nstop\t"));
  g_assert_null (strstr (offered, "start"));
  assert_offers ("--json|session|", "create");
  assert_offers ("--account|session|session|", "create");
  assert_offers ("-a|x|pre", "preset");
  assert_offers_nothing ("fly|");
  assert_offers_nothing ("session|create|");
}

static void
test_values (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *month = g_date_time_format (now, "%Y-%m");

  assert_offers ("usage|--month|", month);
  assert_offers ("usage|-m|", month);
  assert_offers ("session|create|--size|P", "Premium");
  assert_offers ("session|create|--account|", "local");
  assert_offers ("session|create|--lease|", "2h");
  assert_offers ("account|remove|", "local");
  assert_offers_nothing ("session|create|--id|");
  assert_offers_nothing ("preset|add|");
}

static void
write_preset (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "palco", NULL);
  g_autofree char *path = g_build_filename (folder, "presets.ini", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "[Preset 1]\nName=Director’s cut\nSize=Premium\nLeaseMinutes=60\n",
                                      -1, NULL));
}

static void
test_presets (void)
{
  write_preset ();
  assert_offers ("session|create|--preset|", "Director’s cut");
  assert_offers ("session|create|-p|D", "Director’s cut");
  assert_offers ("preset|remove|", "Director’s cut");
  assert_offers_nothing ("preset|remove|X");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/complete/everything", test_everything);
  g_test_add_func ("/complete/globals", test_globals);
  g_test_add_func ("/complete/prefix", test_prefix);
  g_test_add_func ("/complete/values", test_values);
  g_test_add_func ("/complete/presets", test_presets);

  return g_test_run ();
}
