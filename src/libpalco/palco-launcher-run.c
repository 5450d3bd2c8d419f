/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-launcher-private.h"

#include "palco-client-private.h"
#include "palco-error-private.h"
#include "palco-launch-plan.h"
#include "palco-price-table.h"
#include "palco-session-options.h"
#include "palco-session.h"
#include "palco-size.h"

#define CODE_NO_CAPACITY "NoCapacity"

static void try_next (PalcoLauncher *self,
                      guint          index);

/* Ends the run; the caller then returns the result. */
static GTask *
finish (PalcoLauncher *self)
{
  g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  palco_launcher_set_phase (self, PALCO_LAUNCHER_PHASE_DONE);

  return g_steal_pointer (&self->task);
}

/* Takes @error. */
static void
finish_with_error (PalcoLauncher *self,
                   GError        *error)
{
  g_autoptr(GTask) task = finish (self);

  g_task_return_error (task, error);
}

static void
finish_cancelled (PalcoLauncher *self)
{
  finish_with_error (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                "The start was cancelled"));
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PalcoLauncher) self = user_data;

  /* A stop that was not delivered is pending: the client goes on with it. */
  palco_client_stop_session_finish (PALCO_CLIENT (source), result, NULL);
  finish_cancelled (self);
}

static void
stop (PalcoLauncher *self,
      PalcoSession  *session)
{
  palco_launcher_set_phase (self, PALCO_LAUNCHER_PHASE_STOPPING);
  palco_client_stop_session_async (self->client, session, NULL, stopped_cb, g_object_ref (self));
}

static gboolean
is_full (PalcoSession *session)
{
  const char *code = palco_session_get_error_code (session);

  return palco_session_get_state (session) == PALCO_SESSION_STATE_ERROR &&
         code != NULL && g_ascii_strcasecmp (code, CODE_NO_CAPACITY) == 0;
}

static void
waited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoLauncher) self = user_data;
  GError *error = NULL;

  if (palco_client_wait_session_finish (PALCO_CLIENT (source), result, &error))
    {
      g_autoptr(GTask) task = finish (self);

      g_task_return_pointer (task, g_object_ref (self->session), g_object_unref);
    }
  else if (palco_error_is_cancelled (error))
    {
      g_error_free (error);
      stop (self, self->session);
    }
  else if (is_full (self->session))
    {
      g_clear_error (&self->error);
      self->error = error;
      try_next (self, self->candidate + 1);
    }
  else
    {
      finish_with_error (self, error);
    }
}

/* Nobody knows whether the service has the session: then it is stopped too. */
static void
settle_cancelled (PalcoLauncher *self,
                  GError        *error)
{
  g_autoptr(PalcoSession) session = NULL;
  gboolean is_uncertain = palco_error_is_uncertain (error);

  g_error_free (error);
  if (!is_uncertain)
    {
      finish_cancelled (self);
      return;
    }

  session = palco_client_ensure_session (self->client,
                                         palco_launch_plan_get_region (self->plan, self->candidate),
                                         self->session_id);
  stop (self, session);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PalcoLauncher) self = user_data;
  PalcoClient *client = PALCO_CLIENT (source);
  GError *error = NULL;
  g_autoptr(PalcoSession) session = palco_client_create_session_finish (client, result, &error);
  gboolean is_cancelled = self->phase == PALCO_LAUNCHER_PHASE_STOPPING;

  if (session == NULL && is_cancelled)
    {
      settle_cancelled (self, error);
      return;
    }

  if (session == NULL)
    {
      finish_with_error (self, error);
      return;
    }

  palco_launcher_set_session (self, session);
  if (is_cancelled)
    {
      stop (self, session);
      return;
    }

  palco_launcher_set_phase (self, PALCO_LAUNCHER_PHASE_WAITING);
  palco_client_wait_session_async (client, session, g_task_get_cancellable (self->task), waited_cb,
                                   g_object_ref (self));
}

/* The request itself is not cancelled: it might arrive after the stop. */
static void
try_candidate (PalcoLauncher *self,
               guint          index)
{
  g_autoptr(PalcoSessionOptions) options = NULL;
  PalcoRegion *region = palco_launch_plan_get_region (self->plan, index);
  PalcoSize *size = palco_launch_plan_get_size (self->plan, index);

  options = palco_session_options_new (palco_size_get_id (size),
                                       palco_launch_plan_get_lease_minutes (self->plan));
  palco_session_options_set_cap_minutes (options, palco_launch_plan_get_cap_minutes (self->plan));
  palco_session_options_set_title (options, palco_launch_plan_get_title (self->plan));
  g_free (self->session_id);
  self->session_id = g_strdup (palco_session_options_get_session_id (options));

  palco_launcher_set_session (self, NULL);
  palco_launcher_set_candidate (self, index, PALCO_LAUNCHER_PHASE_CREATING);
  palco_client_create_session_async (self->client, region, options, NULL, created_cb,
                                     g_object_ref (self));
}

/* A price that nobody told is that of the same size elsewhere, and may be anything for another. */
static gboolean
costs_more (PalcoLauncher *self,
            guint          index)
{
  PalcoAccount *account = palco_client_get_account (self->client);
  PalcoSize *agreed = palco_launch_plan_get_size (self->plan, self->agreed);
  PalcoSize *size = palco_launch_plan_get_size (self->plan, index);
  const char *agreed_currency;
  const char *currency;
  double agreed_price;
  double price;
  gboolean agreed_known = palco_price_for (account, agreed, &agreed_price, &agreed_currency, NULL);

  if (!palco_price_for (account, size, &price, &currency, NULL))
    return agreed_known || g_ascii_strcasecmp (palco_size_get_id (size),
                                               palco_size_get_id (agreed)) != 0;

  return !agreed_known || g_strcmp0 (currency, agreed_currency) != 0 || price > agreed_price;
}

static void
ask (PalcoLauncher *self,
     guint          index)
{
  palco_launcher_set_candidate (self, index, PALCO_LAUNCHER_PHASE_ASKING);
  if (!palco_launcher_emit_consent (self))
    palco_launcher_answer (self, FALSE);
}

static void
try_next (PalcoLauncher *self,
          guint          index)
{
  if (g_cancellable_is_cancelled (g_task_get_cancellable (self->task)))
    {
      finish_cancelled (self);
      return;
    }

  while (index < palco_launch_plan_get_n_candidates (self->plan) &&
         costs_more (self, index) && !self->may_ask)
    index++;

  if (index == palco_launch_plan_get_n_candidates (self->plan))
    finish_with_error (self, g_steal_pointer (&self->error));
  else if (costs_more (self, index))
    ask (self, index);
  else
    try_candidate (self, index);
}

/* A request that is under way is waited for; that a stop is wanted is written down already, for
 * the case that this program ends before. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  PalcoLauncher *self = user_data;
  g_autoptr(PalcoSession) session = NULL;

  if (self->phase == PALCO_LAUNCHER_PHASE_ASKING)
    {
      finish_cancelled (self);
    }
  else if (self->phase == PALCO_LAUNCHER_PHASE_CREATING)
    {
      session = palco_client_ensure_session (self->client,
                                             palco_launch_plan_get_region (self->plan,
                                                                           self->candidate),
                                             self->session_id);
      palco_client_note_in_journal (self->client, PALCO_JOURNAL_STOP, session);
      palco_launcher_set_phase (self, PALCO_LAUNCHER_PHASE_STOPPING);
    }

  return G_SOURCE_REMOVE;
}

/**
 * palco_launcher_answer:
 * @self: a launcher that asks
 * @yes: whether the higher price is agreed to
 *
 * Answers [signal@Palco.Launcher::consent]. After a no, only what does not cost more is tried.
 *
 * Since: 1.0
 */
void
palco_launcher_answer (PalcoLauncher *self,
                       gboolean       yes)
{
  g_return_if_fail (PALCO_IS_LAUNCHER (self));
  g_return_if_fail (self->phase == PALCO_LAUNCHER_PHASE_ASKING);

  if (yes)
    self->agreed = self->candidate;
  else
    self->may_ask = FALSE;

  try_next (self, self->candidate);
}

/**
 * palco_launcher_run_async:
 * @self: a launcher
 * @cancellable: (nullable): to give up and stop what was created
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Starts the session and waits until it is ready. A launcher runs once.
 *
 * Since: 1.0
 */
void
palco_launcher_run_async (PalcoLauncher       *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GCancellable) never = NULL;

  g_return_if_fail (PALCO_IS_LAUNCHER (self));
  g_return_if_fail (self->phase == PALCO_LAUNCHER_PHASE_IDLE);

  if (cancellable == NULL)
    cancellable = never = g_cancellable_new ();

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, palco_launcher_run_async);

  /* A session that got ready is handed over even if somebody gave up in the last moment. */
  g_task_set_check_cancellable (self->task, FALSE);

  self->begun_usec = g_get_monotonic_time ();
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancelled, g_task_get_context (self->task));

  try_next (self, 0);
}

/**
 * palco_launcher_run_finish:
 * @self: a launcher
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Launcher.run_async]. It fails with %PALCO_ERROR_SESSION_FAILED when no
 * candidate could be had, with %G_IO_ERROR_CANCELLED when it was cancelled, or as
 * [method@Palco.Client.create_session_finish] does.
 *
 * Returns: (transfer full): the session: ready, or stopped or expired meanwhile
 *
 * Since: 1.0
 */
PalcoSession *
palco_launcher_run_finish (PalcoLauncher  *self,
                           GAsyncResult   *result,
                           GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
