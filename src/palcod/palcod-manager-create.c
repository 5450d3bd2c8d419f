/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-manager-private.h"

#include "palcod-error.h"
#include "palcod-secret.h"

/* The first PUT of a session that is not durable yet, and those that arrived meanwhile. */
typedef struct
{
  PalcodManager *manager;
  char          *key;
  PalcodSession *session;
  char          *token;
  GPtrArray     *tasks;
  GPtrArray     *waiting;   /* of GTask: for what comes of it, whatever that is */
} Creation;

static void
creation_free (Creation *creation)
{
  g_clear_object (&creation->manager);
  g_clear_object (&creation->session);
  g_clear_pointer (&creation->key, g_free);
  g_clear_pointer (&creation->token, palco_secret_free);
  g_clear_pointer (&creation->tasks, g_ptr_array_unref);
  g_clear_pointer (&creation->waiting, g_ptr_array_unref);
  g_free (creation);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Creation, creation_free)

typedef struct
{
  char     *size;
  guint     lease_minutes;
  gboolean  created;
} CreateRequest;

static void
create_request_free (CreateRequest *request)
{
  g_free (request->size);
  g_free (request);
}

static gboolean
is_same_settings (PalcodSession       *session,
                  const CreateRequest *request)
{
  const PalcodSessionRecord *record = palcod_session_get_record (session);

  return g_str_equal (record->size, request->size) &&
         (record->created_lease_minutes == request->lease_minutes ||
          record->lease_minutes == request->lease_minutes);
}

static void
return_existing (GTask         *task,
                 PalcodSession *session)
{
  if (is_same_settings (session, g_task_get_task_data (task)))
    g_task_return_pointer (task, g_object_ref (session), g_object_unref);
  else
    g_task_return_new_error (task, PALCOD_ERROR, PALCOD_ERROR_CONFLICT,
                             "A resource already exists under the given ID.");
}

static void
return_failure (GTask        *task,
                const GError *error)
{
  g_task_return_error (task, g_error_copy (error));
}

static void
return_end (GTask    *task,
            gpointer  user_data)
{
  g_task_return_boolean (task, TRUE);
}

/* The answer goes out before the host is looked for: it says Starting (rule 21), even when
 * no server is free (rule 34). */
static void
begin_life (Creation *creation)
{
  PalcodManager *self = creation->manager;
  PalcodLife *life = palcod_manager_add_life (self, creation->session);
  CreateRequest *request = g_task_get_task_data (creation->tasks->pdata[0]);

  palcod_registry_add (self->registry, creation->session);
  request->created = TRUE;
  for (guint i = 0; i < creation->tasks->len; i++)
    return_existing (creation->tasks->pdata[i], creation->session);

  palcod_life_start (life, creation->token);
  palcod_manager_emit_changed (self, creation->session);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Creation) creation = user_data;
  g_autoptr(GError) error = NULL;
  gint64 uid = palcod_store_save_session_finish (PALCOD_STORE (source), result, &error);

  g_hash_table_remove (creation->manager->creations, creation->key);

  if (uid < 0)
    {
      g_ptr_array_foreach (creation->tasks, (GFunc) return_failure, error);
    }
  else
    {
      palcod_session_edit (creation->session)->uid = uid;
      begin_life (creation);
    }

  g_ptr_array_foreach (creation->waiting, (GFunc) return_end, NULL);
}

static PalcodSessionRecord *
create_record (PalcodManager       *self,
               const char          *account_id,
               const char          *id,
               const CreateRequest *request,
               const char          *token)
{
  PalcodSessionRecord *record = palcod_session_record_new ();

  record->account_id = g_strdup (account_id);
  record->id = g_strdup (id);
  record->size = g_strdup (request->size);
  record->lease_minutes = request->lease_minutes;
  record->created_lease_minutes = request->lease_minutes;
  record->creation_time = g_get_real_time ();
  record->boot_id = g_strdup (self->context.boot_id);
  record->token_hash = palcod_secret_hash (token);

  return record;
}

static char *
make_key (const char *account_id,
          const char *id)
{
  return g_strconcat (account_id, "/", id, NULL);
}

static Creation *
begin_creation (PalcodManager       *self,
                const char          *account_id,
                const char          *id,
                const char          *key,
                const CreateRequest *request)
{
  Creation *creation = g_new0 (Creation, 1);

  creation->manager = g_object_ref (self);
  creation->key = g_strdup (key);
  creation->token = palcod_secret_new ();
  creation->session = palcod_session_new (create_record (self, account_id, id, request,
                                                         creation->token));
  creation->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  creation->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->creations, creation->key, creation);

  palcod_store_save_session_async (self->context.store,
                                   palcod_session_get_record (creation->session),
                                   NULL, created_cb, creation);

  return creation;
}

/* A caller that goes away does not undo it: the client has journalled the id, asks again,
 * and finds the session. */
void
palcod_manager_create_async (PalcodManager       *self,
                             const char          *account_id,
                             const char          *id,
                             const char          *size,
                             guint                lease_minutes,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = make_key (account_id, id);
  PalcodSession *session = palcod_manager_lookup (self, account_id, id);
  Creation *creation = g_hash_table_lookup (self->creations, key);
  CreateRequest *request = g_new0 (CreateRequest, 1);

  request->size = g_strdup (size);
  request->lease_minutes = lease_minutes;
  g_task_set_source_tag (task, palcod_manager_create_async);
  g_task_set_task_data (task, request, (GDestroyNotify) create_request_free);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (session != NULL)
    {
      return_existing (task, session);
      return;
    }

  if (creation == NULL)
    creation = begin_creation (self, account_id, id, key, request);

  g_ptr_array_add (creation->tasks, g_steal_pointer (&task));
}

/* Returns: (transfer full) */
PalcodSession *
palcod_manager_create_finish (PalcodManager  *self,
                              GAsyncResult   *result,
                              gboolean       *created,
                              GError        **error)
{
  const CreateRequest *request;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  request = g_task_get_task_data (G_TASK (result));
  *created = request->created;

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
palcod_manager_is_creating (PalcodManager *self,
                            const char    *account_id,
                            const char    *id)
{
  g_autofree char *key = make_key (account_id, id);

  return g_hash_table_contains (self->creations, key);
}

void
palcod_manager_await_creation_async (PalcodManager       *self,
                                     const char          *account_id,
                                     const char          *id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = make_key (account_id, id);
  Creation *creation = g_hash_table_lookup (self->creations, key);

  g_task_set_source_tag (task, palcod_manager_await_creation_async);

  if (creation != NULL)
    g_ptr_array_add (creation->waiting, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
palcod_manager_await_creation_finish (PalcodManager  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
