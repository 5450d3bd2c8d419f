/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-manager-private.h"

#include "palco-boottime.h"
#include "palcod-error.h"
#include "palcod-host-link.h"
#include "palcod-secret.h"

#define START_TIMEOUT_MSECS (120 * 1000)
#define HOST_SILENCE_MSECS  (35 * 1000)   /* three pings without an answer */
#define HOST_GRACE_MSECS    (15 * 1000)
#define RETRY_MSECS         250
#define KEEP_ENDED          (30 * G_TIME_SPAN_DAY)   /* rule 37 */
#define PRUNE_SECS          (24 * 60 * 60)
#define DRAIN_LIMIT_SECS    10   /* hosts get five, then they are killed */

enum
{
  SIGNAL_SESSION_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcodManager, palcod_manager, G_TYPE_OBJECT)

static void
return_drain (PalcodManager *self,
              GError        *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->drain);

  g_clear_handle_id (&self->drain_id, g_source_remove);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
palcod_manager_emit_changed (PalcodManager *self,
                             PalcodSession *session)
{
  g_signal_emit (self, signals[SIGNAL_SESSION_CHANGED], 0, session);
}

static void
life_changed_cb (PalcodManager *self,
                 PalcodLife    *life)
{
  PalcodSession *session = palcod_life_get_session (life);

  palcod_registry_update (self->registry, session);
  palcod_manager_emit_changed (self, session);
}

static void
life_settled_cb (PalcodManager *self,
                 PalcodLife    *life)
{
  g_hash_table_remove (self->lives, palcod_life_get_session (life));

  if (self->drain != NULL && g_hash_table_size (self->lives) == 0)
    return_drain (self, NULL);
}

/* For a session that has something before it. */
PalcodLife *
palcod_manager_add_life (PalcodManager *self,
                         PalcodSession *session)
{
  PalcodLife *life = palcod_life_new (&self->context, session);

  g_signal_connect_object (life, "changed", G_CALLBACK (life_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (life, "settled", G_CALLBACK (life_settled_cb),
                           self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->lives, session, life);

  return life;
}

static void
pruned_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!palcod_store_prune_finish (PALCOD_STORE (source), result, &error))
    g_message ("Old sessions could not be removed; trying again tomorrow: %s", error->message);
}

/* From memory at once: that an old session comes back after a restart, should the store
 * fail, harms nobody. */
static gboolean
prune_cb (gpointer user_data)
{
  PalcodManager *self = user_data;
  gint64 ended_before = g_get_real_time () - KEEP_ENDED;

  palcod_registry_remove_ended (self->registry, ended_before);
  palcod_store_prune_async (self->context.store, ended_before, NULL, pruned_cb, NULL);

  return G_SOURCE_CONTINUE;
}

static void
palcod_manager_dispose (GObject *object)
{
  PalcodManager *self = PALCOD_MANAGER (object);
  GHashTableIter iter;
  PalcodLife *life;

  g_clear_handle_id (&self->prune_id, g_source_remove);
  g_clear_handle_id (&self->drain_id, g_source_remove);

  g_hash_table_iter_init (&iter, self->lives);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &life))
    palcod_life_leave (life);
  g_hash_table_remove_all (self->lives);

  G_OBJECT_CLASS (palcod_manager_parent_class)->dispose (object);
}

static void
palcod_manager_finalize (GObject *object)
{
  PalcodManager *self = PALCOD_MANAGER (object);

  g_clear_pointer (&self->lives, g_hash_table_unref);
  g_clear_pointer (&self->creations, g_hash_table_unref);
  g_clear_pointer (&self->registry, palcod_registry_free);
  g_clear_object (&self->context.store);
  g_clear_object (&self->context.allocator);
  g_clear_pointer (&self->context.boot_id, g_free);
  g_clear_pointer (&self->context.control_url, g_free);
  g_clear_pointer (&self->context.control_ca, g_free);

  G_OBJECT_CLASS (palcod_manager_parent_class)->finalize (object);
}

static void
palcod_manager_class_init (PalcodManagerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palcod_manager_dispose;
  object_class->finalize = palcod_manager_finalize;

  signals[SIGNAL_SESSION_CHANGED] =
    g_signal_new ("session-changed", PALCOD_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PALCOD_TYPE_SESSION);
}

static void
palcod_manager_init (PalcodManager *self)
{
  self->context.start_timeout_msecs = START_TIMEOUT_MSECS;
  self->context.host_silence_msecs = HOST_SILENCE_MSECS;
  self->context.host_grace_msecs = HOST_GRACE_MSECS;
  self->context.retry_msecs = RETRY_MSECS;
  self->registry = palcod_registry_new ();
  self->lives = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->creations = g_hash_table_new (g_str_hash, g_str_equal);
}

PalcodManager *
palcod_manager_new (const PalcodConfig *config,
                    PalcodStore        *store,
                    PalcodAllocator    *allocator)
{
  PalcodManager *self = g_object_new (PALCOD_TYPE_MANAGER, NULL);

  self->context.config = config;
  self->context.store = g_object_ref (store);
  self->context.allocator = g_object_ref (allocator);

  return self;
}

static void
take_up (PalcodManager       *self,
         PalcodSessionRecord *record)
{
  g_autoptr(PalcodSession) session = palcod_session_new (record);

  palcod_registry_add (self->registry, session);

  if (!palco_state_is_ended (record->state) || record->allocation != NULL)
    palcod_life_resume (palcod_manager_add_life (self, session));
}

gboolean
palcod_manager_start (PalcodManager  *self,
                      const char     *control_url,
                      const char     *control_ca,
                      GError        **error)
{
  g_autoptr(GPtrArray) records = NULL;
  g_autofree gpointer *loaded = NULL;
  gsize n_loaded;

  self->context.control_url = g_strdup (control_url);
  self->context.control_ca = g_strdup (control_ca);
  self->context.boot_id = palco_boottime_dup_boot_id (error);
  if (self->context.boot_id == NULL || !palcod_store_claim (self->context.store, error))
    return FALSE;

  records = palcod_store_load_sessions (self->context.store, error);
  if (records == NULL)
    return FALSE;

  loaded = g_ptr_array_steal (records, &n_loaded);
  for (gsize i = 0; i < n_loaded; i++)
    take_up (self, loaded[i]);

  prune_cb (self);
  self->prune_id = g_timeout_add_seconds (PRUNE_SECS, prune_cb, self);

  return TRUE;
}

PalcodSession *
palcod_manager_lookup (PalcodManager *self,
                       const char    *account_id,
                       const char    *id)
{
  return palcod_registry_lookup (self->registry, account_id, id);
}

GPtrArray *
palcod_manager_list (PalcodManager *self,
                     const char    *account_id)
{
  return palcod_registry_list_live (self->registry, account_id);
}

guint
palcod_manager_get_n_live (PalcodManager *self)
{
  return palcod_registry_count_live (self->registry);
}

guint
palcod_manager_get_free (PalcodManager *self,
                         const char    *size)
{
  return palcod_allocator_get_free (self->context.allocator, size);
}

typedef struct
{
  PalcodSession *session;
  guint          lease_minutes;
} UpdateRequest;

static void
update_request_free (UpdateRequest *request)
{
  g_clear_object (&request->session);
  g_free (request);
}

static gboolean
check_update (const UpdateRequest  *request,
              GError              **error)
{
  const PalcodSessionRecord *record = palcod_session_get_record (request->session);

  if (palco_state_is_ended (record->state))
    g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_REFUSED,
                 "The session has ended (%s): its lease cannot be extended any more.",
                 palco_state_to_string (record->state));
  else if (request->lease_minutes <= record->lease_minutes)
    g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_REFUSED,
                 "The maxLeaseTimeMinutes value must be larger than the current value, %u.",
                 record->lease_minutes);
  else if (request->lease_minutes > PALCO_LEASE_MAX_MINUTES)
    g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_REFUSED,
                 "The maxLeaseTimeMinutes value must not be larger than %d.",
                 PALCO_LEASE_MAX_MINUTES);
  else
    return TRUE;

  return FALSE;
}

static void
lease_saved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcodManager *self = g_task_get_source_object (task);
  const UpdateRequest *request = g_task_get_task_data (task);
  GError *error = NULL;

  /* Two updates may cross: both hold, as the longer lease does. An end comes first. */
  if (palcod_store_save_lease_finish (PALCOD_STORE (source), result, &error) &&
      palco_state_is_ended (palcod_session_get_record (request->session)->state))
    check_update (request, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  palcod_life_extend (g_hash_table_lookup (self->lives, request->session),
                      request->lease_minutes);
  g_task_return_boolean (task, TRUE);
}

void
palcod_manager_update_async (PalcodManager       *self,
                             PalcodSession       *session,
                             guint                lease_minutes,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  UpdateRequest *request = g_new0 (UpdateRequest, 1);
  GError *error = NULL;

  request->session = g_object_ref (session);
  request->lease_minutes = lease_minutes;
  g_task_set_source_tag (task, palcod_manager_update_async);
  g_task_set_task_data (task, request, (GDestroyNotify) update_request_free);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (!check_update (request, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  palcod_store_save_lease_async (self->context.store,
                                 palcod_session_get_record (session)->uid, lease_minutes,
                                 NULL, lease_saved_cb, g_steal_pointer (&task));
}

gboolean
palcod_manager_update_finish (PalcodManager  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
stop_saved_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  palcod_saver_flush_finish (PALCOD_SAVER (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

/* What a stop promises is that the server ends, and that holds without the disk too: if the
 * write fails the service goes on trying, and a next palcod would find the host gone. */
void
palcod_manager_stop_async (PalcodManager       *self,
                           PalcodSession       *session,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  PalcodLife *life = g_hash_table_lookup (self->lives, session);

  g_task_set_source_tag (task, palcod_manager_stop_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (palco_state_is_ended (palcod_session_get_record (session)->state))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  palcod_life_stop (life);
  palcod_saver_flush_async (palcod_life_get_saver (life), stop_saved_cb, g_steal_pointer (&task));
}

gboolean
palcod_manager_stop_finish (PalcodManager  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
drain_limit_cb (gpointer user_data)
{
  PalcodManager *self = user_data;

  self->drain_id = 0;
  return_drain (self, g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                   "Some servers did not end within %d seconds.",
                                   DRAIN_LIMIT_SECS));

  return G_SOURCE_REMOVE;
}

void
palcod_manager_stop_all_async (PalcodManager       *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GList) lives = g_hash_table_get_values (self->lives);

  g_task_set_source_tag (task, palcod_manager_stop_all_async);

  if (self->drain != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               "All sessions are being stopped already.");
      return;
    }

  for (GList *iter = lives; iter != NULL; iter = iter->next)
    palcod_life_stop (iter->data);

  if (lives == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  self->drain = g_steal_pointer (&task);
  self->drain_id = g_timeout_add_seconds (DRAIN_LIMIT_SECS, drain_limit_cb, self);
}

gboolean
palcod_manager_stop_all_finish (PalcodManager  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Also for sessions that have ended: their host must be told. The token that a host dials
 * with stays good until it dials with the next, as the welcome with that may be lost. */
gboolean
palcod_manager_check_host_token (PalcodManager *self,
                                 gint64         uid,
                                 const char    *token)
{
  PalcodSession *session = palcod_registry_lookup_uid (self->registry, uid);
  PalcodSessionRecord *record;

  if (session == NULL)
    return FALSE;

  record = palcod_session_edit (session);
  if (!palcod_secret_matches (token, record->token_hash))
    return palcod_secret_matches (token, record->previous_token_hash);

  g_free (record->previous_token_hash);
  record->previous_token_hash = g_strdup (record->token_hash);

  return TRUE;
}

void
palcod_manager_accept_host (PalcodManager           *self,
                            gint64                   uid,
                            SoupWebsocketConnection *connection)
{
  PalcodSession *session = palcod_registry_lookup_uid (self->registry, uid);
  PalcodLife *life = session != NULL ? g_hash_table_lookup (self->lives, session) : NULL;

  if (life != NULL)
    palcod_life_accept_host (life, connection);
  else
    palcod_host_link_dismiss (connection, "The session has ended");
}
