/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-session.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-progress.h"

#include <glib/gi18n.h>

#define HISTORY_DAYS 30

/* With the journal, since a session may be started or stopped, and with the regions. */
gboolean
cli_session_connect (CliRun  *run,
                     GError **error)
{
  return cli_run_connect (run, TRUE, error) && cli_run_load_catalogue (run, error);
}

static gboolean
wait_with_progress (CliRun        *run,
                    PalcoSession  *session,
                    GError       **error)
{
  CliProgress progress = { NULL };
  g_autoptr(GAsyncResult) result = NULL;

  cli_progress_begin (&progress, session);
  palco_client_wait_session_async (run->client, session, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  cli_progress_end (&progress);

  return palco_client_wait_session_finish (run->client, result, error);
}

/* What was waited for may have ended instead. */
gboolean
cli_session_check_ready (PalcoSession  *session,
                         GError       **error)
{
  if (palco_session_get_state (session) == PALCO_SESSION_STATE_READY)
    return TRUE;

  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_SESSION_FAILED,
               _("The session %s did not become ready: it is %s now."),
               palco_session_get_id (session), cli_session_state_label (session));
  return FALSE;
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

  return cli_session_check_ready (session, error);
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

/* A stop that could not be delivered is delivered later. */
void
cli_session_tell_pending (PalcoSession *session)
{
  if (palco_session_get_stop_pending (session))
    cli_output_note (_("The session %s may still be running. That it is to stop is written down: "
                       "“palcoctl session list” tries again."), palco_session_get_id (session));
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

/* What the journal knows of the account, as far back as a service does. */
GPtrArray *
cli_session_load_history (CliRun  *run,
                          GError **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) since = g_date_time_add_days (now, -HISTORY_DAYS);
  g_autoptr(GAsyncResult) result = NULL;
  PalcoJournal *journal = palco_client_get_journal (run->client);

  palco_journal_load_history_async (journal, run->account, since, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_journal_load_history_finish (journal, result, error);
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

static gboolean
is_same_kind (const GError *a,
              const GError *b)
{
  return b != NULL && g_error_matches (b, a->domain, a->code);
}

/* Regions of one studio are often down together: what happened to many is said once. @errors has
 * one for each region, or NULL, and is used up. */
static void
collect_failures (GError    **collected,
                  GPtrArray  *regions,
                  GError    **errors)
{
  for (guint i = 0; i < regions->len; i++)
    {
      g_autoptr(GError) error = g_steal_pointer (&errors[i]);
      g_autoptr(GString) ids = g_string_new (palco_region_get_id (g_ptr_array_index (regions, i)));
      guint n_regions = 1;

      for (guint j = i + 1; error != NULL && j < regions->len; j++)
        {
          if (!is_same_kind (error, errors[j]))
            continue;

          g_string_append_printf (ids, ", %s", palco_region_get_id (g_ptr_array_index (regions, j)));
          n_regions++;
          g_clear_error (&errors[j]);
        }

      if (n_regions > 1 && !palco_error_is_cancelled (error))
        /* Translators: how many regions, their ids, and why the first of them cannot be asked. */
        g_prefix_error (&error, _("The sessions of %u regions are not known (%s). About the first: "),
                        n_regions, ids->str);
      else if (error != NULL && !palco_error_is_cancelled (error))
        g_prefix_error (&error, _("The sessions of the region %s are not known: "), ids->str);

      cli_session_collect_error (collected, g_steal_pointer (&error));
    }
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
  g_autofree GError **errors = NULL;

  if (regions == NULL)
    return g_steal_pointer (&sessions);

  results = g_new0 (GAsyncResult *, regions->len);
  errors = g_new0 (GError *, regions->len);
  for (guint i = 0; i < regions->len; i++)
    palco_client_list_sessions_async (run->client, g_ptr_array_index (regions, i), run->cancellable,
                                      cli_await_cb, &results[i]);

  for (guint i = 0; i < regions->len; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      GPtrArray *found;

      cli_await (&results[i]);
      result = results[i];
      found = palco_client_list_sessions_finish (run->client, result, &errors[i]);
      if (found != NULL)
        g_ptr_array_extend_and_steal (sessions, found);
    }

  collect_failures (collected, regions, errors);

  return g_steal_pointer (&sessions);
}
