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
  gboolean is_relative;
  guint minutes;

  if (!cli_lease_parse (arguments[1], &minutes, &is_relative, error) ||
      !cli_session_connect (run, error))
    return FALSE;

  session = cli_session_find (run, arguments[0], error);
  if (session == NULL)
    return FALSE;

  if (is_relative)
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

  if (palco_session_get_stop_pending (session))
    cli_output_note (_("The session %s may still be running. That it is to stop is written down: "
                       "“palcoctl session list” tries again."), palco_session_get_id (session));

  return FALSE;
}

/* One that fails must not keep the others running. */
static gboolean
stop_sessions (CliRun     *run,
               GPtrArray  *sessions,
               GError    **error)
{
  GError *last_error = NULL;

  for (guint i = 0; i < sessions->len && !g_cancellable_is_cancelled (run->cancellable); i++)
    {
      if (last_error != NULL)
        {
          cli_output_note ("%s", last_error->message);
          g_clear_error (&last_error);
        }

      stop_session (run, g_ptr_array_index (sessions, i), &last_error);
    }

  if (last_error == NULL)
    return !g_cancellable_set_error_if_cancelled (run->cancellable, error);

  g_propagate_error (error, last_error);

  return FALSE;
}

static GPtrArray *
find_named (CliRun  *run,
            char   **ids,
            GError **error)
{
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);

  for (char **id = ids; *id != NULL; id++)
    {
      PalcoSession *session = cli_session_find (run, *id, error);

      if (session == NULL)
        return NULL;

      g_ptr_array_add (sessions, session);
    }

  return g_steal_pointer (&sessions);
}

static GPtrArray *
find_running (CliRun  *run,
              GError **error)
{
  g_autoptr(GError) local_error = NULL;
  GPtrArray *sessions = cli_session_list (run, &local_error);

  for (guint i = sessions->len; i > 0; i--)
    {
      if (palco_session_is_ended (g_ptr_array_index (sessions, i - 1)))
        g_ptr_array_remove_index (sessions, i - 1);
    }

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return sessions;
}

static gboolean
run_stop (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(GPtrArray) running = NULL;
  g_autoptr(GPtrArray) sessions = NULL;
  g_autoptr(GError) find_error = NULL;

  if (stop_options.all == (arguments[0] != NULL))
    {
      g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                           _("Name the sessions to stop, or use --all for all of them."));
      return FALSE;
    }

  if (!cli_session_connect (run, error))
    return FALSE;

  running = cli_session_reconcile (run);
  sessions = stop_options.all ? find_running (run, &find_error) : find_named (run, arguments, &find_error);
  if (sessions == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&find_error));
      return FALSE;
    }

  if (!stop_sessions (run, sessions, error))
    return FALSE;

  cli_session_output_list (run, sessions);
  if (find_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&find_error));

  return FALSE;
}

const CliCommand cli_session_change_commands[] = {
  {
    .group = "session",
    .name = "extend",
    .arguments = "ID TIME",
    .summary = N_("Extend the lease of a session"),
    .description = N_("TIME is the whole lease, counted from when the session was ready; with a “+” it is\n"
                      "added to the lease that it has. A lease cannot become shorter.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session extend 2b7e1516-28ae-4d2a-abf7-158809cf4f3c +30\n"
                      "  palcoctl session extend 2b7e1516-28ae-4d2a-abf7-158809cf4f3c 2h"),
    .min_arguments = 2,
    .max_arguments = 2,
    .run = run_extend,
  },
  {
    .group = "session",
    .name = "stop",
    .arguments = "ID…",
    .summary = N_("Stop sessions"),
    .description = N_("A session that has ended already is no error.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl session stop 2b7e1516-28ae-4d2a-abf7-158809cf4f3c\n"
                      "  palcoctl session stop --all"),
    .entries = stop_entries,
    .max_arguments = MAX_STOPS,
    .run = run_stop,
  },
  { .name = NULL }
};
