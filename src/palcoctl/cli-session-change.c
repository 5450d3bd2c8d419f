/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-lease.h"
#include "cli-session.h"

#include <glib/gi18n.h>

#define MAX_STOPS 1000

static struct {
  gboolean total;
} extend_options;

static const GOptionEntry extend_entries[] = {
  { "total", 0, 0, G_OPTION_ARG_NONE, &extend_options.total,
    N_("TIME is the whole lease, counted from when the session was ready"), NULL },
  { NULL }
};

static struct {
  gboolean all;
} stop_options;

static const GOptionEntry stop_entries[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &stop_options.all,
    N_("Stop all sessions of the account"), NULL },
  { NULL }
};

static gboolean
run_extend (CliRun  *run,
            char   **arguments,
            GError **error)
{
  g_autoptr(PalcoSession) session = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  guint minutes;

  if (!cli_lease_parse (arguments[1], &minutes, error) ||
      !cli_session_connect (run, error))
    return FALSE;

  session = cli_session_find (run, arguments[0], error);
  if (session == NULL)
    return FALSE;

  if (!extend_options.total)
    minutes += palco_session_get_lease_minutes (session);

  palco_client_update_session_async (run->client, session, minutes, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  if (!palco_client_update_session_finish (run->client, result, error))
    return FALSE;

  cli_session_output_details (run, session);

  return TRUE;
}

static gboolean
stop_session (CliRun        *run,
              PalcoSession  *session,
              GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_stop_session_async (run->client, session, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  if (palco_client_stop_session_finish (run->client, result, error))
    return TRUE;

  cli_session_tell_pending (session);

  return FALSE;
}

/* One that is not found must not keep the others running. */
static GPtrArray *
find_named (CliRun  *run,
            char   **ids,
            GError **collected)
{
  GPtrArray *sessions = g_ptr_array_new_with_free_func (g_object_unref);

  for (char **id = ids; *id != NULL; id++)
    {
      GError *error = NULL;
      PalcoSession *session = cli_session_find (run, *id, &error);

      if (session != NULL)
        g_ptr_array_add (sessions, session);
      cli_session_collect_error (collected, error);
    }

  return sessions;
}

static void
stop_sessions (CliRun     *run,
               GPtrArray  *sessions,
               GError    **collected)
{
  for (guint i = 0; i < sessions->len; i++)
    {
      GError *error = NULL;

      stop_session (run, g_ptr_array_index (sessions, i), &error);
      cli_session_collect_error (collected, error);
    }
}

static gboolean
run_stop (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(GPtrArray) running = NULL;
  g_autoptr(GPtrArray) sessions = NULL;
  g_autoptr(GError) collected = NULL;

  if (stop_options.all == (arguments[0] != NULL))
    {
      g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                           _("Name the sessions to stop, or use --all for all of them."));
      return FALSE;
    }

  /* A session that is named can be told to stop while nobody answers: later, then. */
  if (!cli_run_connect (run, TRUE, error) ||
      ((stop_options.all || run->region_id != NULL) && !cli_run_load_catalogue (run, error)))
    return FALSE;

  running = cli_session_reconcile (run);
  if (stop_options.all)
    sessions = cli_session_list (run, &collected);
  else
    sessions = find_named (run, arguments, &collected);

  stop_sessions (run, sessions, &collected);

  if (sessions->len > 0 || collected == NULL)
    cli_session_output_list (run, sessions);
  if (collected == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&collected));

  return FALSE;
}

const CliCommand cli_session_change_commands[] = {
  {
    .group = "session",
    .name = "extend",
    .arguments = "ID TIME",
    .summary = N_("Extend the lease of a session"),
    .description = N_("TIME is added to the lease that the session has. A lease cannot become shorter.\n"
                      "The beginning of the id is enough.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session extend 2b7e 30\n"
                      "  palcoctl session extend 2b7e1516-28ae-4d2a-abf7-158809cf4f3c 2h --total"),
    .entries = extend_entries,
    .uses = CLI_USES_ALL,
    .min_arguments = 2,
    .max_arguments = 2,
    .run = run_extend,
  },
  {
    .group = "session",
    .name = "stop",
    .arguments = "ID…",
    .summary = N_("Stop sessions"),
    .description = N_("A session that has ended already is no error. The beginning of the id is enough.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session stop 2b7e\n"
                      "  palcoctl session stop 2b7e1516-28ae-4d2a-abf7-158809cf4f3c\n"
                      "  palcoctl session stop --all"),
    .entries = stop_entries,
    .uses = CLI_USES_ALL,
    .max_arguments = MAX_STOPS,
    .run = run_stop,
  },
  { .name = NULL }
};
