/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-background.h"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"
#define REQUEST_NAME     "org.freedesktop.portal.Request"
#define SANDBOX_INFO     "/.flatpak-info"

/* The desktop may ask the user, who may be away. */
#define ANSWER_SECS 60

typedef struct
{
  guint subscription_id;
  guint timeout_id;
} Request;

static void
request_end (GTask *task)
{
  GDBusConnection *bus = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  guint subscription_id = request->subscription_id;

  g_clear_handle_id (&request->timeout_id, g_source_remove);
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

static gboolean
timeout_cb (gpointer user_data)
{
  GTask *task = user_data;
  Request *request = g_task_get_task_data (task);

  request->timeout_id = 0;
  fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                   "The desktop did not answer in time"));

  return G_SOURCE_REMOVE;
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
  if (answer == NULL)
    fail (task, error);
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

gboolean
palco_background_needs_leave (void)
{
  return g_file_test (SANDBOX_INFO, G_FILE_TEST_EXISTS);
}

void
palco_background_request_async (GDBusConnection     *bus,
                                const char          *reason,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (bus, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  g_autofree char *token = g_strdup_printf ("palco%u", g_random_int ());
  g_autofree char *path = dup_request_path (bus, token);
  GVariantBuilder options;

  g_task_set_task_data (task, request, g_free);
  request->subscription_id =
    g_dbus_connection_signal_subscribe (bus, PORTAL_NAME, REQUEST_NAME, "Response", path, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, response_cb,
                                        g_object_ref (task), g_object_unref);
  request->timeout_id = g_timeout_add_seconds (ANSWER_SECS, timeout_cb, task);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (reason));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, cancellable, called_cb, task);
}

gboolean
palco_background_request_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
