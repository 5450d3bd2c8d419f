/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-background.h"
#include "palco-test-await.h"

#define PORTAL_XML \
  "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>" \
  "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>" \
  "<arg type='o' direction='out'/></method></interface></node>"

#define LIMIT_MSECS (60 * 1000)

/* The portal of a desktop, which answers as it is told to. */
typedef struct
{
  char            *services;
  GTestDBus       *dbus;
  GDBusConnection *portal;
  GDBusConnection *client;
  guint            object_id;
  guint            response;
  gboolean         is_allowed;
  gboolean         is_silent;
  int              n_closes;
  const char      *error_name;
  char            *reason;
} Fixture;

static void
answer (Fixture    *self,
        const char *path)
{
  g_autoptr(GError) error = NULL;
  GVariantDict results;

  g_variant_dict_init (&results, NULL);
  g_variant_dict_insert (&results, "background", "b", self->is_allowed);
  g_dbus_connection_emit_signal (self->portal, NULL, path, "org.freedesktop.portal.Request",
                                 "Response",
                                 g_variant_new ("(u@a{sv})", self->response,
                                                g_variant_dict_end (&results)),
                                 &error);
  g_assert_no_error (error);
}

/* The answer may be sent before the question is answered: who listens late misses it. */
static void
method_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *object_path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  Fixture *self = user_data;
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *path = NULL;
  g_autoptr(GVariant) options = g_variant_get_child_value (parameters, 1);
  const char *token;

  if (self->error_name != NULL)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, self->error_name, "It is not there");
      return;
    }

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "s", &self->reason));
  path = g_strconcat ("/org/freedesktop/portal/desktop/request/", name, "/", token, NULL);
  if (!self->is_silent)
    answer (self, path);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
}

/* In the thread of the connection: what closes a question may come before the question is there. */
static GDBusMessage *
filter_cb (GDBusConnection *connection,
           GDBusMessage    *message,
           gboolean         is_incoming,
           gpointer         user_data)
{
  Fixture *self = user_data;

  if (is_incoming && g_strcmp0 (g_dbus_message_get_member (message), "Close") == 0)
    {
      g_atomic_int_inc (&self->n_closes);
      g_main_context_wakeup (NULL);
    }

  return message;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->services = palco_test_make_dir ();
  self->dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_add_service_dir (self->dbus, self->services);
  g_test_dbus_up (self->dbus);
  self->client = palco_test_connect_bus (self->dbus);
  self->portal = palco_test_connect_bus (self->dbus);
  g_dbus_connection_add_filter (self->portal, filter_cb, self, NULL);
}

static void
own_portal_name (Fixture *self)
{
  g_autoptr(GVariant) owned = NULL;
  g_autoptr(GError) error = NULL;

  owned = g_dbus_connection_call_sync (self->portal, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 0),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
start_portal (Fixture *self)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb };
  g_autoptr(GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (PORTAL_XML, NULL);
  g_autoptr(GError) error = NULL;

  self->object_id = g_dbus_connection_register_object (self->portal, "/org/freedesktop/portal/desktop",
                                                       info->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
  own_portal_name (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  /* A call that waits for the main loop outlives its connection, but not its object. */
  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->portal, self->object_id);
  g_dbus_connection_close_sync (self->client, NULL, NULL);
  g_dbus_connection_close_sync (self->portal, NULL, NULL);
  g_object_unref (self->client);
  g_object_unref (self->portal);
  g_test_dbus_down (self->dbus);
  g_object_unref (self->dbus);
  palco_test_remove_dir (self->services);
  g_free (self->services);
  g_free (self->reason);
}

static gboolean
ask (Fixture  *self,
     GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_background_request_async (self->client, "Because", LIMIT_MSECS, NULL, palco_test_await_cb,
                                  &result);
  palco_test_await (&result);

  return palco_background_request_finish (result, error);
}

static void
test_allowed (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->is_allowed = TRUE;
  start_portal (self);
  g_assert_true (ask (self, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (self->reason, ==, "Because");
}

static void
test_denied (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  start_portal (self);
  g_assert_false (ask (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
test_dismissed (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->is_allowed = TRUE;
  self->response = 1;
  start_portal (self);
  g_assert_false (ask (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
test_no_portal (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (ask (self, &error));
  g_assert_no_error (error);
}

/* As on a desktop whose portals know nothing of the background. */
static void
test_other_portals (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  own_portal_name (self);
  g_assert_true (ask (self, &error));
  g_assert_no_error (error);
}

static void
test_timeout (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  self->is_silent = TRUE;
  start_portal (self);
  palco_background_request_async (self->client, "Because", 1, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  g_assert_false (palco_background_request_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  palco_test_await_that (self->reason != NULL);
  palco_test_await_that (g_atomic_int_get (&self->n_closes) > 0);
  g_assert_cmpint (g_atomic_int_get (&self->n_closes), ==, 1);
}

/* The question was put already: the call itself is over. */
static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  self->is_silent = TRUE;
  start_portal (self);
  palco_background_request_async (self->client, "Because", LIMIT_MSECS, cancellable,
                                  palco_test_await_cb, &result);
  palco_test_await_that (self->reason != NULL);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);
  g_assert_false (palco_background_request_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  palco_test_await_that (g_atomic_int_get (&self->n_closes) > 0);
  g_assert_cmpint (g_atomic_int_get (&self->n_closes), ==, 1);
}

/* The bus looks for the file anew when it is asked for the name. */
static void
test_portal_does_not_start (Fixture       *self,
                            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->services, "portal.service", NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, "[D-BUS Service]\nName=org.freedesktop.portal.Desktop\nExec=/bin/false\n",
                       -1, &error);
  g_assert_no_error (error);
  g_assert_true (ask (self, &error));
  g_assert_no_error (error);
}

/* What a bus that leaves the starting to systemd says then. */
static void
test_portal_is_not_there (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->error_name = "org.freedesktop.DBus.Error.NameHasNoOwner";
  start_portal (self);
  g_assert_true (ask (self, &error));
  g_assert_no_error (error);
}

/* It is there, and would not say why. */
static void
test_portal_fails (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->error_name = "org.freedesktop.portal.Error.Failed";
  start_portal (self);
  g_assert_false (ask (self, &error));
  g_assert_nonnull (error);
}

#define ADD(name, func) \
  g_test_add ("/background/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("allowed", test_allowed);
  ADD ("denied", test_denied);
  ADD ("dismissed", test_dismissed);
  ADD ("timeout", test_timeout);
  ADD ("cancelled", test_cancelled);
  ADD ("no-portal", test_no_portal);
  ADD ("other-portals", test_other_portals);
  ADD ("portal-does-not-start", test_portal_does_not_start);
  ADD ("portal-is-not-there", test_portal_is_not_there);
  ADD ("portal-fails", test_portal_fails);

  return g_test_run ();
}
