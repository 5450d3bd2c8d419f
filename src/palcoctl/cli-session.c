/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-session.h"

#include "cli-await.h"
#include "cli-exit.h"

#include <glib/gi18n.h>

#include <stdio.h>
#include <unistd.h>

/* With the journal, since a session may be started or stopped, and with the regions. */
gboolean
cli_session_connect (CliRun  *run,
                     GError **error)
{
  return cli_run_connect (run, TRUE, error) && cli_run_load_catalogue (run, error);
}

static PalcoSession *
get_from_region (CliRun      *run,
                 PalcoRegion *region,
                 const char  *id,
                 GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_get_session_async (run->client, region, id, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_client_get_session_finish (run->client, result, error);
}

/* In the region that was named, or wherever it is. */
PalcoSession *
cli_session_find (CliRun      *run,
                  const char  *id,
                  GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (run->region_id != NULL)
    {
      g_autoptr(PalcoRegion) region = cli_run_choose_region (run, error);

      return region != NULL ? get_from_region (run, region, id, error) : NULL;
    }

  palco_client_find_session_async (run->client, id, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_client_find_session_finish (run->client, result, error);
}

typedef struct
{
  PalcoSession *session;
  gint64        start_usec;
} Progress;

static gboolean
progress_cb (gpointer user_data)
{
  Progress *progress = user_data;
  g_autofree char *line = NULL;

  /* Translators: shown again each second in the same place of the terminal: state and seconds */
  line = g_strdup_printf (_("%s… %d s"), cli_session_state_label (progress->session),
                          (int) ((g_get_monotonic_time () - progress->start_usec) / G_USEC_PER_SEC));
  g_printerr ("\r%s ", line);

  return G_SOURCE_CONTINUE;
}

static gboolean
wait_with_progress (CliRun        *run,
                    PalcoSession  *session,
                    GError       **error)
{
  Progress progress = { session, g_get_monotonic_time () };
  g_autoptr(GAsyncResult) result = NULL;
  gboolean on_terminal = isatty (STDERR_FILENO);
  guint progress_id = 0;

  if (on_terminal)
    progress_id = g_timeout_add_seconds (1, progress_cb, &progress);

  palco_client_wait_session_async (run->client, session, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  if (on_terminal)
    {
      g_source_remove (progress_id);
      g_printerr ("\r\033[K");
    }

  return palco_client_wait_session_finish (run->client, result, error);
}

/* Until it is ready. A session that ends before that is an error. */
gboolean
cli_session_wait (CliRun        *run,
                  PalcoSession  *session,
                  GError       **error)
{
  if (!wait_with_progress (run, session, error))
    {
      if (!palco_session_is_ended (session))
        cli_session_add_hint (error, palco_session_get_id (session));
      return FALSE;
    }

  if (palco_session_get_state (session) == PALCO_SESSION_STATE_READY)
    return TRUE;

  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_SESSION_FAILED,
               _("The session %s did not become ready: it is %s now."),
               palco_session_get_id (session), cli_session_state_label (session));
  return FALSE;
}

/* Keeps the last error for the exit status; the others are told at once. Takes the error, which
 * may be NULL. */
void
cli_session_collect_error (GError **collected,
                           GError  *error)
{
  if (error == NULL)
    return;

  if (*collected != NULL)
    cli_output_note ("%s", (*collected)->message);

  g_clear_error (collected);
  *collected = error;
}

/* Whatever ended the command, the session lives on. */
void
cli_session_add_hint (GError     **error,
                      const char  *id)
{
  g_autofree char *reason = NULL;

  if (palco_error_is_cancelled (*error))
    {
      g_clear_error (error);
      g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_INTERRUPTED, _("Interrupted."));
    }

  reason = g_steal_pointer (&(*error)->message);
  (*error)->message = g_strdup_printf (_("%s The session %s may be running, and billed. "
                                         "“palcoctl session show %s” shows it, “palcoctl session stop %s” "
                                         "stops it."),
                                       reason, id, id, id);
}

/* Delivers stops that could not be, and finds what was forgotten. That it fails is no reason not
 * to do what was asked for. Returns the sessions that run, or NULL. */
GPtrArray *
cli_session_reconcile (CliRun *run)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *running;

  palco_client_reconcile_async (run->client, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  running = palco_client_reconcile_finish (run->client, result, &error);

  if (running == NULL && !palco_error_is_cancelled (error))
    cli_output_note (_("Not all sessions that were started before could be looked at: %s"), error->message);

  return running;
}

static GPtrArray *
dup_regions (CliRun  *run,
             GError **error)
{
  g_autoptr(GPtrArray) regions = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *all = palco_catalogue_get_regions (palco_client_get_catalogue (run->client));

  if (run->region_id != NULL)
    {
      PalcoRegion *region = cli_run_choose_region (run, error);

      if (region == NULL)
        return NULL;

      g_ptr_array_add (regions, region);
      return g_steal_pointer (&regions);
    }

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    g_ptr_array_add (regions, g_list_model_get_item (all, i));

  return g_steal_pointer (&regions);
}

/* A region that does not answer must not hide the sessions of the others: its error is collected
 * beside what is returned. */
GPtrArray *
cli_session_list (CliRun  *run,
                  GError **collected)
{
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) regions = dup_regions (run, collected);
  g_autofree GAsyncResult **results = NULL;

  if (regions == NULL)
    return g_steal_pointer (&sessions);

  results = g_new0 (GAsyncResult *, regions->len);
  for (guint i = 0; i < regions->len; i++)
    palco_client_list_sessions_async (run->client, g_ptr_array_index (regions, i), run->cancellable,
                                      cli_await_cb, &results[i]);

  for (guint i = 0; i < regions->len; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GPtrArray) found = NULL;
      g_autoptr(GError) local_error = NULL;

      cli_await (&results[i]);
      result = results[i];
      found = palco_client_list_sessions_finish (run->client, result, &local_error);

      if (found != NULL)
        {
          for (guint j = 0; j < found->len; j++)
            g_ptr_array_add (sessions, g_object_ref (g_ptr_array_index (found, j)));
          continue;
        }

      if (!palco_error_is_cancelled (local_error))
        g_prefix_error (&local_error, _("The sessions of the region %s are not known: "),
                        palco_region_get_id (g_ptr_array_index (regions, i)));
      cli_session_collect_error (collected, g_steal_pointer (&local_error));
    }

  return g_steal_pointer (&sessions);
}
