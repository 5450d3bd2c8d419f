/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-account-store.h"
#include "cli-await.h"
#include "cli-exit.h"
#include "cli-output.h"
#include "cli-terminal.h"

#include <glib/gi18n.h>

static struct {
  char    *sts_url;
  char    *token_command;
  gboolean token;
  gboolean no_key;
  gboolean no_test;
} add_options;

static struct {
  gboolean keep_key;
} remove_options;

static const GOptionEntry add_entries[] = {
  { "sts-url", 0, 0, G_OPTION_ARG_STRING, &add_options.sts_url,
    N_("Where tokens come from, if the service does not tell"), N_("URL") },
  { "token", 0, 0, G_OPTION_ARG_NONE, &add_options.token,
    N_("Sign in with an access token instead of the account key"), NULL },
  { "token-command", 0, 0, G_OPTION_ARG_STRING, &add_options.token_command,
    N_("Sign in with access tokens that a command prints"), N_("COMMAND") },
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

/* There is no @key where a command gives tokens. */
static gboolean
add_tested (CliRun        *run,
            PalcoAccount  *account,
            const char    *key,
            GError       **error)
{
  if (!add_options.no_test && !test_key (run, account, key, error))
    return FALSE;

  if (cli_account_store (run, account, key, error))
    return TRUE;

  if (palco_error_is_keyring (*error))
    g_prefix_error (error, _("The account was not added (--no-key adds it without its key). "));

  return FALSE;
}

static gboolean
check_add_options (GError **error)
{
  if (add_options.token + add_options.no_key + (add_options.token_command != NULL) <= 1)
    return TRUE;

  g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                       _("--token, --token-command and --no-key cannot be used together."));
  return FALSE;
}

/* What is kept in the keyring for it is asked for, if there is anything. */
static gboolean
choose_sign_in (CliRun        *run,
                PalcoAccount  *account,
                char         **key,
                GError       **error)
{
  g_autoptr(PalcoSignIn) sign_in = NULL;

  if (add_options.token_command != NULL)
    {
      sign_in = palco_sign_in_new_command (add_options.token_command, error);
    }
  else if (add_options.token)
    {
      *key = cli_terminal_read_token (run->cancellable, error);
      sign_in = *key != NULL ? palco_sign_in_new_token (*key, error) : NULL;
    }
  else
    {
      *key = cli_terminal_read_key (run->cancellable, error);
      sign_in = *key != NULL ? palco_sign_in_new_key () : NULL;
    }

  if (sign_in != NULL)
    palco_account_set_sign_in (account, sign_in);

  return sign_in != NULL;
}

static gboolean
run_add (CliRun  *run,
         char   **arguments,
         GError **error)
{
  g_autoptr(PalcoAccount) account = NULL;
  gboolean was_added;
  char *key = NULL;

  if (!check_add_options (error) ||
      !palco_account_validate (arguments[0], arguments[1], arguments[2], error) ||
      !cli_run_load_accounts (run, error) ||
      !check_name (run, arguments[0], error))
    return FALSE;

  account = palco_account_new (arguments[0], arguments[1], arguments[2]);
  palco_account_set_sts_url (account, add_options.sts_url);

  if (add_options.no_key)
    was_added = cli_account_store (run, account, NULL, error);
  else
    was_added = choose_sign_in (run, account, &key, error) && add_tested (run, account, key, error);

  palco_key_free (key);
  if (!was_added)
    return FALSE;

  cli_output_line (run, cli_json_from_account (account, FALSE),
                   _("Added the account “%s”."), palco_account_get_name (account));

  return TRUE;
}

static const char *
format_sign_in (PalcoAccount *account)
{
  switch (palco_sign_in_get_kind (palco_account_get_sign_in (account)))
    {
    case PALCO_SIGN_IN_KEY:
      break;
    case PALCO_SIGN_IN_TOKEN:
      /* Translators: how one signs in at an account: with an access token */
      return _("token");
    case PALCO_SIGN_IN_COMMAND:
      /* Translators: how one signs in at an account: with a command that prints a token */
      return _("command");
    }

  /* Translators: how one signs in at an account: with its key */
  return _("key");
}

static gboolean
run_list (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(PalcoLocalService) local_service = palco_local_service_new ();
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(CliTable) table = cli_table_new (5);
  g_autoptr(JsonNode) array = cli_json_new_array ();
  guint n_stored;

  cli_table_add (table, _("NAME"), _("ADDRESS"), _("ACCOUNT ID"), _("SIGN-IN"), _("DEFAULT"));

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
                     palco_account_get_account_id (account), is_local ? NULL : format_sign_in (account),
                     is_default ? _("yes") : NULL);
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

/* Any but that of this computer. */
static gboolean
choose_stored (CliRun      *run,
               const char  *name,
               GError     **error)
{
  g_free (run->account_name);
  run->account_name = g_strdup (name);
  if (!cli_run_choose_account (run, error))
    return FALSE;

  if (!palco_account_is_local (run->account))
    return TRUE;

  g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_REFUSED,
                       _("The account of this computer belongs to its service and cannot be changed or removed."));
  return FALSE;
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

  if (!choose_stored (run, arguments[0], error))
    return FALSE;

  account = g_object_ref (run->account);
  if (!remove_options.keep_key && !cli_account_clear_key (account, run->cancellable, &local_error) &&
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

static struct {
  char *token_command;
} trust_options;

static const GOptionEntry trust_entries[] = {
  { "token-command", 0, 0, G_OPTION_ARG_STRING, &trust_options.token_command,
    N_("Allow this command to run, and sign in with the tokens that it prints"), N_("COMMAND") },
  { NULL }
};

static gboolean
save_accounts (CliRun  *run,
               GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_account_list_save_async (run->accounts, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_account_list_save_finish (run->accounts, result, error);
}

static gboolean
trust_command (PalcoAccount  *account,
               GError       **error)
{
  g_autoptr(PalcoSignIn) sign_in = palco_sign_in_new_command (trust_options.token_command, error);

  if (sign_in != NULL)
    palco_account_set_sign_in (account, sign_in);

  return sign_in != NULL;
}

/* What is trusted is typed, so that nobody trusts what they have not read. */
static gboolean
trust_sts (PalcoAccount  *account,
           const char    *sts_url,
           GError       **error)
{
  if (!palco_account_validate (palco_account_get_name (account), sts_url,
                               palco_account_get_account_id (account), error))
    return FALSE;

  palco_account_set_trusted_sts_url (account, sts_url);

  return TRUE;
}

static gboolean
run_trust (CliRun  *run,
           char   **arguments,
           GError **error)
{
  if ((arguments[1] != NULL) == (trust_options.token_command != NULL))
    {
      g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                           _("Say what to trust: either an address or, with --token-command, a command."));
      return FALSE;
    }

  if (!choose_stored (run, arguments[0], error))
    return FALSE;

  if (!(arguments[1] != NULL ? trust_sts (run->account, arguments[1], error)
                             : trust_command (run->account, error)) ||
      !save_accounts (run, error))
    return FALSE;

  cli_output_line (run, cli_json_from_account (run->account, FALSE),
                   _("Changed what the account “%s” trusts."), palco_account_get_name (run->account));

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
                      "A token command is started without a shell whenever a new token is needed; what it\n"
                      "prints is the token.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl account add studio render.example.org 7f0c-anna\n"
                      "  pass show studio | palcoctl account add studio render.example.org 7f0c-anna\n"
                      "  palcoctl account add studio render.example.org 7f0c-anna --token-command 'pass show token'"),
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
    .uses = CLI_USES_SERVICE,
    .max_arguments = 1,
    .run = run_test,
  },
  {
    .group = "account",
    .name = "trust",
    .arguments = "NAME [ADDRESS]",
    .summary = N_("Trust a new token service or a token command"),
    .description = N_("The key of an account is sent only to the token service that worked first. When the\n"
                      "service names another one, this accepts it; ask whoever runs the service before.\n"
                      "A token command from another computer runs only after it was allowed here.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl account trust studio https://sts.example.org\n"
                      "  palcoctl account trust studio --token-command 'pass show token'"),
    .entries = trust_entries,
    .min_arguments = 1,
    .max_arguments = 2,
    .run = run_trust,
  },
  { .name = NULL }
};
