/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-local.h"

#include "palco-protocol.h"
#include "palco-test-await.h"

/* The service and who asks it have connections of their own, as in two programs. */

typedef struct
{
  char            *dir;
  GTestDBus       *bus;
  GDBusConnection *service_bus;
  GDBusConnection *client_bus;
  PalcodService   *service;
  PalcodLocal     *local;
  GAsyncResult    *answer;
  gboolean         is_done;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  PalcodConfig *config = palcod_config_new_local (NULL);
  g_autoptr(GError) error = NULL;

  fixture->dir = palco_test_make_dir ();
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->service_bus = palco_test_connect_bus (fixture->bus);
  fixture->client_bus = palco_test_connect_bus (fixture->bus);
  g_free (config->state_dir);
  config->state_dir = g_strdup (fixture->dir);
  fixture->service = palcod_service_new (config, &error);
  g_assert_no_error (error);
}

static void
disconnect (GDBusConnection *connection)
{
  g_dbus_connection_close_sync (connection, NULL, NULL);
  palco_test_await_finalize (connection);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->answer);
  g_clear_pointer (&fixture->local, palco_test_await_finalize);
  palco_test_await_finalize (fixture->service);
  disconnect (fixture->client_bus);
  disconnect (fixture->service_bus);
  g_test_dbus_down (fixture->bus);
  g_object_unref (fixture->bus);
  palco_test_remove_dir (fixture->dir);
  g_free (fixture->dir);
}

static void
open_service (Fixture *fixture)
{
  const char *name = g_dbus_connection_get_unique_name (fixture->service_bus);

  g_dbus_connection_call (fixture->client_bus, name, PALCO_SERVICE_OBJECT_PATH,
                          PALCO_SERVICE_INTERFACE, "Open", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, palco_test_await_cb, &fixture->answer);
}

static GVariant *
take_answer (Fixture  *fixture,
             GError  **error)
{
  palco_test_await (&fixture->answer);

  return g_dbus_connection_call_finish (fixture->client_bus, fixture->answer, error);
}

static void
start (Fixture *fixture,
       guint    idle_secs)
{
  g_autoptr(GError) error = NULL;

  fixture->local = palcod_local_new (fixture->service, fixture->service_bus, idle_secs, &error);
  g_assert_no_error (error);
}

static void
test_open (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = NULL;
  const char *endpoint;

  start (fixture, 3600);
  open_service (fixture);
  answer = take_answer (fixture, &error);
  g_assert_no_error (error);
  g_variant_get_child (answer, 0, "&s", &endpoint);
  g_assert_cmpstr (endpoint, ==, palcod_service_get_url (fixture->service));
}

static void
done_cb (PalcodLocal *local,
         Fixture     *fixture)
{
  fixture->is_done = TRUE;
  open_service (fixture);
}

/* GDBus answers a ping by itself: what was sent before it has arrived as well. */
static void
dispatch_open (Fixture *fixture)
{
  const char *name = g_dbus_connection_get_unique_name (fixture->service_bus);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = NULL;

  answer = g_dbus_connection_call_sync (fixture->client_bus, name, "/", "org.freedesktop.DBus.Peer",
                                        "Ping", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                        &error);
  g_assert_no_error (error);

  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The key of a service that is about to end would be good for nothing. */
static void
test_open_at_the_end (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = NULL;

  start (fixture, 0);
  g_signal_connect (fixture->local, "done", G_CALLBACK (done_cb), fixture);
  palco_test_await_that (fixture->is_done);
  dispatch_open (fixture);
  g_assert_null (fixture->answer);

  g_dbus_connection_close_sync (fixture->service_bus, NULL, NULL);
  answer = take_answer (fixture, &error);
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY);
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/local/open", test_open);
  ADD ("/local/open-at-the-end", test_open_at_the_end);

  return g_test_run ();
}
