/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-launch.h"
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
  gboolean next_region;
  gboolean other_size;
  gboolean yes;
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
  { "next-region", 0, 0, G_OPTION_ARG_NONE, &create_options.next_region,
    N_("Try the next nearest region when all servers are in use"), NULL },
  { "other-size", 0, 0, G_OPTION_ARG_NONE, &create_options.other_size,
    N_("Try another size when all servers are in use"), NULL },
  { "yes", 'y', 0, G_OPTION_ARG_NONE, &create_options.yes,
    N_("Agree to a higher price without being asked"), NULL },
  { "wait", 'w', 0, G_OPTION_ARG_NONE, &create_options.wait,
    N_("Wait until it is ready"), NULL },
  { NULL }
};

static struct {
  gboolean ended;
} list_options;

static const GOptionEntry list_entries[] = {
  { "ended", 'e', 0, G_OPTION_ARG_NONE, &list_options.ended,
    N_("List those that ended in the last 30 days, with time and cost"), NULL },
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

/* Each try has an id of its own: where one is named, the preset has no others to offer. */
static gboolean
read_when_full (PalcoPreset    *preset,
                PalcoWhenFull  *when_full,
                GError        **error)
{
  *when_full = (create_options.next_region ? PALCO_WHEN_FULL_NEXT_REGION : 0) |
               (create_options.other_size ? PALCO_WHEN_FULL_OTHER_SIZE : 0);

  if (create_options.id == NULL)
    {
      *when_full |= preset != NULL ? palco_preset_get_when_full (preset) : 0;
      return TRUE;
    }

  if (*when_full == PALCO_WHEN_FULL_NONE)
    return TRUE;

  g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                       _("Each try has an id of its own: --id cannot be used with --next-region or --other-size."));
  return FALSE;
}

/* With latencies where they are needed to find the next one. */
static PalcoRegion *
choose_region (CliRun         *run,
               PalcoWhenFull   when_full,
               GError        **error)
{
  g_autoptr(PalcoRegion) region = NULL;

  if (create_options.preset != NULL && run->region_id == NULL)
    return cli_run_choose_nearest_region (run, error);

  region = cli_run_choose_region (run, error);
  if (region == NULL ||
      (when_full != PALCO_WHEN_FULL_NONE && !cli_run_measure_regions (run, NULL, error)))
    return NULL;

  return g_steal_pointer (&region);
}

static PalcoSession *
create_in_region (CliRun               *run,
                  PalcoRegion          *region,
                  PalcoSessionOptions  *options,
                  GError              **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  PalcoSession *session;

  palco_client_create_session_async (run->client, region, options, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  session = palco_client_create_session_finish (run->client, result, error);

  /* The request may have arrived although no answer did. */
  if (session == NULL &&
      (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || palco_error_is_transient (*error)))
    cli_session_add_hint (error, palco_session_options_get_session_id (options));

  return session;
}

/* That servers are in use is known only while it starts, so that moving on is waiting. */
static PalcoSession *
create_session (CliRun               *run,
                PalcoSessionOptions  *options,
                PalcoWhenFull         when_full,
                GError              **error)
{
  g_autoptr(PalcoRegion) region = choose_region (run, when_full, error);
  g_autoptr(PalcoSession) session = NULL;

  if (region == NULL)
    return NULL;

  if (when_full != PALCO_WHEN_FULL_NONE)
    return cli_launch (run, region, options, when_full, create_options.yes, error);

  session = create_in_region (run, region, options, error);
  if (session == NULL || (create_options.wait && !cli_session_wait (run, session, error)))
    return NULL;

  return g_steal_pointer (&session);
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
  PalcoWhenFull when_full;

  if (!take_preset (run, &preset, error) || !read_when_full (preset, &when_full, error))
    return FALSE;

  options = read_options (preset, error);
  if (options == NULL || !cli_session_connect (run, error))
    return FALSE;

  running = cli_session_reconcile (run);
  tell_running (running);
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
    return FALSE;

  session = create_session (run, options, when_full, error);
  if (session == NULL)
    return FALSE;

  cli_session_output_details (run, session);

  return TRUE;
}

static gboolean
list_ended (CliRun  *run,
            GError **error)
{
  g_autoptr(GPtrArray) entries = cli_session_load_history (run, error);

  if (entries == NULL)
    return FALSE;

  cli_session_output_past (run, entries);

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
  if (list_options.ended)
    return list_ended (run, error);

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
                      "With --next-region or --other-size, also those of a preset, it always waits, and\n"
                      "Ctrl-C stops what was started. What costs more is asked for at a terminal;\n"
                      "elsewhere it is not started without --yes.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session create --wait\n"
                      "  palcoctl session create --size Premium --lease 2h --region westeurope\n"
                      "  palcoctl session create --region westeurope --next-region\n"
                      "  id=$(palcoctl --json session create --wait | jq -r '.[0].id')"),
    .entries = create_entries,
    .uses = CLI_USES_ALL,
    .run = run_create,
  },
  {
    .group = "session",
    .name = "list",
    .summary = N_("List the sessions that are starting or ready"),
    .description = N_("One that has ended can still be shown by its id, for 30 days; --ended lists those that\n"
                      "this computer knows.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session list\n"
                      "  palcoctl session list --ended\n"
                      "  palcoctl session list --region westeurope --json"),
    .entries = list_entries,
    .uses = CLI_USES_ALL,
    .run = run_list,
  },
  {
    .group = "session",
    .name = "show",
    .arguments = "ID",
    .summary = N_("Show a session"),
    .description = N_("The beginning of the id is enough when no other session begins like that: at least\n"
                      "four characters, as in the names that the application shows.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session show 2b7e\n"
                      "  palcoctl session show 2b7e1516-28ae-4d2a-abf7-158809cf4f3c"),
    .uses = CLI_USES_ALL,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_show,
  },
  {
    .group = "session",
    .name = "wait",
    .arguments = "ID",
    .summary = N_("Wait until a session is ready"),
    .description = N_("Ends with status 7 when the session ends before that. The beginning of the id is enough.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session wait 2b7e\n"
                      "  palcoctl session wait 2b7e1516-28ae-4d2a-abf7-158809cf4f3c"),
    .uses = CLI_USES_ALL,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_wait,
  },
  { .name = NULL }
};
