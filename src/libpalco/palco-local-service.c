/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-local-service.h"

#include "palco-account-private.h"
#include "palco-address.h"
#include "palco-credentials.h"
#include "palco-error.h"
#include "palco-key-reader-private.h"
#include "palco-local-service-error-private.h"
#include "palco-protocol.h"
#include "palco-waiters.h"

#include <gio/gunixfdlist.h>

#define OPEN_TIMEOUT_SECS 15   /* start, first key pair and all, takes under one */
#define MAX_OPEN_TRIES    2

/**
 * PalcoLocalService:
 *
 * The session service of this computer, which the session bus starts when it is wanted.
 *
 * It has one account, whose address and id change when the service is started anew, and it is
 * the [iface@Palco.Credentials] of that account. The service ends by itself when it is not used.
 *
 * Since: 1.0
 */

struct _PalcoLocalService
{
  GObject          parent_instance;
  PalcoAccount    *account;
  char            *key;           /* NULL unless the service runs */
  GDBusConnection *connection;
  guint            owner_id;      /* subscription */
  char            *owner;         /* the process that was opened; NULL when it has gone */
  PalcoWaiters     waiters;       /* for the same Open() */
  guint            n_tries;
};

static void palco_local_service_credentials_init (PalcoCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoLocalService, palco_local_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PALCO_TYPE_CREDENTIALS,
                                                      palco_local_service_credentials_init))

static void call_open (PalcoLocalService *self);

static void
return_true (GTask    *task,
             gpointer  user_data)
{
  g_task_return_boolean (task, TRUE);
}

static void
complete (PalcoLocalService *self,
          const GError      *error)
{
  palco_waiters_complete (&self->waiters, error, return_true, NULL);
}

static void
complete_take_error (PalcoLocalService *self,
                     GError            *error)
{
  g_autoptr(GError) taken = error;

  complete (self, taken);
}

static void
forget_service (PalcoLocalService *self)
{
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->key, palco_key_free);
}

static void
owner_changed_cb (GDBusConnection *connection,
                  const char      *sender_name,
                  const char      *object_path,
                  const char      *interface_name,
                  const char      *signal_name,
                  GVariant        *parameters,
                  gpointer         user_data)
{
  PalcoLocalService *self = user_data;
  const char *new_owner;

  g_variant_get (parameters, "(&s&s&s)", NULL, NULL, &new_owner);
  if (g_strcmp0 (new_owner, self->owner) != 0)
    forget_service (self);
}

/* It ended between two of our messages, as it does when it was idle: the next one starts it. */
static gboolean
try_again (PalcoLocalService *self)
{
  if (self->n_tries >= MAX_OPEN_TRIES)
    return FALSE;

  call_open (self);

  return TRUE;
}

typedef struct
{
  PalcoLocalService *self;
  GCancellable      *cancellable;   /* of the opening that this belongs to */
  char              *endpoint;
  char              *account_id;
} Opening;

static Opening *
opening_new (PalcoLocalService *self)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->self = g_object_ref (self);
  opening->cancellable = g_object_ref (self->waiters.work);

  return opening;
}

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->self);
  g_object_unref (opening->cancellable);
  g_free (opening->endpoint);
  g_free (opening->account_id);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* Everybody who waited for it gave up; another opening may have begun since. */
static gboolean
opening_is_over (Opening *opening)
{
  return opening->self->waiters.work != opening->cancellable;
}

static void
key_read_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Opening) opening = user_data;
  PalcoLocalService *self = opening->self;
  g_autoptr(GError) error = NULL;
  char *key = palco_key_reader_read_finish (result, &error);

  if (opening_is_over (opening))
    {
      palco_key_free (key);
      return;
    }

  if (self->owner == NULL)
    {
      palco_key_free (key);
      if (!try_again (self))
        complete_take_error (self, palco_local_service_error ("ended while it was being opened", "Try again."));
      return;
    }

  if (key == NULL)
    {
      g_autofree char *what = g_strdup_printf ("gave no usable key: %s", error->message);

      forget_service (self);
      complete_take_error (self, palco_local_service_error (what, "Try again; it may be of another version of Palco."));
      return;
    }

  palco_key_free (self->key);
  self->key = key;
  palco_account_move (self->account, opening->endpoint, opening->account_id);
  complete (self, NULL);
}

static gboolean
is_on_this_computer (const char  *endpoint,
                     GError     **error)
{
  g_autoptr(GUri) uri = palco_address_parse (endpoint, error);

  if (uri != NULL && palco_host_is_loopback (g_uri_get_host (uri)))
    return TRUE;

  if (uri != NULL)
    g_set_error (error, PALCO_ERROR, PALCO_ERROR_INSECURE, "“%s” is elsewhere", endpoint);

  return FALSE;
}

static gboolean
check_reply (GVariant    *body,
             GUnixFDList *fds,
             Opening     *opening,
             int         *key_fd,
             GError     **error)
{
  g_autoptr(GError) invalid = NULL;
  int handle;

  if (body == NULL || !g_variant_is_of_type (body, G_VARIANT_TYPE ("(ssh)")))
    {
      g_propagate_error (error, palco_local_service_error ("answered in an unknown way",
                                               "It may be of another version of Palco: install both from one source."));
      return FALSE;
    }

  g_variant_get (body, "(ssh)", &opening->endpoint, &opening->account_id, &handle);
  if (!palco_account_validate (palco_account_get_name (opening->self->account),
                               opening->endpoint, opening->account_id, &invalid) ||
      !is_on_this_computer (opening->endpoint, &invalid))
    {
      g_propagate_error (error, palco_local_service_error ("gave an address that cannot be used", invalid->message));
      return FALSE;
    }

  *key_fd = fds != NULL ? g_unix_fd_list_get (fds, handle, NULL) : -1;
  if (*key_fd < 0)
    {
      g_propagate_error (error, palco_local_service_error ("gave no key", "It may be of another version of Palco."));
      return FALSE;
    }

  return TRUE;
}

static void
handle_reply (Opening      *opening_taken,
              GDBusMessage *reply)
{
  g_autoptr(Opening) opening = opening_taken;
  PalcoLocalService *self = opening->self;
  GError *error = NULL;
  int key_fd;

  if (!check_reply (g_dbus_message_get_body (reply), g_dbus_message_get_unix_fd_list (reply),
                    opening, &key_fd, &error))
    {
      complete_take_error (self, error);
      return;
    }

  forget_service (self);
  self->owner = g_strdup (g_dbus_message_get_sender (reply));
  palco_key_reader_read_async (key_fd, self->waiters.work, key_read_cb, g_steal_pointer (&opening));
}

static void
open_reply_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(Opening) opening = user_data;
  PalcoLocalService *self = opening->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusMessage) reply = NULL;

  reply = g_dbus_connection_send_message_with_reply_finish (G_DBUS_CONNECTION (source), result, &error);
  if (opening_is_over (opening))
    return;

  if (reply != NULL && !g_dbus_message_to_gerror (reply, &error))
    handle_reply (g_steal_pointer (&opening), reply);
  else if (!g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) || !try_again (self))
    complete_take_error (self, palco_local_service_error_from_bus (error));
}

static void
call_open (PalcoLocalService *self)
{
  g_autoptr(GDBusMessage) message = NULL;

  self->n_tries++;
  message = g_dbus_message_new_method_call (PALCO_SERVICE_BUS_NAME, PALCO_SERVICE_OBJECT_PATH,
                                            PALCO_SERVICE_INTERFACE, "Open");
  g_dbus_connection_send_message_with_reply (self->connection, message,
                                             G_DBUS_SEND_MESSAGE_FLAGS_NONE,
                                             OPEN_TIMEOUT_SECS * 1000, NULL, self->waiters.work,
                                             open_reply_cb, opening_new (self));
}

static void
use_connection (PalcoLocalService *self,
                GDBusConnection   *connection)
{
  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    g_dbus_connection_signal_unsubscribe (self->connection, self->owner_id);

  forget_service (self);
  g_set_object (&self->connection, connection);
  self->owner_id = g_dbus_connection_signal_subscribe (connection,
                                                       "org.freedesktop.DBus", "org.freedesktop.DBus",
                                                       "NameOwnerChanged", "/org/freedesktop/DBus",
                                                       PALCO_SERVICE_BUS_NAME,
                                                       G_DBUS_SIGNAL_FLAGS_NONE,
                                                       owner_changed_cb, self, NULL);
}

static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(Opening) opening = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) connection = g_bus_get_finish (result, &error);

  if (opening_is_over (opening))
    return;

  if (connection == NULL)
    {
      complete_take_error (opening->self, palco_local_service_error_no_bus (error));
      return;
    }

  use_connection (opening->self, connection);
  call_open (opening->self);
}

static void
palco_local_service_dispose (GObject *object)
{
  PalcoLocalService *self = PALCO_LOCAL_SERVICE (object);

  if (self->connection != NULL && self->owner_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->owner_id);
  self->owner_id = 0;

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_local_service_parent_class)->dispose (object);
}

static void
palco_local_service_finalize (GObject *object)
{
  PalcoLocalService *self = PALCO_LOCAL_SERVICE (object);

  forget_service (self);
  g_object_unref (self->account);

  G_OBJECT_CLASS (palco_local_service_parent_class)->finalize (object);
}

static void
palco_local_service_class_init (PalcoLocalServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_local_service_dispose;
  object_class->finalize = palco_local_service_finalize;
}

static void
palco_local_service_init (PalcoLocalService *self)
{
  self->account = palco_account_new_local ();
}

/**
 * palco_local_service_new:
 *
 * Makes the object; the service itself is started by [method@Palco.LocalService.open_async].
 *
 * Returns: (transfer full): a new object
 *
 * Since: 1.0
 */
PalcoLocalService *
palco_local_service_new (void)
{
  return g_object_new (PALCO_TYPE_LOCAL_SERVICE, NULL);
}

/**
 * palco_local_service_get_account:
 * @self: the service of this computer
 *
 * Its account, whose name is “This computer”: programs translate it. The same object for ever.
 *
 * Returns: (transfer none): the account
 *
 * Since: 1.0
 */
PalcoAccount *
palco_local_service_get_account (PalcoLocalService *self)
{
  g_return_val_if_fail (PALCO_IS_LOCAL_SERVICE (self), NULL);

  return self->account;
}

/**
 * palco_local_service_open_async:
 * @self: the service of this computer
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Starts the service unless it runs, and learns its address and its key. Does nothing while the
 * service that was opened before still runs, so that it may be called before each use.
 *
 * Since: 1.0
 */
void
palco_local_service_open_async (PalcoLocalService  *self,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_LOCAL_SERVICE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_local_service_open_async);

  if (self->waiters.work == NULL && self->owner != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (!palco_waiters_add (&self->waiters, task))
    return;

  self->n_tries = 0;
  g_bus_get (G_BUS_TYPE_SESSION, self->waiters.work, bus_cb, opening_new (self));
}

/**
 * palco_local_service_open_finish:
 * @self: the service of this computer
 * @result: what the callback got
 * @error: return location for a #GError
 *
 * Ends [method@Palco.LocalService.open_async]. It fails with %PALCO_ERROR_LOCAL_SERVICE.
 *
 * Returns: whether the service runs
 *
 * Since: 1.0
 */
gboolean
palco_local_service_open_finish (PalcoLocalService *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lookup_open_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  PalcoLocalService *self = PALCO_LOCAL_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!palco_local_service_open_finish (self, result, &error))
    g_task_return_error (task, error);
  else if (self->key == NULL)
    g_task_return_error (task, palco_local_service_error ("ended while it was being opened", "Try again."));
  else
    g_task_return_pointer (task, g_strdup (self->key), (GDestroyNotify) palco_key_free);
}

static void
palco_local_service_lookup_key_async (PalcoCredentials   *credentials,
                                      PalcoAccount       *account,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data)
{
  PalcoLocalService *self = PALCO_LOCAL_SERVICE (credentials);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_local_service_lookup_key_async);

  if (account == self->account)
    palco_local_service_open_async (self, cancellable, lookup_open_cb, g_steal_pointer (&task));
  else
    g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_KEY_MISSING,
                             "The service of this computer has no key of the account “%s”.",
                             palco_account_get_name (account));
}

static char *
palco_local_service_lookup_key_finish (PalcoCredentials *credentials,
                                       GAsyncResult     *result,
                                       GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, credentials), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
palco_local_service_credentials_init (PalcoCredentialsInterface *iface)
{
  iface->lookup_key_async = palco_local_service_lookup_key_async;
  iface->lookup_key_finish = palco_local_service_lookup_key_finish;
}
