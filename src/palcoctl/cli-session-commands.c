/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-lease.h"
#include "cli-preset.h"
#include "cli-session.h"

#include <glib/gi18n.h>

#define DEFAULT_SIZE          "Standard"
#define DEFAULT_LEASE_MINUTES 60

static struct {
  char    *size;
  char    *lease;
  char    *id;
  char    *preset;
  gboolean wait;
} create_options;

static const GOptionEntry create_entries[] = {
  { "size", 's', 0, G_OPTION_ARG_STRING, &create_options.size,
    N_("Server size, “Standard” unless given"), N_("ID") },
  { "lease", 'l', 0, G_OPTION_ARG_STRING, &create_options.lease,
    N_("How long it may run at most: 90, 2h, 1h30; one hour unless given"), N_("TIME") },
  { "id", 0, 0, G_OPTION_ARG_STRING, &create_options.id,
    N_("Id of the session, random unless given"), N_("ID") },
  { "preset", 'p', 0, G_OPTION_ARG_STRING, &create_options.preset,
    N_("Start like this preset; the other options come before it"), N_("NAME") },
  { "wait", 'w', 0, G_OPTION_ARG_NONE, &create_options.wait,
    N_("Wait until it is ready"), NULL },
  { NULL }
};

static PalcoSessionOptions *
read_options (PalcoPreset  *preset,
              GError      **error)
{
  const char *size_id = preset != NULL ? palco_preset_get_size_id (preset) : DEFAULT_SIZE;
  guint minutes = preset != NULL ? palco_preset_get_lease_minutes (preset) : DEFAULT_LEASE_MINUTES;
  PalcoSessionOptions *options;

  if (create_options.lease != NULL &&
      !cli_lease_parse (create_options.lease, &minutes, error))
    return NULL;

  options = palco_session_options_new (create_options.size != NULL ? create_options.size : size_id, minutes);
  if (create_options.id != NULL)
    palco_session_options_set_session_id (options, create_options.id);
  if (preset != NULL)
    {
      palco_session_options_set_title (options, palco_preset_get_name (preset));
      palco_session_options_set_cap_minutes (options, palco_preset_get_cap_minutes (preset));
    }

  return options;
}

/* Of what the command line left open, account and region are those of the preset. @preset stays
 * NULL without one. */
static gboolean
take_preset (CliRun       *run,
             PalcoPreset **preset,
             GError      **error)
{
  g_autoptr(PalcoPresetList) presets = NULL;
  PalcoPreset *found;

  if (create_options.preset == NULL)
    return TRUE;

  presets = cli_preset_load (run, error);
  found = presets != NULL ? cli_preset_find (presets, create_options.preset, error) : NULL;
  if (found == NULL)
    return FALSE;

  *preset = g_object_ref (found);
  if (run->account_name == NULL)
    run->account_name = g_strdup (*palco_preset_get_account_uid (found) != '\0'
                                    ? palco_preset_get_account_uid (found) : CLI_LOCAL_ACCOUNT);
  if (run->region_id == NULL && *palco_preset_get_region_id (found) != '\0')
    run->region_id = g_strdup (palco_preset_get_region_id (found));

  return TRUE;
}

/* Whoever starts another one may have forgotten these. */
static void
tell_running (GPtrArray *running)
{
  for (guint i = 0; running != NULL && i < running->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (running, i);

      cli_output_note (_("Note: the session %s is running too. “palcoctl session stop %s” stops it."),
                       palco_session_get_id (session), palco_session_get_id (session));
    }
}

static PalcoSession *
create_session (CliRun               *run,
                PalcoSessionOptions  *options,
                GError              **error)
{
  g_autoptr(PalcoRegion) region = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  PalcoSession *session;

  if (create_options.preset != NULL && run->region_id == NULL)
    region = cli_run_choose_nearest_region (run, error);
  else
    region = cli_run_choose_region (run, error);
  if (region == NULL)
    return NULL;

  palco_client_create_session_async (run->client, region, options, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  session = palco_client_create_session_finish (run->client, result, error);

  /* The request may have arrived although no answer did. */
  if (session == NULL &&
      (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || palco_error_is_transient (*error)))
    cli_session_add_hint (error, palco_session_options_get_session_id (options));

  return session;
}

static gboolean
run_create (CliRun  *run,
            char   **arguments,
            GError **error)
{
  g_autoptr(PalcoPreset) preset = NULL;
  g_autoptr(PalcoSessionOptions) options = NULL;
  g_autoptr(GPtrArray) running = NULL;
  g_autoptr(PalcoSession) session = NULL;

  if (!take_preset (run, &preset, error))
    return FALSE;

  options = read_options (preset, error);
  if (options == NULL || !cli_session_connect (run, error))
    return FALSE;

  running = cli_session_reconcile (run);
  tell_running (running);
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
    return FALSE;

  session = create_session (run, options, error);
  if (session == NULL || (create_options.wait && !cli_session_wait (run, session, error)))
    return FALSE;

  cli_session_output_details (run, session);

  return TRUE;
}

static gboolean
run_list (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(GPtrArray) running = NULL;
  g_autoptr(GPtrArray) sessions = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!cli_session_connect (run, error))
    return FALSE;

  running = cli_session_reconcile (run);
  sessions = cli_session_list (run, &local_error);

  if (local_error != NULL && sessions->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  cli_session_output_list (run, sessions);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
run_show (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(PalcoSession) session = NULL;

  if (!cli_session_connect (run, error))
    return FALSE;

  session = cli_session_find (run, arguments[0], error);
  if (session == NULL)
    return FALSE;

  cli_session_output_details (run, session);

  return TRUE;
}

static gboolean
run_wait (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(PalcoSession) session = NULL;

  if (!cli_session_connect (run, error))
    return FALSE;

  session = cli_session_find (run, arguments[0], error);
  if (session == NULL || !cli_session_wait (run, session, error))
    return FALSE;

  cli_session_output_details (run, session);

  return TRUE;
}

const CliCommand cli_session_commands[] = {
  {
    .group = "session",
    .name = "create",
    .summary = N_("Start a session"),
    .description = N_("The lease counts from when the session is ready, and it ends then at the latest.\n"
                      "Ctrl-C ends the waiting, not the session.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session create --wait\n"
                      "  palcoctl session create --size Premium --lease 2h --region westeurope\n"
                      "  id=$(palcoctl --json session create --wait | jq -r '.[0].id')"),
    .entries = create_entries,
    .run = run_create,
  },
  {
    .group = "session",
    .name = "list",
    .summary = N_("List the sessions that are starting or ready"),
    .description = N_("One that has ended can still be shown by its id, for 30 days.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session list\n"
                      "  palcoctl session list --region westeurope --json"),
    .run = run_list,
  },
  {
    .group = "session",
    .name = "show",
    .arguments = "ID",
    .summary = N_("Show a session"),
    .description = N_("Example:\n"
                      "  palcoctl session show 2b7e1516-28ae-4d2a-abf7-158809cf4f3c"),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_show,
  },
  {
    .group = "session",
    .name = "wait",
    .arguments = "ID",
    .summary = N_("Wait until a session is ready"),
    .description = N_("Ends with status 7 when the session ends before that.\n"
                      "\n"
                      "Example:\n"
                      "  palcoctl session wait 2b7e1516-28ae-4d2a-abf7-158809cf4f3c"),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_wait,
  },
  { .name = NULL }
};
