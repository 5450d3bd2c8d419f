/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-launch.h"

#include "cli-await.h"
#include "cli-exit.h"
#include "cli-progress.h"
#include "cli-session.h"
#include "cli-terminal.h"

#include "palco-launch-words.h"

#include <glib/gi18n.h>

typedef struct
{
  CliProgress   progress;
  GCancellable *cancellable;
  gboolean      may_cost_more;   /* without asking */
} Launch;

static PalcoLaunchPlan *
make_plan (CliRun               *run,
           PalcoRegion          *region,
           PalcoSessionOptions  *options,
           PalcoWhenFull         when_full,
           GError              **error)
{
  const char *size_id = palco_session_options_get_size_id (options);
  PalcoLaunchPlan *plan;

  plan = palco_launch_plan_new_when_full (palco_client_get_catalogue (run->client), region, size_id,
                                          palco_session_options_get_lease_minutes (options), when_full);
  if (plan == NULL)
    {
      g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_NOT_FOUND,
                   _("There is no server size “%s” in the region %s. “palcoctl sizes” lists them."),
                   size_id, palco_region_get_id (region));
      return NULL;
    }

  palco_launch_plan_set_cap_minutes (plan, palco_session_options_get_cap_minutes (options));
  palco_launch_plan_set_title (plan, palco_session_options_get_title (options));

  return plan;
}

static void
tell_moved_on (PalcoLauncher *launcher)
{
  g_autofree char *text = palco_launch_words_moved_on (launcher);

  cli_output_note ("%s", text);
}

static void
phase_changed_cb (Launch        *launch,
                  GParamSpec    *pspec,
                  PalcoLauncher *launcher)
{
  PalcoLauncherPhase phase = palco_launcher_get_phase (launcher);

  if (phase == PALCO_LAUNCHER_PHASE_WAITING)
    return;

  cli_progress_end (&launch->progress);
  if (phase == PALCO_LAUNCHER_PHASE_STOPPING)
    cli_output_note (_("Cancelling…"));
  if (phase != PALCO_LAUNCHER_PHASE_CREATING)
    return;

  if (palco_launcher_get_candidate (launcher) > 0)
    tell_moved_on (launcher);
  cli_progress_begin (&launch->progress, NULL);
}

static gboolean
is_agreed (Launch        *launch,
           PalcoLauncher *launcher)
{
  g_autofree char *prices = palco_launch_words_consent (launcher);
  g_autofree char *question = NULL;

  if (launch->may_cost_more)
    return TRUE;

  if (cli_terminal_can_ask ())
    {
      /* Translators: %s is one sentence or more. The letters are what people type: yes, and no
       * unless they do. They must be those of the system's own programs in your language. */
      question = g_strdup_printf (_("%s Start it? [y/N]"), prices);
      return cli_terminal_confirm (question, launch->cancellable);
    }

  /* Translators: %s is one sentence or more */
  cli_output_note (_("%s “--yes” would agree to that."), prices);

  return FALSE;
}

/* Ctrl-C at the question ends the launcher before the answer. */
static void
consent_cb (PalcoLauncher *launcher,
            guint          candidate,
            Launch        *launch)
{
  gboolean yes = is_agreed (launch, launcher);

  if (palco_launcher_get_phase (launcher) == PALCO_LAUNCHER_PHASE_ASKING)
    palco_launcher_answer (launcher, yes);
}

/* What may be running all the same. */
static void
tell_what_is_left (PalcoLauncher  *launcher,
                   GError        **error)
{
  PalcoSession *session = palco_launcher_get_session (launcher);

  if (session == NULL && palco_error_is_transient (*error))
    cli_output_note (_("A session may be running, and billed, all the same. “palcoctl session list” shows it."));
  else if (session != NULL && palco_error_is_cancelled (*error))
    cli_session_tell_pending (session);
  else if (session != NULL && !palco_session_is_ended (session))
    cli_session_add_hint (error, palco_session_get_id (session));
}

/* Until it is ready. Ctrl-C stops what was created: its id was told to nobody yet. */
PalcoSession *
cli_launch (CliRun               *run,
            PalcoRegion          *region,
            PalcoSessionOptions  *options,
            PalcoWhenFull         when_full,
            gboolean              may_cost_more,
            GError              **error)
{
  g_autoptr(PalcoLaunchPlan) plan = make_plan (run, region, options, when_full, error);
  g_autoptr(PalcoLauncher) launcher = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  Launch launch = { .cancellable = run->cancellable, .may_cost_more = may_cost_more };
  g_autoptr(PalcoSession) session = NULL;

  if (plan == NULL)
    return NULL;

  launcher = palco_launcher_new (run->client, plan);
  g_signal_connect_swapped (launcher, "notify::phase", G_CALLBACK (phase_changed_cb), &launch);
  g_signal_connect (launcher, "consent", G_CALLBACK (consent_cb), &launch);
  palco_launcher_run_async (launcher, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  session = palco_launcher_run_finish (launcher, result, error);
  if (session == NULL)
    tell_what_is_left (launcher, error);
  else if (!cli_session_check_ready (session, error))
    g_clear_object (&session);

  return g_steal_pointer (&session);
}
