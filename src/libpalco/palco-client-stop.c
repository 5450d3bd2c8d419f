/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include "palco-error-private.h"
#include "palco-region.h"
#include "palco-session-private.h"

/* A stop that is wanted is delivered, however long it takes: at once, then with back-off
 * while the client lives, then at the next start of a program. */

static void schedule_stops (PalcoClient *self);

static char *
dup_key (PalcoSession *session)
{
  return g_strjoin ("/", palco_region_get_id (palco_session_get_region (session)),
                    palco_session_get_id (session), NULL);
}

/* The service does not know the session (any more): nothing runs, and that is what a stop
 * is for. It is the only end that is not told in a session object. */
static void
mark_stopped (PalcoSession *session)
{
  PalcoSessionFacts facts = PALCO_SESSION_FACTS_INIT;

  if (palco_session_is_ended (session))
    return;

  facts.size_id = g_strdup (palco_session_get_size_id (session));
  facts.lease_minutes = palco_session_get_lease_minutes (session);
  facts.state = PALCO_SESSION_STATE_STOPPED;
  facts.state_name = g_strdup ("Stopped");
  palco_session_take_facts (session, &facts, NULL);
}

static void
delivered (GTask *task)
{
  PalcoClient *self = g_task_get_source_object (task);
  PalcoSession *session = g_task_get_task_data (task);
  g_autofree char *key = dup_key (session);

  g_hash_table_remove (self->pending_stops, key);
  palco_session_set_stop_pending (session, FALSE);
  palco_client_note_in_journal (self, PALCO_JOURNAL_END, session);
  g_task_return_boolean (task, TRUE);
}

static void
final_state_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoSession *session = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!palco_client_refresh_session_finish (PALCO_CLIENT (source), result, &error) &&
      palco_error_has_code (error, PALCO_ERROR_NOT_FOUND))
    mark_stopped (session);

  delivered (task);
}

static void
post_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  PalcoSession *session = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = palco_client_call_finish (self, result, &error);

  if (reply != NULL)
    {
      palco_client_refresh_session_async (self, session, g_task_get_cancellable (task),
                                          final_state_cb, g_object_ref (task));
    }
  else if (palco_error_has_code (error, PALCO_ERROR_NOT_FOUND))
    {
      mark_stopped (session);
      delivered (task);
    }
  else
    {
      palco_client_keep_stop (self, session);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
deliver (GTask *task)
{
  PalcoSession *session = g_task_get_task_data (task);
  g_autofree char *path = palco_client_dup_session_path (palco_session_get_id (session), "/:stop");
  PalcoClientCall call = {
    .method = "POST",
    .region = palco_session_get_region (session),
    .path = path,
  };

  palco_client_call_async (g_task_get_source_object (task), &call, g_task_get_cancellable (task),
                           post_cb, g_object_ref (task));
}

void
palco_client_deliver_stop_async (PalcoClient         *self,
                                 PalcoSession        *session,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_deliver_stop_async);
  g_task_set_task_data (task, g_object_ref (session), g_object_unref);

  /* What was delivered stays delivered if somebody gave up in the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  deliver (task);
}

gboolean
palco_client_deliver_stop_finish (PalcoClient   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
stop_timer_clear (PalcoClient *self)
{
  if (self->stop_timer == NULL)
    return;

  g_source_destroy (self->stop_timer);
  g_clear_pointer (&self->stop_timer, g_source_unref);
}

static void
redelivered_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  PalcoClient *self = PALCO_CLIENT (source);

  if (palco_client_deliver_stop_finish (self, result, NULL))
    self->stop_delay_msecs = 0;
}

static gboolean
stop_timer_cb (gpointer user_data)
{
  PalcoClient *self = user_data;
  g_autoptr(GList) sessions = g_hash_table_get_values (self->pending_stops);

  g_clear_pointer (&self->stop_timer, g_source_unref);

  for (GList *l = sessions; l != NULL; l = l->next)
    palco_client_deliver_stop_async (self, l->data, NULL, redelivered_cb, NULL);

  return G_SOURCE_REMOVE;
}

static void
schedule_stops (PalcoClient *self)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  gint64 delay;

  if (self->stop_timer != NULL)
    return;

  self->stop_delay_msecs = CLAMP (self->stop_delay_msecs * 2, self->timing.stop_retry_msecs,
                                  self->timing.stop_retry_max_msecs);
  delay = MAX (self->stop_delay_msecs, palco_client_get_patience_msecs (self));

  self->stop_timer = g_timeout_source_new (delay);
  g_source_set_callback (self->stop_timer, stop_timer_cb, self, NULL);
  g_source_attach (self->stop_timer, context);
}

/* Delivers the stop of @session later. */
void
palco_client_keep_stop (PalcoClient  *self,
                        PalcoSession *session)
{
  g_hash_table_insert (self->pending_stops, dup_key (session), g_object_ref (session));
  palco_session_set_stop_pending (session, TRUE);
  schedule_stops (self);
}

/* The journal still has them. */
void
palco_client_drop_stops (PalcoClient *self)
{
  stop_timer_clear (self);
  g_hash_table_remove_all (self->pending_stops);
}

static void
wanted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  /* A journal that fails must not keep a server running. */
  palco_client_write_journal_finish (PALCO_CLIENT (source), result, NULL);
  deliver (task);
}

/**
 * palco_client_stop_session_async:
 * @self: a client
 * @session: a session of this client
 * @cancellable: (nullable): to stop waiting for it, but not to stop stopping
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Stops a session for good. A stop that the service did not get is remembered:
 * [property@Palco.Session:stop-pending] is %TRUE until it is delivered, which goes on while
 * the client lives and in [method@Palco.Client.reconcile_async].
 *
 * Since: 1.0
 */
void
palco_client_stop_session_async (PalcoClient         *self,
                                 PalcoSession        *session,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_CLIENT (self));
  g_return_if_fail (PALCO_IS_SESSION (session));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_stop_session_async);
  g_task_set_task_data (task, g_object_ref (session), g_object_unref);
  g_task_set_check_cancellable (task, FALSE);

  palco_client_write_journal_async (self, PALCO_JOURNAL_STOP, session, wanted_cb,
                                    g_steal_pointer (&task));
}

/**
 * palco_client_stop_session_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.stop_session_async]. When it fails the stop is pending.
 *
 * Returns: %TRUE if the service said that the session is stopped, or does not know it
 *
 * Since: 1.0
 */
gboolean
palco_client_stop_session_finish (PalcoClient   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return palco_client_deliver_stop_finish (self, result, error);
}
