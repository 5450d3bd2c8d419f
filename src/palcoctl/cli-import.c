/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-account-store.h"
#include "cli-await.h"
#include "cli-exit.h"
#include "cli-output.h"

#include "palco-account-words.h"

#include <glib/gi18n.h>

static struct {
  gboolean remove_keys;
} import_options;

static const GOptionEntry import_entries[] = {
  { "remove-keys", 0, 0, G_OPTION_ARG_NONE, &import_options.remove_keys,
    N_("Remove the keys from the file once they are in the keyring"), NULL },
  { NULL }
};

/* What became of an account of the file. */
typedef enum
{
  RESULT_ADDED,
  RESULT_PRESENT,
  RESULT_SKIPPED,
} Result;

static const struct {
  const char *name;   /* in JSON */
  const char *word;
} results[] = {
  [RESULT_ADDED] = { "added", N_("added") },
  [RESULT_PRESENT] = { "present", N_("already there") },
  [RESULT_SKIPPED] = { "skipped", N_("skipped") },
};

typedef struct
{
  CliRun   *run;
  CliTable *table;
  JsonNode *array;
  guint     n_usable;
  guint     n_keys_stored;
} Importing;

static PalcoImport *
load_file (CliRun      *run,
           const char  *path,
           GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GAsyncResult) result = NULL;

  palco_import_load_async (file, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_import_load_finish (result, error);
}

/* What people should know of an account before they use it. */
static void
note_account (PalcoAccount *account)
{
  const char *name = palco_account_get_name (account);
  g_autofree char *key_goes_to = palco_account_words_key_goes_to (account);

  if (key_goes_to != NULL)
    cli_output_note ("%s: %s", name, key_goes_to);

  if (palco_account_is_retired (account))
    cli_output_note ("%s: %s", name, _("Microsoft switched this service off on 30 September 2025."));
}

static void
note (Importing          *importing,
      PalcoImportAccount *imported,
      PalcoAccount       *account,
      Result              result)
{
  const GError *reason = palco_import_account_get_error (imported);

  cli_json_append (importing->array,
                   cli_json_from_import (imported, account, results[result].name,
                                         reason != NULL ? reason->message : NULL));
  cli_table_add (importing->table,
                 account != NULL ? palco_account_get_name (account)
                                 : palco_import_account_get_name (imported),
                 account != NULL ? palco_account_get_address (account) : NULL,
                 _(results[result].word));

  if (reason != NULL)
    cli_output_note ("%s: %s", palco_import_account_get_name (imported), reason->message);

  if (account != NULL)
    note_account (account);

  importing->n_usable += result != RESULT_SKIPPED;
  importing->n_keys_stored += palco_import_account_get_key_stored (imported);
}

/* A preset that has the name already is somebody's own, and stays. */
static gboolean
add_preset (Importing           *importing,
            PalcoImportAccount  *imported,
            GError             **error)
{
  g_autoptr(PalcoPreset) preset = palco_import_account_dup_preset (imported);
  g_autoptr(PalcoPresetList) presets = palco_preset_list_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) local_error = NULL;

  if (preset == NULL)
    return TRUE;

  palco_preset_list_add_async (presets, preset, importing->run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  if (palco_preset_list_add_finish (presets, result, &local_error))
    cli_output_note (_("Added the preset “%s”."), palco_preset_get_name (preset));
  else if (!g_error_matches (local_error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
import_account (Importing           *importing,
                PalcoImportAccount  *imported,
                GError             **error)
{
  PalcoAccountList *accounts = importing->run->accounts;
  PalcoAccount *account = palco_import_account_get_account (imported);
  g_autoptr(PalcoAccount) present = NULL;
  g_autofree char *name = NULL;
  char *key = palco_import_account_dup_key (imported);
  gboolean is_done = TRUE;

  if (account != NULL)
    g_set_object (&present, palco_account_list_find (accounts, palco_account_get_address (account),
                                                     palco_account_get_account_id (account)));

  if (account == NULL)
    {
      note (importing, imported, NULL, RESULT_SKIPPED);
    }
  else if (present != NULL)
    {
      palco_import_account_set_key_stored (imported, key != NULL &&
                                           cli_account_has_key (importing->run, present, key));
      note (importing, imported, present, RESULT_PRESENT);
    }
  else
    {
      name = palco_account_list_dup_free_name (accounts, palco_account_get_name (account));
      palco_account_set_name (account, name);
      is_done = cli_account_store (importing->run, account, key, error);
      palco_import_account_set_key_stored (imported, is_done && key != NULL);
      if (is_done)
        {
          note (importing, imported, account, RESULT_ADDED);
          is_done = add_preset (importing, imported, error);
        }
    }

  palco_key_free (key);

  return is_done;
}

static gboolean
import_accounts (Importing    *importing,
                 PalcoImport  *import,
                 GError      **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (import)); i++)
    {
      g_autoptr(PalcoImportAccount) imported = g_list_model_get_item (G_LIST_MODEL (import), i);

      if (!import_account (importing, imported, error))
        return FALSE;
    }

  if (importing->n_usable > 0)
    return TRUE;

  g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                       _("No account of the file could be imported. Correct the file and try again."));
  return FALSE;
}

static gboolean
remove_keys (CliRun       *run,
             PalcoImport  *import,
             GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_import_scrub_async (import, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_import_scrub_finish (import, result, error);
}

static gboolean
look_after_keys (Importing    *importing,
                 PalcoImport  *import,
                 GError      **error)
{
  if (importing->n_keys_stored > 0 && import_options.remove_keys)
    {
      if (!remove_keys (importing->run, import, error))
        return FALSE;

      cli_output_note (_("The keys are in the keyring now, and not in the file any more."));
    }
  else if (importing->n_keys_stored > 0)
    {
      cli_output_note (_("The keys are in the keyring now, but still in plain text in the file too. "
                         "With --remove-keys they are removed from it."));
    }

  if (palco_import_has_other_secrets (import))
    cli_output_note (_("The file has other keys, which are not imported and stay in it."));

  return TRUE;
}

static gboolean
run_import (CliRun  *run,
            char   **arguments,
            GError **error)
{
  g_autoptr(PalcoImport) import = NULL;
  g_autoptr(CliTable) table = cli_table_new (3);
  g_autoptr(JsonNode) array = cli_json_new_array ();
  Importing importing = { .run = run, .table = table, .array = array };
  gboolean is_done;

  if (!cli_run_load_accounts (run, error))
    return FALSE;

  import = load_file (run, arguments[0], error);
  if (import == NULL)
    return FALSE;

  cli_table_add (table, _("NAME"), _("ADDRESS"), _("RESULT"));
  is_done = import_accounts (&importing, import, error);

  /* Also what was added before something failed. */
  cli_output_list (run, table, g_steal_pointer (&array));

  return is_done && look_after_keys (&importing, import, error);
}

const CliCommand cli_import_commands[] = {
  {
    .name = "import",
    .arguments = "FILE",
    .summary = N_("Import accounts of other programs"),
    .description = N_("Reads arrconfig.json of Microsoft's scripts for Azure Remote Rendering, and\n"
                      "ARR-profiles.json of its asset tool. Keys go to the keyring of the desktop; a size\n"
                      "and a lease time become a preset. What is there already stays as it is.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl import arrconfig.json\n"
                      "  palcoctl import --remove-keys ARR-profiles.json"),
    .entries = import_entries,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_import,
  },
  { .name = NULL }
};
