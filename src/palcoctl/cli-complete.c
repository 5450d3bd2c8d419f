/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-complete.h"

#include "cli-await.h"
#include "cli-command.h"
#include "cli-preset.h"
#include "cli-table.h"

#include <glib/gi18n.h>

#include <string.h>

/* Everything comes from the tables of commands and options, so that it cannot be out of date. No
 * service is asked: a key that is pressed must not wait for a network. */

typedef struct
{
  CliRun           *run;
  GOptionEntry      globals[CLI_N_GLOBAL_ENTRIES];
  const CliCommand *command;   /* NULL until its words are there */
  const char       *group;     /* the first word, when it names no command by itself */
  const char       *current;   /* what is to be completed */
} Completion;

/* Ids come from services: one with line breaks in it would be several words. */
static gboolean
can_be_typed (const char *word)
{
  g_autofree char *clean = cli_text_sanitize (word);

  return g_str_equal (clean, word);
}

static void
offer (Completion *self,
       const char *word,
       const char *description)
{
  g_autofree char *text = NULL;

  if (word == NULL || !g_str_has_prefix (word, self->current) || !can_be_typed (word))
    return;

  text = cli_text_sanitize (description != NULL ? description : "");
  g_print ("%s\t%s\n", word, text);
}

static void
offer_options (Completion         *self,
               const GOptionEntry *entries)
{
  for (const GOptionEntry *entry = entries; entry != NULL && entry->long_name != NULL; entry++)
    {
      g_autofree char *word = g_strconcat ("--", entry->long_name, NULL);

      if (!(entry->flags & G_OPTION_FLAG_HIDDEN))
        offer (self, word, _(entry->description));
    }
}

static void
offer_commands (Completion *self)
{
  g_autoptr(GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; cli_command_tables[i] != NULL; i++)
    {
      for (const CliCommand *command = cli_command_tables[i]; command->name != NULL; command++)
        {
          if (self->group != NULL && g_strcmp0 (command->group, self->group) == 0)
            offer (self, command->name, _(command->summary));
          else if (self->group == NULL && command->group == NULL)
            offer (self, command->name, _(command->summary));
          else if (self->group == NULL && g_hash_table_add (groups, (gpointer) command->group))
            offer (self, command->group, NULL);
        }
    }
}

static void
offer_accounts (Completion *self)
{
  offer (self, CLI_LOCAL_ACCOUNT, _("This computer"));

  if (!cli_run_load_accounts (self->run, NULL))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->run->accounts)); i++)
    {
      g_autoptr(PalcoAccount) account = g_list_model_get_item (G_LIST_MODEL (self->run->accounts), i);

      offer (self, palco_account_get_name (account), palco_account_get_address (account));
    }
}

static void
offer_presets (Completion *self)
{
  g_autoptr(PalcoPresetList) presets = cli_preset_load (self->run, NULL);

  for (guint i = 0; presets != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (presets)); i++)
    {
      g_autoptr(PalcoPreset) preset = g_list_model_get_item (G_LIST_MODEL (presets), i);

      offer (self, palco_preset_get_name (preset), palco_preset_get_size_id (preset));
    }
}

static GPtrArray *
load_history (Completion *self)
{
  g_autoptr(PalcoJournal) journal = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (!cli_run_open_journal (self->run, &journal, NULL))
    return NULL;

  palco_journal_load_history_async (journal, NULL, NULL, NULL, cli_await_cb, &result);
  cli_await (&result);

  return palco_journal_load_history_finish (journal, result, NULL);
}

static void
offer_sessions (Completion *self)
{
  g_autoptr(GPtrArray) entries = load_history (self);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      PalcoHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (!palco_history_entry_is_ended (entry))
        offer (self, palco_history_entry_get_session_id (entry), palco_history_entry_get_size_id (entry));
    }
}

/* Where sessions have been. */
static void
offer_regions (Completion *self)
{
  g_autoptr(GPtrArray) entries = load_history (self);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const char *region_id = palco_history_entry_get_region_id (g_ptr_array_index (entries, i));

      if (g_hash_table_add (seen, (gpointer) region_id))
        offer (self, region_id, NULL);
    }
}

static void
offer_months (Completion *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  for (int i = 0; i <= 12; i++)
    {
      g_autoptr(GDateTime) month = g_date_time_add_months (now, -i);
      g_autofree char *word = g_date_time_format (month, "%Y-%m");

      offer (self, word, NULL);
    }
}

static void
offer_sizes (Completion *self)
{
  offer (self, "Standard", NULL);
  offer (self, "Premium", NULL);
}

static void
offer_times (Completion *self)
{
  static const char * const times[] = { "30m", "1h", "2h", "4h", "8h" };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    offer (self, times[i], NULL);
}

/* What options ask for, by their name. */
static const struct {
  const char  *option;
  void       (*offer) (Completion *self);
} values[] = {
  { "account", offer_accounts },
  { "region", offer_regions },
  { "preset", offer_presets },
  { "size", offer_sizes },
  { "lease", offer_times },
  { "extend-up-to", offer_times },
  { "month", offer_months },
};

static void
offer_value (Completion *self,
             const char *option)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (g_str_equal (values[i].option, option))
        values[i].offer (self);
    }
}

static void
offer_arguments (Completion *self)
{
  const char *group = self->command->group;

  if (self->command->arguments == NULL)
    return;

  if (g_strcmp0 (group, "session") == 0)
    offer_sessions (self);
  else if (g_strcmp0 (self->command->name, "add") == 0)
    return;
  else if (g_strcmp0 (group, "preset") == 0)
    offer_presets (self);
  else if (g_strcmp0 (group, "account") == 0 || g_str_equal (self->command->name, "preflight"))
    offer_accounts (self);
}

static const GOptionEntry *
find_in (const GOptionEntry *entries,
         const char         *word)
{
  for (const GOptionEntry *entry = entries; entry != NULL && entry->long_name != NULL; entry++)
    {
      gboolean is_long = g_str_has_prefix (word, "--") && g_str_equal (word + 2, entry->long_name);
      gboolean is_short = word[0] == '-' && word[1] != '\0' && word[1] == entry->short_name && word[2] == '\0';

      if (is_long || is_short)
        return entry;
    }

  return NULL;
}

/* The option that @word is, if a value follows as the next word. */
static const char *
find_option_with_value (Completion *self,
                        const char *word)
{
  const GOptionEntry *entry = find_in (self->globals, word);

  if (entry == NULL && self->command != NULL)
    entry = find_in (self->command->entries, word);

  return entry != NULL && entry->arg != G_OPTION_ARG_NONE ? entry->long_name : NULL;
}

/* Takes one of the words before the one to complete. */
static void
take_word (Completion *self,
           const char *word)
{
  const char *words[] = { self->group != NULL ? self->group : word, self->group != NULL ? word : NULL, NULL };
  guint n_words;

  if (*word == '-' || self->command != NULL)
    return;

  self->command = cli_command_find ((char **) words, &n_words);
  if (self->command == NULL && self->group == NULL)
    self->group = word;
}

static void
complete_word (Completion *self)
{
  CliUses uses = self->command != NULL ? self->command->uses : CLI_USES_ALL;

  if (*self->current == '-')
    {
      cli_command_fill_global_entries (self->globals, self->run, uses, NULL);
      offer_options (self, self->globals);
      offer_options (self, self->command != NULL ? self->command->entries : NULL);
      offer (self, "--help", _("Show help options"));
    }
  else if (self->command == NULL)
    {
      offer_commands (self);
    }
  else
    {
      offer_arguments (self);
    }
}

void
cli_complete (CliRun  *run,
              char   **words)
{
  Completion self = { .run = run, .current = "" };
  const char *option = NULL;

  cli_command_fill_global_entries (self.globals, run, CLI_USES_ALL, NULL);

  for (guint i = 0; words[0] != NULL && words[i] != NULL; i++)
    {
      if (words[i + 1] == NULL)
        self.current = words[i];
      else if (option != NULL)
        option = NULL;
      else if ((option = find_option_with_value (&self, words[i])) == NULL)
        take_word (&self, words[i]);
    }

  if (option != NULL)
    offer_value (&self, option);
  else
    complete_word (&self);
}
