/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-keyring-unlock-private.h"

#define SECRETS_NAME      "org.freedesktop.secrets"
#define SECRETS_PATH      "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define KEYRING_INTERFACE "org.freedesktop.Secret.Collection"
#define PROMPT_INTERFACE  "org.freedesktop.Secret.Prompt"
#define NO_OBJECT         "/"

/* The Secret Service is spoken to here without libsecret. When a prompt of it is cancelled, or
 * the keyring ends meanwhile, libsecret (0.20.5) loses the call for ever: its task gets no error
 * and never returns. */

typedef struct
{
  GDBusConnection *connection;
  char            *prompt_path;
  guint            completed_id;
  guint            watch_id;
  GSource         *cancel_source;
  gboolean         may_ask;
  gboolean         is_over;
} Unlock;

static void
unlock_free (Unlock *unlock)
{
  g_clear_object (&unlock->connection);
  g_free (unlock->prompt_path);
  g_free (unlock);
}

static void
stop_waiting (Unlock *unlock)
{
  unlock->is_over = TRUE;

  if (unlock->completed_id != 0)
    g_dbus_connection_signal_unsubscribe (unlock->connection, unlock->completed_id);
  unlock->completed_id = 0;

  g_clear_handle_id (&unlock->watch_id, g_bus_unwatch_name);

  if (unlock->cancel_source != NULL)
    g_source_destroy (unlock->cancel_source);
  g_clear_pointer (&unlock->cancel_source, g_source_unref);
}

static void
return_status (GTask              *task,
               PalcoKeyringStatus  status)
{
  G_GNUC_UNUSED g_autoptr(GTask) kept = g_object_ref (task);
  Unlock *unlock = g_task_get_task_data (task);

  if (unlock->is_over)
    return;

  stop_waiting (unlock);
  g_task_return_int (task, (gssize) status);
}

/* The question stays on the screen: to take it away made gnome-keyring 42.1 abort. What
 * somebody answers does no harm. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);

  stop_waiting (g_task_get_task_data (task));
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
prompt_completed_cb (GDBusConnection *connection,
                     const char      *sender_name,
                     const char      *object_path,
                     const char      *interface_name,
                     const char      *signal_name,
                     GVariant        *parameters,
                     gpointer         user_data)
{
  gboolean was_dismissed = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get_child (parameters, 0, "b", &was_dismissed);

  return_status (user_data, was_dismissed ? PALCO_KEYRING_LOCKED : PALCO_KEYRING_UNLOCKED);
}

static void
vanished_cb (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  return_status (user_data, PALCO_KEYRING_LOCKED);
}

static void
prompt_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  /* Otherwise the signal tells how it ended. */
  if (reply == NULL)
    return_status (task, PALCO_KEYRING_LOCKED);
}

static void
show_prompt (GTask *task)
{
  Unlock *unlock = g_task_get_task_data (task);

  unlock->completed_id = g_dbus_connection_signal_subscribe (unlock->connection, SECRETS_NAME,
                                                             PROMPT_INTERFACE, "Completed",
                                                             unlock->prompt_path, NULL,
                                                             G_DBUS_SIGNAL_FLAGS_NONE, prompt_completed_cb,
                                                             g_object_ref (task), g_object_unref);
  unlock->watch_id = g_bus_watch_name_on_connection (unlock->connection, SECRETS_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, vanished_cb,
                                                     g_object_ref (task), g_object_unref);
  g_dbus_connection_call (unlock->connection, SECRETS_NAME, unlock->prompt_path, PROMPT_INTERFACE, "Prompt",
                          g_variant_new ("(s)", ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          prompt_cb, g_object_ref (task));
}

static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Unlock *unlock = g_task_get_task_data (task);
  g_autoptr(GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr(GVariant) unlocked = NULL;

  if (unlock->is_over)
    return;

  if (reply == NULL)
    {
      return_status (task, PALCO_KEYRING_ABSENT);
      return;
    }

  g_variant_get (reply, "(@aoo)", &unlocked, &unlock->prompt_path);
  if (g_variant_n_children (unlocked) > 0)
    return_status (task, PALCO_KEYRING_UNLOCKED);
  else if (g_str_equal (unlock->prompt_path, NO_OBJECT))
    return_status (task, PALCO_KEYRING_LOCKED);
  else
    show_prompt (task);
}

static void
locked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr(GVariant) is_locked = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(v)", &is_locked);

  if (is_locked == NULL || !g_variant_is_of_type (is_locked, G_VARIANT_TYPE_BOOLEAN))
    return_status (task, PALCO_KEYRING_ABSENT);
  else
    return_status (task, g_variant_get_boolean (is_locked) ? PALCO_KEYRING_LOCKED
                                                           : PALCO_KEYRING_UNLOCKED);
}

/* To unlock it makes a question, and one that is not asked stays with the service. */
static void
look (GTask      *task,
      const char *collection)
{
  Unlock *unlock = g_task_get_task_data (task);

  g_dbus_connection_call (unlock->connection, SECRETS_NAME, collection,
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", KEYRING_INTERFACE, "Locked"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          locked_cb, g_object_ref (task));
}

/* One that is unlocked already is said to be at once. */
static void
unlock_keyring (GTask      *task,
                const char *collection)
{
  Unlock *unlock = g_task_get_task_data (task);

  g_dbus_connection_call (unlock->connection, SECRETS_NAME, SECRETS_PATH, SERVICE_INTERFACE, "Unlock",
                          g_variant_new ("(@ao)", g_variant_new_objv (&collection, 1)),
                          G_VARIANT_TYPE ("(aoo)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          unlock_cb, g_object_ref (task));
}

static void
alias_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Unlock *unlock = g_task_get_task_data (task);
  g_autoptr(GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  const char *collection = NO_OBJECT;

  if (unlock->is_over)
    return;

  if (reply != NULL)
    g_variant_get (reply, "(&o)", &collection);

  if (g_str_equal (collection, NO_OBJECT))
    return_status (task, PALCO_KEYRING_ABSENT);
  else if (unlock->may_ask)
    unlock_keyring (task, collection);
  else
    look (task, collection);
}

static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Unlock *unlock = g_task_get_task_data (task);

  unlock->connection = g_bus_get_finish (result, NULL);
  if (unlock->is_over)
    return;

  if (unlock->connection == NULL)
    return_status (task, PALCO_KEYRING_ABSENT);
  else
    g_dbus_connection_call (unlock->connection, SECRETS_NAME, SECRETS_PATH, SERVICE_INTERFACE, "ReadAlias",
                            g_variant_new ("(s)", "default"), G_VARIANT_TYPE ("(o)"),
                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, alias_cb, g_object_ref (task));
}

void
palco_keyring_unlock_async (gboolean            may_ask,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Unlock *unlock = g_new0 (Unlock, 1);

  unlock->may_ask = may_ask;

  g_task_set_source_tag (task, palco_keyring_unlock_async);
  g_task_set_task_data (task, unlock, (GDestroyNotify) unlock_free);

  if (cancellable != NULL)
    {
      unlock->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (unlock->cancel_source, G_SOURCE_FUNC (cancelled_cb),
                             g_object_ref (task), g_object_unref);
      g_source_attach (unlock->cancel_source, g_task_get_context (task));
    }

  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, g_object_ref (task));
}

/* An error is set when it was cancelled, and then only. */
PalcoKeyringStatus
palco_keyring_unlock_finish (GAsyncResult *result,
                             GError      **error)
{
  gssize status = g_task_propagate_int (G_TASK (result), error);

  return status >= 0 ? (PalcoKeyringStatus) status : PALCO_KEYRING_ABSENT;
}
