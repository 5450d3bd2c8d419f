/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client.h"

struct _PalcoClient
{
  GObject           parent_instance;
  GObject          *account;
  GObject          *credentials;
  PalcoJournal     *journal;
  PalcoCatalogue   *catalogue;
};

G_DEFINE_FINAL_TYPE (PalcoClient, palco_client, G_TYPE_OBJECT)

static void
palco_client_class_init (PalcoClientClass *klass)
{
}

static void
palco_client_init (PalcoClient *self)
{
}

PalcoClient *
palco_client_new (PalcoAccount     *account,
                  PalcoCredentials *credentials,
                  PalcoJournal     *journal)
{
  PalcoClient *self = g_object_new (PALCO_TYPE_CLIENT, NULL);

  self->account = g_object_ref ((GObject *) account);
  self->credentials = g_object_ref ((GObject *) credentials);
  self->journal = journal != NULL ? g_object_ref (journal) : NULL;

  return self;
}

PalcoAccount *
palco_client_get_account (PalcoClient *self)
{
  return (PalcoAccount *) self->account;
}

PalcoCatalogue *
palco_client_get_catalogue (PalcoClient *self)
{
  return self->catalogue;
}

void
palco_client_load_catalogue_async (PalcoClient *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_load_catalogue_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

PalcoCatalogue *
palco_client_load_catalogue_finish (PalcoClient *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
palco_client_test_async (PalcoClient *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_test_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

gboolean
palco_client_test_finish (PalcoClient *self,
                          GAsyncResult *result,
                          GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
palco_client_create_session_async (PalcoClient *self,
                                   PalcoRegion *region,
                                   PalcoSessionOptions *options,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_create_session_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

PalcoSession *
palco_client_create_session_finish (PalcoClient *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
palco_client_get_session_async (PalcoClient *self,
                                PalcoRegion *region,
                                const char *id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_get_session_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

PalcoSession *
palco_client_get_session_finish (PalcoClient *self,
                                 GAsyncResult *result,
                                 GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
palco_client_find_session_async (PalcoClient *self,
                                 const char *id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_find_session_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

PalcoSession *
palco_client_find_session_finish (PalcoClient *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
palco_client_list_sessions_async (PalcoClient *self,
                                  PalcoRegion *region,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_list_sessions_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

GPtrArray *
palco_client_list_sessions_finish (PalcoClient *self,
                                   GAsyncResult *result,
                                   GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
palco_client_refresh_session_async (PalcoClient *self,
                                    PalcoSession *session,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_refresh_session_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

gboolean
palco_client_refresh_session_finish (PalcoClient *self,
                                     GAsyncResult *result,
                                     GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
palco_client_update_session_async (PalcoClient *self,
                                   PalcoSession *session,
                                   guint lease_minutes,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_update_session_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

gboolean
palco_client_update_session_finish (PalcoClient *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
palco_client_stop_session_async (PalcoClient *self,
                                 PalcoSession *session,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_stop_session_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

gboolean
palco_client_stop_session_finish (PalcoClient *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
palco_client_wait_session_async (PalcoClient *self,
                                 PalcoSession *session,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_wait_session_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

gboolean
palco_client_wait_session_finish (PalcoClient *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
palco_client_reconcile_async (PalcoClient *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_reconcile_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

GPtrArray *
palco_client_reconcile_finish (PalcoClient *self,
                               GAsyncResult *result,
                               GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
