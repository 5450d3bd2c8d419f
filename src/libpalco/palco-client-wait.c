/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include "palco-error-private.h"
#include "palco-session.h"
#include "palco-task-wait.h"

/* A network that is gone for a moment is no reason to give up on a session. */
#define MAX_FAILURES 5

typedef struct
{
  PalcoSession *session;
  gint64        deadline_usec;
  guint         n_failures;
} Waiting;

static void
waiting_free (Waiting *waiting)
{
  g_object_unref (waiting->session);
  g_free (waiting);
}

static void look (GTask *task);

static void
look_later (GTask *task)
{
  PalcoClient *self = g_task_get_source_object (task);
  Waiting *waiting = g_task_get_task_data (task);

  if (g_get_monotonic_time () >= waiting->deadline_usec)
    {
      g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_UNAVAILABLE,
                               "The session has not become ready within %u minutes; "
                               "stop it, or wait again",
                               self->timing.wait_msecs / 60000);
      return;
    }

  palco_task_wait (task, palco_client_get_poll_msecs (self, waiting->session), look);
}

static void
return_failed (GTask        *task,
               PalcoSession *session)
{
  const char *code = palco_session_get_error_code (session);
  const char *message = palco_session_get_error_message (session);
  GError *error = g_error_new (PALCO_ERROR, PALCO_ERROR_SESSION_FAILED,
                               "The session failed: %s (%s)",
                               message != NULL ? message : "the service gave no reason",
                               code != NULL ? code : "no code");

  palco_error_set_correlation_vector (error, palco_session_get_correlation_vector (session));
  g_task_return_error (task, error);
}

/* A state that does not exist yet is one on the way, until it turns out to be an end. */
static void
judge (GTask *task)
{
  Waiting *waiting = g_task_get_task_data (task);

  switch (palco_session_get_state (waiting->session))
    {
    case PALCO_SESSION_STATE_UNKNOWN:
    case PALCO_SESSION_STATE_STARTING:
      look_later (task);
      break;

    case PALCO_SESSION_STATE_ERROR:
      return_failed (task, waiting->session);
      break;

    case PALCO_SESSION_STATE_READY:
    case PALCO_SESSION_STATE_STOPPED:
    case PALCO_SESSION_STATE_EXPIRED:
      g_task_return_boolean (task, TRUE);
      break;
    }
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Waiting *waiting = g_task_get_task_data (task);
  GError *error = NULL;

  if (palco_client_refresh_session_finish (PALCO_CLIENT (source), result, &error))
    {
      waiting->n_failures = 0;
      judge (task);
    }
  else if (palco_error_is_transient (error) && ++waiting->n_failures < MAX_FAILURES)
    {
      g_error_free (error);
      look_later (task);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

static void
look (GTask *task)
{
  Waiting *waiting = g_task_get_task_data (task);

  palco_client_refresh_session_async (g_task_get_source_object (task), waiting->session,
                                      g_task_get_cancellable (task), refreshed_cb,
                                      g_object_ref (task));
}

/**
 * palco_client_wait_session_async:
 * @self: a client
 * @session: a session of this client
 * @cancellable: (nullable): to stop waiting; the session goes on
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Waits until a session has left [enum@Palco.SessionState] starting, for half an hour at most.
 *
 * Since: 1.0
 */
void
palco_client_wait_session_async (PalcoClient         *self,
                                 PalcoSession        *session,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Waiting *waiting;

  g_return_if_fail (PALCO_IS_CLIENT (self));
  g_return_if_fail (PALCO_IS_SESSION (session));

  waiting = g_new0 (Waiting, 1);
  waiting->session = g_object_ref (session);
  waiting->deadline_usec = g_get_monotonic_time () + self->timing.wait_msecs * (gint64) 1000;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_wait_session_async);
  g_task_set_task_data (task, waiting, (GDestroyNotify) waiting_free);
  look (task);
}

/**
 * palco_client_wait_session_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.wait_session_async]. It fails with %PALCO_ERROR_SESSION_FAILED
 * when the session has ended in an error.
 *
 * Returns: %TRUE if the session is ready, or was stopped or has expired meanwhile
 *
 * Since: 1.0
 */
gboolean
palco_client_wait_session_finish (PalcoClient   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
