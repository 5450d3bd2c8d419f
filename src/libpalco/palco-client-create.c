/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include <json-glib/json-glib.h>

#include "palco-error-private.h"
#include "palco-protocol.h"
#include "palco-region.h"
#include "palco-session-options.h"
#include "palco-session-private.h"

typedef struct
{
  PalcoSession *session;
  char         *body;
  GError       *error;   /* what to end with, once the journal knows */
} Creating;

static void
creating_free (Creating *creating)
{
  g_object_unref (creating->session);
  g_free (creating->body);
  g_clear_error (&creating->error);
  g_free (creating);
}

static char *
make_body (PalcoSessionOptions *options)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "maxLeaseTimeMinutes");
  json_builder_add_int_value (builder, palco_session_options_get_lease_minutes (options));
  json_builder_set_member_name (builder, "size");
  json_builder_add_string_value (builder, palco_session_options_get_size_id (options));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
refused_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Creating *creating = g_task_get_task_data (task);

  palco_client_write_journal_finish (PALCO_CLIENT (source), result, NULL);
  g_task_return_error (task, g_steal_pointer (&creating->error));
}

/* A PUT that certainly had no effect is forgotten; of any other the id is kept, and the
 * next reconciliation asks what became of it. */
static void
settle_failure (GTask  *task,
                GError *error)
{
  PalcoClient *self = g_task_get_source_object (task);
  Creating *creating = g_task_get_task_data (task);
  PalcoJournalChange change = palco_error_is_uncertain (error) ? PALCO_JOURNAL_UNSETTLE
                                                               : PALCO_JOURNAL_FORGET;

  creating->error = error;
  palco_client_write_journal_async (self, change, creating->session, refused_cb,
                                    g_object_ref (task));
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Creating *creating = g_task_get_task_data (task);

  /* It runs: a disk that is full by now must not hide it from the caller. */
  palco_client_write_journal_finish (PALCO_CLIENT (source), result, NULL);
  g_task_return_pointer (task, g_object_ref (creating->session), g_object_unref);
}

static void
put_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  Creating *creating = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(PalcoReply) reply = palco_client_call_finish (self, result, &error);
  g_autoptr(PalcoSession) session = NULL;

  if (reply != NULL)
    {
      session = palco_client_take_reply (self, palco_session_get_region (creating->session),
                                         palco_session_get_id (creating->session), reply, &error);
      if (session == NULL && error->domain == PALCO_ERROR)
        palco_error_set_uncertain (error);
    }

  if (session != NULL)
    palco_client_write_journal_async (self, PALCO_JOURNAL_CONFIRM, session, confirmed_cb,
                                      g_steal_pointer (&task));
  else
    settle_failure (task, error);
}

static void
send_put (GTask *task)
{
  Creating *creating = g_task_get_task_data (task);
  g_autofree char *path = palco_client_dup_session_path (palco_session_get_id (creating->session),
                                                         NULL);
  PalcoClientCall call = {
    .method = "PUT",
    .region = palco_session_get_region (creating->session),
    .path = path,
    .body = creating->body,
  };

  palco_client_call_async (g_task_get_source_object (task), &call, g_task_get_cancellable (task),
                           put_cb, g_object_ref (task));
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!palco_client_write_journal_finish (PALCO_CLIENT (source), result, &error))
    {
      g_prefix_error (&error, "Nothing was started. ");
      g_task_return_error (task, error);
      return;
    }

  send_put (task);
}

static gboolean
check_options (PalcoSessionOptions  *options,
               GError              **error)
{
  if (!palco_session_id_is_valid (palco_session_options_get_session_id (options)))
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "“%s” cannot be the id of a session: it takes 1 to %d letters, digits, “-” "
                   "and “_”",
                   palco_session_options_get_session_id (options), PALCO_SESSION_ID_MAX_LENGTH);
      return FALSE;
    }

  if (palco_session_options_get_lease_minutes (options) > PALCO_LEASE_MAX_MINUTES)
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "A lease of %u minutes is too long: the longest is %d minutes",
                   palco_session_options_get_lease_minutes (options), PALCO_LEASE_MAX_MINUTES);
      return FALSE;
    }

  return TRUE;
}

/* What is asked for, until the service says what it is. */
static PalcoSession *
make_session (PalcoClient         *self,
              PalcoRegion         *region,
              PalcoSessionOptions *options)
{
  const char *id = palco_session_options_get_session_id (options);
  PalcoSession *session = palco_client_ensure_session (self, region, id);
  PalcoSessionFacts facts = PALCO_SESSION_FACTS_INIT;

  if (palco_session_get_state (session) != PALCO_SESSION_STATE_UNKNOWN)
    return session;

  facts.size_id = g_strdup (palco_session_options_get_size_id (options));
  facts.lease_minutes = palco_session_options_get_lease_minutes (options);
  palco_session_take_facts (session, &facts, NULL);

  return session;
}

/**
 * palco_client_create_session_async:
 * @self: a client
 * @region: where to run it
 * @options: what to run
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Starts a session. Its id is in the journal before the service hears of it.
 *
 * Cancelling does not undo what the service has begun: then the session shows up in the
 * list of sessions, and in [method@Palco.Client.reconcile_async].
 *
 * Since: 1.0
 */
void
palco_client_create_session_async (PalcoClient         *self,
                                   PalcoRegion         *region,
                                   PalcoSessionOptions *options,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Creating *creating;
  GError *error = NULL;

  g_return_if_fail (PALCO_IS_CLIENT (self));
  g_return_if_fail (PALCO_IS_REGION (region));
  g_return_if_fail (PALCO_IS_SESSION_OPTIONS (options));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_create_session_async);

  if (!check_options (options, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  creating = g_new0 (Creating, 1);
  creating->session = make_session (self, region, options);
  creating->body = make_body (options);
  g_task_set_task_data (task, creating, (GDestroyNotify) creating_free);

  /* A session that was created is handed over even if somebody gave up in the last moment. */
  g_task_set_check_cancellable (task, FALSE);

  palco_client_begin_in_journal_async (self, creating->session, options, begun_cb,
                                       g_steal_pointer (&task));
}

/**
 * palco_client_create_session_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.create_session_async]. It fails with
 * %PALCO_ERROR_INVALID_ARGUMENT for options that cannot be, %PALCO_ERROR_CONFLICT when the id
 * is taken, and %PALCO_ERROR_STORAGE when the journal cannot be written and nothing was started.
 *
 * Returns: (transfer full): the new session, which is starting
 *
 * Since: 1.0
 */
PalcoSession *
palco_client_create_session_finish (PalcoClient   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
