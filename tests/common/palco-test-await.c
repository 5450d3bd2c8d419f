/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"

#include <glib/gstdio.h>

void
palco_test_await_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

void
palco_test_await (GAsyncResult **result)
{
  palco_test_await_that (*result != NULL);
}

/* In whatever thread was the last to let go. */
static void
gone_cb (gpointer  user_data,
         GObject  *object)
{
  g_atomic_int_set ((int *) user_data, TRUE);
  g_main_context_wakeup (NULL);
}

void
palco_test_await_finalize (gpointer object)
{
  int is_gone = FALSE;

  g_object_weak_ref (G_OBJECT (object), gone_cb, &is_gone);
  g_object_unref (object);
  palco_test_await_that (g_atomic_int_get (&is_gone));
}

GDBusConnection *
palco_test_connect_bus (GTestDBus *bus)
{
  g_autoptr(GError) error = NULL;
  GDBusConnection *connection =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                            NULL, NULL, &error);

  g_assert_no_error (error);

  return connection;
}

void
palco_test_read_authorities (void)
{
  g_autoptr(GTlsDatabase) authorities G_GNUC_UNUSED =
    g_tls_backend_get_default_database (g_tls_backend_get_default ());
}

char *
palco_test_make_dir (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("palco-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

void
palco_test_remove_dir (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        palco_test_remove_dir (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}
