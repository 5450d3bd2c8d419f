/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-account-store.h"
#include "cli-await.h"
#include "cli-exit.h"
#include "cli-output.h"

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

/* The same account, under whatever name. Returns a new reference, or NULL. */
static PalcoAccount *
find_present (CliRun       *run,
              PalcoAccount *account)
{
  GListModel *accounts = G_LIST_MODEL (run->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(PalcoAccount) other = g_list_model_get_item (accounts, i);

      if (g_str_equal (palco_account_get_address (other), palco_account_get_address (account)) &&
          g_str_equal (palco_account_get_account_id (other), palco_account_get_account_id (account)))
        return g_steal_pointer (&other);
    }

  return NULL;
}

static void
choose_name (CliRun       *run,
             PalcoAccount *account)
{
  g_autofree char *name = g_strdup (palco_account_get_name (account));

  for (guint i = 2; g_str_equal (palco_account_get_name (account), CLI_LOCAL_ACCOUNT) ||
                    palco_account_list_lookup (run->accounts, palco_account_get_name (account)) != NULL; i++)
    {
      g_autofree char *other_name = g_strdup_printf ("%s %u", name, i);

      palco_account_set_name (account, other_name);
    }
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

  importing->n_usable += result != RESULT_SKIPPED;
  importing->n_keys_stored += palco_import_account_get_key_stored (imported);
}

static gboolean
import_account (Importing           *importing,
                PalcoImportAccount  *imported,
                GError             **error)
{
  PalcoAccount *account = palco_import_account_get_account (imported);
  g_autoptr(PalcoAccount) present = NULL;
  char *key = palco_import_account_dup_key (imported);
  gboolean is_done = TRUE;

  if (account != NULL)
    present = find_present (importing->run, account);

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
      choose_name (importing->run, account);
      is_done = cli_account_store (importing->run, account, key, error);
      palco_import_account_set_key_stored (imported, is_done && key != NULL);
      if (is_done)
        note (importing, imported, account, RESULT_ADDED);
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
                      "ARR-profiles.json of its asset tool. Keys go to the keyring of the desktop. What\n"
                      "is there already stays as it is.\n"
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
