/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-background.h"
#include "palco-test-await.h"

#define PORTAL_XML \
  "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>" \
  "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>" \
  "<arg type='o' direction='out'/></method></interface></node>"

/* The portal of a desktop, which answers as it is told to. */
typedef struct
{
  GTestDBus       *dbus;
  GDBusConnection *portal;
  GDBusConnection *client;
  guint            response;
  gboolean         is_allowed;
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

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "s", &self->reason));
  path = g_strconcat ("/org/freedesktop/portal/desktop/request/", name, "/", token, NULL);
  answer (self, path);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
}

static GDBusConnection *
connect_to (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  GDBusConnection *connection =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->dbus),
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                            NULL, NULL, &error);

  g_assert_no_error (error);

  return connection;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->dbus);
  self->client = connect_to (self);
  self->portal = connect_to (self);
}

static void
start_portal (Fixture *self)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb };
  g_autoptr(GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (PORTAL_XML, NULL);
  g_autoptr(GVariant) owned = NULL;
  g_autoptr(GError) error = NULL;

  g_dbus_connection_register_object (self->portal, "/org/freedesktop/portal/desktop",
                                     info->interfaces[0], &vtable, self, NULL, &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (self->portal, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 0),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_dbus_connection_close_sync (self->client, NULL, NULL);
  g_dbus_connection_close_sync (self->portal, NULL, NULL);
  g_object_unref (self->client);
  g_object_unref (self->portal);
  g_test_dbus_down (self->dbus);
  g_object_unref (self->dbus);
  g_free (self->reason);
}

static gboolean
ask (Fixture  *self,
     GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_background_request_async (self->client, "Because", NULL, palco_test_await_cb, &result);
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

  g_assert_false (ask (self, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
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
  ADD ("no-portal", test_no_portal);

  return g_test_run ();
}
