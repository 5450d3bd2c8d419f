/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-local.h"

#include "palco-protocol.h"
#include "palcod-secret.h"

#include <gio/gunixfdlist.h>

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ACCOUNT_ID "local"

static const char introspection_xml[] =
  "<node>"
  "  <interface name='" PALCO_SERVICE_INTERFACE "'>"
  "    <method name='Open'>"
  "      <arg type='s' name='endpoint' direction='out'/>"
  "      <arg type='s' name='account_id' direction='out'/>"
  "      <arg type='h' name='key' direction='out'/>"
  "    </method>"
  "  </interface>"
  "</node>";

struct _PalcodLocal
{
  GObject          parent_instance;
  PalcodService   *service;
  GDBusConnection *bus;
  GHashTable      *clients;       /* unique name → id of its watch */
  PalcoSecret     *key;
  guint            object_id;
  guint            name_id;
  guint            idle_id;
  guint            idle_secs;
  gboolean         is_ending;
};

enum {
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcodLocal, palcod_local, G_TYPE_OBJECT)

static gboolean
idle_cb (gpointer user_data)
{
  PalcodLocal *self = user_data;

  self->idle_id = 0;
  self->is_ending = TRUE;
  g_signal_emit (self, signals[DONE], 0);

  return G_SOURCE_REMOVE;
}

static void
update_idle (PalcodLocal *self)
{
  gboolean is_idle = g_hash_table_size (self->clients) == 0 &&
                     palcod_manager_get_n_live (palcod_service_get_manager (self->service)) == 0;

  if (!is_idle)
    g_clear_handle_id (&self->idle_id, g_source_remove);
  else if (self->idle_id == 0)
    self->idle_id = g_timeout_add_seconds (self->idle_secs, idle_cb, self);
}

static void
client_vanished_cb (GDBusConnection *bus,
                    const char      *name,
                    gpointer         user_data)
{
  PalcodLocal *self = user_data;

  g_hash_table_remove (self->clients, name);
  update_idle (self);
}

static void
add_client (PalcodLocal *self,
            const char  *name)
{
  guint id;

  if (g_hash_table_contains (self->clients, name))
    return;

  id = g_bus_watch_name_on_connection (self->bus, name, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                       client_vanished_cb, self, NULL);
  g_hash_table_insert (self->clients, g_strdup (name), GUINT_TO_POINTER (id));
  update_idle (self);
}

/* A secret on a file descriptor: the bus and whoever listens there see only its number. */
static GUnixFDList *
pass_key (PalcodLocal  *self,
          GError      **error)
{
  g_autoptr(GUnixFDList) list = NULL;
  gsize length = strlen (self->key);
  int fd = memfd_create ("palco-key", MFD_CLOEXEC);

  if (fd < 0 || write (fd, self->key, length) != (gssize) length || lseek (fd, 0, SEEK_SET) < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   "Cannot pass the key: %s", g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  list = g_unix_fd_list_new_from_array (&fd, 1);

  return g_steal_pointer (&list);
}

static void
method_call_cb (GDBusConnection       *bus,
                const char            *sender,
                const char            *object_path,
                const char            *interface_name,
                const char            *method_name,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  PalcodLocal *self = user_data;
  g_autoptr(GUnixFDList) list = NULL;
  GError *error = NULL;

  /* Without an answer, the bus tells of the end, and who asked asks the next service. */
  if (self->is_ending)
    {
      g_object_unref (invocation);
      return;
    }

  list = pass_key (self, &error);

  if (list == NULL)
    {
      g_dbus_method_invocation_take_error (invocation, error);
      return;
    }

  add_client (self, sender);
  g_dbus_method_invocation_return_value_with_unix_fd_list (
    invocation,
    g_variant_new ("(ssh)", palcod_service_get_url (self->service), ACCOUNT_ID, 0),
    list);
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PalcodLocal) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!palcod_manager_stop_all_finish (PALCOD_MANAGER (source), result, &error))
    g_warning ("%s", error->message);

  g_signal_emit (self, signals[DONE], 0);
}

/* The person has logged out: nobody is left who could stop these sessions. */
static void
bus_closed_cb (PalcodLocal *self,
               gboolean     remote_peer_vanished,
               GError      *error)
{
  if (self->is_ending)
    return;

  self->is_ending = TRUE;
  palcod_manager_stop_all_async (palcod_service_get_manager (self->service), NULL, stopped_cb,
                                 g_object_ref (self));
}

/* Nobody can come before. */
static void
name_acquired_cb (GDBusConnection *bus,
                  const char      *name,
                  gpointer         user_data)
{
  PalcodLocal *self = user_data;

  g_signal_connect_object (palcod_service_get_manager (self->service), "session-changed",
                           G_CALLBACK (update_idle), self, G_CONNECT_SWAPPED);
  update_idle (self);
}

static void
name_lost_cb (GDBusConnection *bus,
              const char      *name,
              gpointer         user_data)
{
  PalcodLocal *self = user_data;

  /* Without the bus another handler is at work; else there is another service, which clients
   * find instead of this one. */
  if (bus == NULL || g_dbus_connection_is_closed (bus) || self->is_ending)
    return;

  g_message ("Another service of this user has the bus name.");
  g_signal_emit (self, signals[DONE], 0);
}

static void
unwatch (gpointer id)
{
  g_bus_unwatch_name (GPOINTER_TO_UINT (id));
}

static void
palcod_local_dispose (GObject *object)
{
  PalcodLocal *self = PALCOD_LOCAL (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_handle_id (&self->name_id, g_bus_unown_name);

  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->object_id);

  self->object_id = 0;
  g_hash_table_remove_all (self->clients);
  g_clear_object (&self->bus);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (palcod_local_parent_class)->dispose (object);
}

static void
palcod_local_finalize (GObject *object)
{
  PalcodLocal *self = PALCOD_LOCAL (object);

  g_clear_pointer (&self->clients, g_hash_table_unref);
  g_clear_pointer (&self->key, palco_secret_free);

  G_OBJECT_CLASS (palcod_local_parent_class)->finalize (object);
}

static void
palcod_local_class_init (PalcodLocalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palcod_local_dispose;
  object_class->finalize = palcod_local_finalize;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
palcod_local_init (PalcodLocal *self)
{
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unwatch);
  self->key = palcod_secret_new ();
}

static gboolean
export (PalcodLocal  *self,
        GError      **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };
  g_autoptr(GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (introspection_xml, error);

  if (info == NULL)
    return FALSE;

  self->object_id = g_dbus_connection_register_object (self->bus, PALCO_SERVICE_OBJECT_PATH,
                                                       info->interfaces[0], &vtable, self, NULL,
                                                       error);

  return self->object_id != 0;
}

PalcodLocal *
palcod_local_new (PalcodService    *service,
                  GDBusConnection  *bus,
                  guint             idle_secs,
                  GError          **error)
{
  g_autoptr(PalcodLocal) self = g_object_new (PALCOD_TYPE_LOCAL, NULL);

  self->service = g_object_ref (service);
  self->bus = g_object_ref (bus);
  self->idle_secs = idle_secs;

  palcod_accounts_set_embedded (palcod_service_get_accounts (service), ACCOUNT_ID, self->key);

  if (!export (self, error))
    return NULL;

  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_signal_connect_object (bus, "closed", G_CALLBACK (bus_closed_cb), self, G_CONNECT_SWAPPED);
  self->name_id = g_bus_own_name_on_connection (bus, PALCO_SERVICE_BUS_NAME,
                                                G_BUS_NAME_OWNER_FLAGS_NONE, name_acquired_cb,
                                                name_lost_cb, self, NULL);

  return g_steal_pointer (&self);
}
