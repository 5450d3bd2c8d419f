/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-run.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-terminal.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include <signal.h>
#include <unistd.h>

static gboolean
signal_cb (CliRun *run,
           int     signal_number)
{
  /* Somebody insists. What was asked of the service is in the journal. */
  if (run->signal_number != 0)
    {
      cli_terminal_restore ();
      _exit (CLI_EXIT_SIGNAL_BASE + signal_number);
    }

  run->signal_number = signal_number;
  g_cancellable_cancel (run->cancellable);

  return G_SOURCE_CONTINUE;
}

static gboolean
interrupt_cb (gpointer user_data)
{
  return signal_cb (user_data, SIGINT);
}

static gboolean
terminate_cb (gpointer user_data)
{
  return signal_cb (user_data, SIGTERM);
}

static gboolean
hangup_cb (gpointer user_data)
{
  return signal_cb (user_data, SIGHUP);
}

CliRun *
cli_run_new (void)
{
  CliRun *run = g_new0 (CliRun, 1);

  run->cancellable = g_cancellable_new ();

  return run;
}

/* GLib starts a thread for it, which is nothing for who only wants help. */
void
cli_run_watch_signals (CliRun *run)
{
  run->signal_ids[0] = g_unix_signal_add (SIGINT, interrupt_cb, run);
  run->signal_ids[1] = g_unix_signal_add (SIGTERM, terminate_cb, run);
  run->signal_ids[2] = g_unix_signal_add (SIGHUP, hangup_cb, run);
}

void
cli_run_free (CliRun *run)
{
  for (guint i = 0; i < G_N_ELEMENTS (run->signal_ids); i++)
    g_clear_handle_id (&run->signal_ids[i], g_source_remove);

  g_clear_object (&run->client);
  g_clear_object (&run->local_service);
  g_clear_object (&run->account);
  g_clear_object (&run->accounts);
  g_clear_object (&run->cancellable);
  g_free (run->account_name);
  g_free (run->region_id);
  g_free (run);
}

/* The name of that of this computer is to be translated by programs. */
const char *
cli_account_label (PalcoAccount *account)
{
  return palco_account_is_local (account) ? _("This computer") : palco_account_get_name (account);
}

gboolean
cli_run_load_accounts (CliRun  *run,
                       GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (run->accounts != NULL)
    return TRUE;

  run->accounts = palco_account_list_new (NULL);
  palco_account_list_load_async (run->accounts, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_account_list_load_finish (run->accounts, result, error);
}

static char *
join_account_names (GListModel *accounts)
{
  GString *names = g_string_new (CLI_LOCAL_ACCOUNT);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(PalcoAccount) account = g_list_model_get_item (accounts, i);

      g_string_append_printf (names, ", %s", palco_account_get_name (account));
    }

  return g_string_free (names, FALSE);
}

static gboolean
choose_by_name (CliRun  *run,
                GError **error)
{
  g_autofree char *names = NULL;

  if (!cli_run_load_accounts (run, error))
    return FALSE;

  g_set_object (&run->account, palco_account_list_lookup (run->accounts, run->account_name));
  if (run->account != NULL)
    return TRUE;

  names = join_account_names (G_LIST_MODEL (run->accounts));
  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_NOT_FOUND,
               _("There is no account named “%s”. Known are: %s. “palcoctl account add” adds one."),
               run->account_name, names);
  return FALSE;
}

static void
choose_local (CliRun *run)
{
  run->local_service = palco_local_service_new ();
  g_set_object (&run->account, palco_local_service_get_account (run->local_service));
}

/* The one that was named; else the only one that is stored; else this computer. */
gboolean
cli_run_choose_account (CliRun  *run,
                        GError **error)
{
  g_autofree char *names = NULL;
  guint n_accounts;

  if (run->account_name != NULL && !g_str_equal (run->account_name, CLI_LOCAL_ACCOUNT))
    return choose_by_name (run, error);

  if (run->account_name == NULL && !cli_run_load_accounts (run, error))
    return FALSE;

  n_accounts = run->account_name == NULL ? g_list_model_get_n_items (G_LIST_MODEL (run->accounts)) : 0;
  if (n_accounts == 0)
    {
      choose_local (run);
      return TRUE;
    }

  if (n_accounts == 1)
    {
      run->account = g_list_model_get_item (G_LIST_MODEL (run->accounts), 0);
      return TRUE;
    }

  names = join_account_names (G_LIST_MODEL (run->accounts));
  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
               _("There are several accounts. Name one with --account: %s."), names);
  return FALSE;
}

/* The token service that worked first is remembered. If that cannot be written, it is the next
 * time. */
void
cli_run_keep_trust (CliRun *run)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (run->accounts == NULL || run->client == NULL)
    return;

  palco_account_list_save_async (run->accounts, NULL, cli_await_cb, &result);
  cli_await (&result);
  palco_account_list_save_finish (run->accounts, result, NULL);
}

/* What was learnt on the way is still being written, in the order of asking: an answer to
 * anything means that it is done. */
void
cli_run_settle_journal (CliRun *run)
{
  g_autoptr(PalcoJournal) journal = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (run->client != NULL)
    g_object_get (run->client, "journal", &journal, NULL);
  if (journal == NULL)
    return;

  palco_journal_count_open_async (journal, run->account, NULL, cli_await_cb, &result);
  cli_await (&result);
  palco_journal_count_open_finish (journal, result, NULL);
}

/* Who knows the key of the chosen account. */
PalcoCredentials *
cli_run_make_credentials (CliRun  *run,
                          GError **error)
{
  g_autoptr(PalcoKeyring) keyring = NULL;
  g_autoptr(PalcoKeyHolder) holder = NULL;
  char *key;

  if (run->local_service != NULL)
    return PALCO_CREDENTIALS (g_object_ref (run->local_service));

  keyring = palco_keyring_new ();
  if (!run->key_stdin)
    return PALCO_CREDENTIALS (g_steal_pointer (&keyring));

  key = cli_terminal_read_key (run->cancellable, error);
  if (key == NULL)
    return NULL;

  holder = palco_key_holder_new (PALCO_CREDENTIALS (keyring));
  palco_key_holder_set_key (holder, run->account, key);
  palco_key_free (key);

  return PALCO_CREDENTIALS (g_steal_pointer (&holder));
}

gboolean
cli_run_open_journal (CliRun        *run,
                      PalcoJournal **journal,
                      GError       **error)
{
  g_autofree char *path = palco_journal_dup_default_path ();
  g_autoptr(GAsyncResult) result = NULL;

  palco_journal_open_async (path, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  *journal = palco_journal_open_finish (result, error);

  return *journal != NULL;
}

static gboolean
open_local_service (CliRun  *run,
                    GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_local_service_open_async (run->local_service, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_local_service_open_finish (run->local_service, result, error);
}

/* Makes the client. Commands that only look at what is offered need no journal. */
gboolean
cli_run_connect (CliRun    *run,
                 gboolean   with_journal,
                 GError   **error)
{
  g_autoptr(PalcoCredentials) credentials = NULL;
  g_autoptr(PalcoJournal) journal = NULL;

  if (run->account == NULL && !cli_run_choose_account (run, error))
    return FALSE;

  credentials = cli_run_make_credentials (run, error);
  if (credentials == NULL)
    return FALSE;

  if (with_journal && !cli_run_open_journal (run, &journal, error))
    return FALSE;

  if (run->local_service != NULL && !open_local_service (run, error))
    return FALSE;

  run->client = palco_client_new (run->account, credentials, journal);

  return TRUE;
}

gboolean
cli_run_load_catalogue (CliRun  *run,
                        GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PalcoCatalogue) catalogue = NULL;

  palco_client_load_catalogue_async (run->client, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  catalogue = palco_client_load_catalogue_finish (run->client, result, error);

  return catalogue != NULL;
}

static char *
join_region_ids (GListModel *regions)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (regions); i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (regions, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", palco_region_get_id (region));
    }

  return g_string_free (ids, FALSE);
}

/* How far the regions are and what is free there. @nearest is NULL, or set to a new reference, to
 * NULL when none answers. */
gboolean
cli_run_measure_regions (CliRun       *run,
                         PalcoRegion **nearest,
                         GError      **error)
{
  g_autoptr(PalcoLatencyMonitor) monitor = palco_latency_monitor_new ();
  g_autoptr(GAsyncResult) result = NULL;

  palco_latency_monitor_set_regions (monitor, palco_catalogue_get_regions (palco_client_get_catalogue (run->client)));
  palco_latency_monitor_measure_async (monitor, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  if (!palco_latency_monitor_measure_finish (monitor, result, error))
    return FALSE;

  if (nearest != NULL)
    g_set_object (nearest, palco_latency_monitor_get_nearest (monitor));

  return TRUE;
}

/* The one that answers first. Returns a new reference. */
PalcoRegion *
cli_run_choose_nearest_region (CliRun  *run,
                               GError **error)
{
  PalcoRegion *nearest = NULL;

  if (!cli_run_measure_regions (run, &nearest, error))
    return NULL;

  if (nearest == NULL)
    g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_UNAVAILABLE,
                         _("No region answers, so that none is the nearest. Name one with --region."));

  return nearest;
}

/* The one that was named, or the only one. Returns a new reference. */
PalcoRegion *
cli_run_choose_region (CliRun  *run,
                       GError **error)
{
  PalcoCatalogue *catalogue = palco_client_get_catalogue (run->client);
  GListModel *regions = palco_catalogue_get_regions (catalogue);
  PalcoRegion *region = NULL;
  g_autofree char *ids = NULL;

  if (run->region_id == NULL && g_list_model_get_n_items (regions) == 1)
    return g_list_model_get_item (regions, 0);

  if (run->region_id != NULL)
    region = palco_catalogue_lookup_region (catalogue, run->region_id);
  if (region != NULL)
    return g_object_ref (region);

  ids = join_region_ids (regions);
  if (run->region_id != NULL)
    g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_NOT_FOUND,
                 _("There is no region “%s”. Known are: %s."), run->region_id, ids);
  else
    g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                 _("There are several regions. Name one with --region: %s."), ids);

  return NULL;
}
