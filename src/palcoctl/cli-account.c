/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-output.h"
#include "cli-terminal.h"

#include <glib/gi18n.h>

static struct {
  char    *sts_url;
  gboolean no_key;
  gboolean no_test;
} add_options;

static struct {
  gboolean keep_key;
} remove_options;

static const GOptionEntry add_entries[] = {
  { "sts-url", 0, 0, G_OPTION_ARG_STRING, &add_options.sts_url,
    N_("Where tokens come from, if the service does not tell"), N_("URL") },
  { "no-key", 0, 0, G_OPTION_ARG_NONE, &add_options.no_key,
    N_("Store no key; commands then need --key-stdin"), NULL },
  { "no-test", 0, 0, G_OPTION_ARG_NONE, &add_options.no_test,
    N_("Do not try the account before it is stored"), NULL },
  { NULL }
};

static const GOptionEntry remove_entries[] = {
  { "keep-key", 0, 0, G_OPTION_ARG_NONE, &remove_options.keep_key,
    N_("Leave the key in the keyring"), NULL },
  { NULL }
};

static gboolean
test_client (PalcoClient   *client,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_test_async (client, cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_client_test_finish (client, result, error);
}

static gboolean
test_key (CliRun        *run,
          PalcoAccount  *account,
          const char    *key,
          GError       **error)
{
  g_autoptr(PalcoKeyHolder) holder = palco_key_holder_new (NULL);
  g_autoptr(PalcoClient) client = palco_client_new (account, PALCO_CREDENTIALS (holder), NULL);

  palco_key_holder_set_key (holder, account, key);

  return test_client (client, run->cancellable, error);
}

static gboolean
store_key (CliRun        *run,
           PalcoAccount  *account,
           const char    *key,
           GError       **error)
{
  g_autoptr(PalcoKeyring) keyring = palco_keyring_new ();
  g_autoptr(GAsyncResult) result = NULL;

  palco_keyring_store_key_async (keyring, account, key, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_keyring_store_key_finish (keyring, result, error);
}

static gboolean
clear_key (PalcoAccount  *account,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(PalcoKeyring) keyring = palco_keyring_new ();
  g_autoptr(GAsyncResult) result = NULL;

  palco_keyring_clear_key_async (keyring, account, cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_keyring_clear_key_finish (keyring, result, error);
}

static gboolean
store_account (CliRun        *run,
               PalcoAccount  *account,
               GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_account_list_add_async (run->accounts, account, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_account_list_add_finish (run->accounts, result, error);
}

static gboolean
check_name (CliRun      *run,
            const char  *name,
            GError     **error)
{
  if (!g_str_equal (name, CLI_LOCAL_ACCOUNT) && palco_account_list_lookup (run->accounts, name) == NULL)
    return TRUE;

  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
               _("There is already an account named “%s”. Choose another name."), name);
  return FALSE;
}

static gboolean
add_with_key (CliRun        *run,
              PalcoAccount  *account,
              const char    *key,
              GError       **error)
{
  if (!add_options.no_test && !test_key (run, account, key, error))
    return FALSE;

  if (!store_key (run, account, key, error))
    {
      if (palco_error_is_keyring (*error))
        g_prefix_error (error, _("The account was not added (--no-key adds it without its key). "));
      return FALSE;
    }

  if (store_account (run, account, error))
    return TRUE;

  /* Not with the cancellable of the run, which may be what ended it. */
  clear_key (account, NULL, NULL);

  return FALSE;
}

static gboolean
run_add (CliRun  *run,
         char   **arguments,
         GError **error)
{
  g_autoptr(PalcoAccount) account = NULL;
  gboolean was_added;
  char *key = NULL;

  if (!palco_account_validate (arguments[0], arguments[1], arguments[2], error) ||
      !cli_run_load_accounts (run, error) ||
      !check_name (run, arguments[0], error))
    return FALSE;

  account = palco_account_new (arguments[0], arguments[1], arguments[2]);
  palco_account_set_sts_url (account, add_options.sts_url);

  if (!add_options.no_key)
    {
      key = cli_terminal_read_key (run->cancellable, error);
      if (key == NULL)
        return FALSE;
    }

  was_added = key != NULL ? add_with_key (run, account, key, error)
                          : store_account (run, account, error);
  palco_key_free (key);
  if (!was_added)
    return FALSE;

  cli_output_line (run, cli_json_from_account (account, FALSE),
                   _("Added the account “%s”."), palco_account_get_name (account));

  return TRUE;
}

static gboolean
run_list (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(PalcoLocalService) local_service = palco_local_service_new ();
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(CliTable) table = cli_table_new (4);
  g_autoptr(JsonNode) array = cli_json_new_array ();
  guint n_stored;

  cli_table_add (table, _("NAME"), _("ADDRESS"), _("ACCOUNT ID"), _("DEFAULT"));

  if (!cli_run_load_accounts (run, error))
    return FALSE;

  n_stored = g_list_model_get_n_items (G_LIST_MODEL (run->accounts));
  g_ptr_array_add (accounts, g_object_ref (palco_local_service_get_account (local_service)));
  for (guint i = 0; i < n_stored; i++)
    g_ptr_array_add (accounts, g_list_model_get_item (G_LIST_MODEL (run->accounts), i));

  for (guint i = 0; i < accounts->len; i++)
    {
      PalcoAccount *account = g_ptr_array_index (accounts, i);
      gboolean is_local = palco_account_is_local (account);
      gboolean is_default = n_stored == (is_local ? 0 : 1);

      cli_json_append (array, cli_json_from_account (account, is_default));
      cli_table_add (table, is_local ? CLI_LOCAL_ACCOUNT : palco_account_get_name (account),
                     is_local ? cli_account_label (account) : palco_account_get_address (account),
                     palco_account_get_account_id (account), is_default ? _("yes") : NULL);
    }

  cli_output_list (run, table, g_steal_pointer (&array));

  return TRUE;
}

static gboolean
remove_account (CliRun        *run,
                PalcoAccount  *account,
                GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_account_list_remove_async (run->accounts, account, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_account_list_remove_finish (run->accounts, result, error);
}

/* The key goes first: an account without a key can be removed later, a key without an account is
 * never found again. Where there is no keyring, there is no key in it. */
static gboolean
run_remove (CliRun  *run,
            char   **arguments,
            GError **error)
{
  g_autoptr(PalcoAccount) account = NULL;
  g_autoptr(GError) local_error = NULL;

  g_free (run->account_name);
  run->account_name = g_strdup (arguments[0]);
  if (!cli_run_choose_account (run, error))
    return FALSE;

  account = g_object_ref (run->account);
  if (palco_account_is_local (account))
    {
      g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_REFUSED,
                           _("The account of this computer belongs to its service and cannot be removed."));
      return FALSE;
    }

  if (!remove_options.keep_key && !clear_key (account, run->cancellable, &local_error) &&
      !g_error_matches (local_error, PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!remove_account (run, account, error))
    return FALSE;

  cli_output_line (run, cli_json_from_account (account, FALSE),
                   _("Removed the account “%s”."), palco_account_get_name (account));

  return TRUE;
}

static gboolean
run_test (CliRun  *run,
          char   **arguments,
          GError **error)
{
  if (arguments[0] != NULL)
    {
      g_free (run->account_name);
      run->account_name = g_strdup (arguments[0]);
    }

  if (!cli_run_connect (run, FALSE, error) ||
      !test_client (run->client, run->cancellable, error))
    return FALSE;

  cli_output_line (run, cli_json_from_account (run->account, FALSE),
                   _("The account “%s” works at %s."), cli_account_label (run->account),
                   palco_account_get_address (run->account));

  return TRUE;
}

const CliCommand cli_account_commands[] = {
  {
    .group = "account",
    .name = "add",
    .arguments = "NAME ADDRESS ACCOUNT-ID",
    .summary = N_("Add an account of a service"),
    .description = N_("The key is asked for, or read from standard input when that is no terminal. It is\n"
                      "tried, and then kept in the keyring of the desktop.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl account add studio render.example.org 7f0c-anna\n"
                      "  pass show studio | palcoctl account add studio render.example.org 7f0c-anna"),
    .entries = add_entries,
    .min_arguments = 3,
    .max_arguments = 3,
    .run = run_add,
  },
  {
    .group = "account",
    .name = "list",
    .summary = N_("List the accounts"),
    .description = N_("“local” is the service of this computer and needs no account.\n"
                      "\n"
                      "Example:\n"
                      "  palcoctl account list --json"),
    .run = run_list,
  },
  {
    .group = "account",
    .name = "remove",
    .arguments = "NAME",
    .summary = N_("Remove an account and its key"),
    .description = N_("Its sessions are not stopped.\n"
                      "\n"
                      "Example:\n"
                      "  palcoctl account remove studio"),
    .entries = remove_entries,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_remove,
  },
  {
    .group = "account",
    .name = "test",
    .arguments = "[NAME]",
    .summary = N_("Try whether an account works"),
    .description = N_("Asks the service for a token.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl account test studio\n"
                      "  palcoctl account test local"),
    .max_arguments = 1,
    .run = run_test,
  },
  { .name = NULL }
};
