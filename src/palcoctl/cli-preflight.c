/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-output.h"

#include "palco-preflight-words.h"

#include <glib/gi18n.h>

static void
print_steps (CliRun         *run,
             PalcoPreflight *preflight)
{
  g_autoptr(CliTable) table = cli_table_new (3);
  g_autoptr(JsonNode) array = cli_json_new_array ();
  guint n_steps = g_list_model_get_n_items (G_LIST_MODEL (preflight));

  cli_table_add (table, _("CHECK"), _("RESULT"), _("HOST"));

  for (guint i = 0; i < n_steps; i++)
    {
      g_autoptr(PalcoPreflightStep) step = g_list_model_get_item (G_LIST_MODEL (preflight), i);
      g_autofree char *place = palco_preflight_words_place (step);
      g_autofree char *message = palco_preflight_words_explain (step);

      cli_json_append (array, cli_json_from_preflight_step (step, message));
      if (palco_preflight_step_get_status (step) != PALCO_PREFLIGHT_STATUS_SKIPPED)
        cli_table_add (table, palco_preflight_words_title (palco_preflight_step_get_check (step)),
                       palco_preflight_words_status (palco_preflight_step_get_status (step)), place);
    }

  cli_output_list (run, table, g_steal_pointer (&array));
}

static CliExit
exit_from_fault (PalcoPreflightFault fault)
{
  if (fault == PALCO_PREFLIGHT_FAULT_ADDRESS_INVALID || fault == PALCO_PREFLIGHT_FAULT_ADDRESS_INSECURE)
    return CLI_EXIT_USAGE;

  if (fault >= PALCO_PREFLIGHT_FAULT_KEY_MISSING && fault <= PALCO_PREFLIGHT_FAULT_PERMISSION)
    return CLI_EXIT_CREDENTIALS;

  return CLI_EXIT_UNAVAILABLE;
}

/* A warning does not stop anybody. */
static gboolean
tell_fault (PalcoPreflight  *preflight,
            GError         **error)
{
  PalcoPreflightStep *step = palco_preflight_get_fault_step (preflight);
  g_autofree char *message = step != NULL ? palco_preflight_words_explain (step) : NULL;

  if (step == NULL)
    return TRUE;

  if (palco_preflight_step_get_status (step) == PALCO_PREFLIGHT_STATUS_FAILED)
    {
      g_set_error_literal (error, CLI_EXIT_ERROR,
                           exit_from_fault (palco_preflight_step_get_fault (step)), message);
      return FALSE;
    }

  cli_output_note ("%s", message);

  return TRUE;
}

static gboolean
run_preflight (CliRun  *run,
               char   **arguments,
               GError **error)
{
  g_autoptr(PalcoCredentials) credentials = NULL;
  g_autoptr(PalcoPreflight) preflight = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (arguments[0] != NULL)
    {
      g_free (run->account_name);
      run->account_name = g_strdup (arguments[0]);
    }

  if (!cli_run_choose_account (run, error))
    return FALSE;

  credentials = cli_run_make_credentials (run, error);
  if (credentials == NULL)
    return FALSE;

  preflight = palco_preflight_new (run->account, credentials);
  palco_preflight_run_async (preflight, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  if (!palco_preflight_run_finish (preflight, result, error))
    return FALSE;

  print_steps (run, preflight);

  return tell_fault (preflight, error);
}

const CliCommand cli_preflight_commands[] = {
  {
    .name = "preflight",
    .arguments = "[ACCOUNT]",
    .summary = N_("Find out why a service cannot be used"),
    .description = N_("Looks at the way to the service step by step: proxy, host name, connection,\n"
                      "encryption, clock, key, API version. What is wrong is named with host and port.\n"
                      "It takes 15 seconds at most.\n"
                      "\n"
                      "Exit status: 0 when sessions can be started; 2 when the address is wrong; 3 when\n"
                      "it is the key, the account or the keyring; 5 when it is the way or the service.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl preflight studio\n"
                      "  palcoctl preflight --json | jq -r '.[] | select(.status == \"failed\").fault'"),
    .uses = CLI_USES_SERVICE,
    .max_arguments = 1,
    .run = run_preflight,
  },
  { .name = NULL }
};
