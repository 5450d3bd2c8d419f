/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-background.h"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"
#define REQUEST_NAME     "org.freedesktop.portal.Request"

typedef struct
{
  char  *path;
  guint  subscription_id;
  guint  timeout_id;
  guint  cancelled_id;
} Request;

static void
request_free (Request *request)
{
  g_free (request->path);
  g_free (request);
}

static void
request_end (GTask *task)
{
  GDBusConnection *bus = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  guint subscription_id = request->subscription_id;

  g_clear_handle_id (&request->timeout_id, g_source_remove);
  g_clear_handle_id (&request->cancelled_id, g_source_remove);
  request->subscription_id = 0;
  if (subscription_id != 0)
    g_dbus_connection_signal_unsubscribe (bus, subscription_id);
}

static void
fail (GTask  *task,
      GError *error)
{
  if (!g_task_get_completed (task))
    {
      g_autoptr(GTask) owner = g_object_ref (task);

      request_end (task);
      g_task_return_error (owner, error);
    }
  else
    {
      g_error_free (error);
    }
}

/* 0 is success; what else there is, nobody needs to tell apart here. */
static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  g_autoptr(GVariant) results = NULL;
  gboolean is_allowed = FALSE;
  guint response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")) ||
      g_task_get_completed (task))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &is_allowed);
  request_end (task);

  if (response == 0 && is_allowed)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                             "The desktop does not allow running in the background");
}

/* A question that may be on the screen goes from there: its answer would come too late. */
static void
give_up (GTask  *task,
         GError *error)
{
  Request *request = g_task_get_task_data (task);

  g_dbus_connection_call (g_task_get_source_object (task), PORTAL_NAME, request->path, REQUEST_NAME,
                          "Close", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  fail (task, error);
}

static gboolean
timeout_cb (gpointer user_data)
{
  GTask *task = user_data;
  Request *request = g_task_get_task_data (task);

  request->timeout_id = 0;
  give_up (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                      "The desktop did not answer in time"));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  Request *request = g_task_get_task_data (task);

  request->cancelled_id = 0;
  give_up (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody waits any more"));

  return G_SOURCE_REMOVE;
}

/* A desktop that cannot be asked ends nothing that runs in the background either: without
 * portals, with some that cannot be started, or with others. */
static gboolean
is_nobody_to_ask (const GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);

  return (name != NULL && g_str_has_prefix (name, "org.freedesktop.DBus.Error.Spawn.")) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GVariant) answer = NULL;
  GError *error = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (answer != NULL)
    return;

  if (is_nobody_to_ask (error) && !g_task_get_completed (task))
    {
      g_error_free (error);
      request_end (task);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      fail (task, error);
    }
}

/* Where the answer will come from, known before the question, so that it cannot be missed. */
static char *
dup_request_path (GDBusConnection *bus,
                  const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  g_strdelimit (sender, ".", '_');

  return g_strjoin ("/", PORTAL_PATH "/request", sender, token, NULL);
}

static void
request_begin (GTask *task,
               guint  limit_msecs)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr(GSource) cancelled = g_cancellable_source_new (g_task_get_cancellable (task));

  request->subscription_id =
    g_dbus_connection_signal_subscribe (g_task_get_source_object (task), PORTAL_NAME, REQUEST_NAME,
                                        "Response", request->path, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, response_cb,
                                        g_object_ref (task), g_object_unref);
  request->timeout_id = g_timeout_add (limit_msecs, timeout_cb, task);
  g_source_set_callback (cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
  request->cancelled_id = g_source_attach (cancelled, NULL);
}

/* The desktop may ask the user, who may be away for longer than @limit_msecs. */
void
palco_background_request_async (GDBusConnection     *bus,
                                const char          *reason,
                                guint                limit_msecs,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (bus, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  g_autofree char *token = g_strdup_printf ("palco%u", g_random_int ());
  GVariantBuilder options;

  request->path = dup_request_path (bus, token);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  request_begin (task, limit_msecs);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (reason));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, (int) limit_msecs, NULL, called_cb, task);
}

gboolean
palco_background_request_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
