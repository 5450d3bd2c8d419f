/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-allocator-local.h"

#include "palcod-error.h"
#include "palcod-process.h"
#include "palcod-secret.h"

typedef struct
{
  PalcodProcess *process;
  char          *size;
} Server;

struct _PalcodAllocatorLocal
{
  GObject             parent_instance;
  const PalcodConfig *config;
  GHashTable         *servers;   /* reference of the process (its own) → Server */
};

static void palcod_allocator_local_iface_init (PalcodAllocatorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcodAllocatorLocal, palcod_allocator_local, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PALCOD_TYPE_ALLOCATOR,
                                                      palcod_allocator_local_iface_init))

static void
server_free (Server *server)
{
  g_clear_pointer (&server->process, palcod_process_free);
  g_free (server->size);
  g_free (server);
}

static guint
count_servers (PalcodAllocatorLocal *self,
               const char           *size)
{
  GHashTableIter iter;
  Server *server;
  guint n_servers = 0;

  g_hash_table_iter_init (&iter, self->servers);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &server))
    n_servers += g_str_equal (server->size, size);

  return n_servers;
}

static guint
palcod_allocator_local_get_total (PalcodAllocator *allocator,
                                  const char      *size)
{
  PalcodAllocatorLocal *self = PALCOD_ALLOCATOR_LOCAL (allocator);
  const PalcodSize *entry = palcod_config_lookup_size (self->config, size);

  return entry != NULL ? entry->capacity : 0;
}

/* More may run than the capacity, when a new configuration made it less. */
static guint
palcod_allocator_local_get_free (PalcodAllocator *allocator,
                                 const char      *size)
{
  PalcodAllocatorLocal *self = PALCOD_ALLOCATOR_LOCAL (allocator);
  guint total = palcod_allocator_local_get_total (allocator, size);

  return total - MIN (total, count_servers (self, size));
}

static void
ended_cb (PalcodProcess *process,
          const char    *how,
          gpointer       user_data)
{
  PalcodAllocatorLocal *self = user_data;
  g_autofree char *reference = g_strdup (palcod_process_get_reference (process));

  g_hash_table_remove (self->servers, reference);
  palcod_allocator_emit_ended (PALCOD_ALLOCATOR (self), reference, how);
}

static void
add_server (PalcodAllocatorLocal *self,
            PalcodProcess        *process,
            const char           *size)
{
  Server *server = g_new0 (Server, 1);

  server->process = process;
  server->size = g_strdup (size);
  g_hash_table_insert (self->servers, (char *) palcod_process_get_reference (process), server);
}

static char *
start (PalcodAllocatorLocal      *self,
       const PalcoHostBootstrap  *bootstrap,
       GError                   **error)
{
  g_autoptr(PalcodSecret) json = NULL;
  PalcodProcess *process;

  if (palcod_allocator_local_get_total (PALCOD_ALLOCATOR (self), bootstrap->size) == 0)
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY,
                   "There are no servers of size %s here. Choose another size or region.",
                   bootstrap->size);
      return NULL;
    }

  if (palcod_allocator_local_get_free (PALCOD_ALLOCATOR (self), bootstrap->size) == 0)
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY,
                   "All servers of size %s are in use. Stop a session, choose another size or "
                   "region, or try again later.", bootstrap->size);
      return NULL;
    }

  json = palco_host_bootstrap_to_json (bootstrap);
  process = palcod_process_spawn (self->config->host_program, json, ended_cb, self, error);
  if (process == NULL)
    return NULL;

  add_server (self, process, bootstrap->size);

  return g_strdup (palcod_process_get_reference (process));
}

static void
palcod_allocator_local_start_async (PalcodAllocator          *allocator,
                                    const PalcoHostBootstrap *bootstrap,
                                    GCancellable             *cancellable,
                                    GAsyncReadyCallback       callback,
                                    gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (allocator, cancellable, callback, user_data);
  g_autofree char *allocation = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, palcod_allocator_local_start_async);
  /* Before “ended” of a program that ends at once: until then nobody knows its reference. */
  g_task_set_priority (task, G_PRIORITY_HIGH);

  if (g_task_return_error_if_cancelled (task))
    return;

  /* Once a process runs its caller must hear of it, cancelled or not. */
  g_task_set_check_cancellable (task, FALSE);
  allocation = start (PALCOD_ALLOCATOR_LOCAL (allocator), bootstrap, &error);

  if (allocation != NULL)
    g_task_return_pointer (task, g_steal_pointer (&allocation), g_free);
  else
    g_task_return_error (task, error);
}

static char *
palcod_allocator_local_start_finish (PalcodAllocator  *allocator,
                                     GAsyncResult     *result,
                                     GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, allocator), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
palcod_allocator_local_adopt (PalcodAllocator *allocator,
                              const char      *size,
                              const char      *allocation)
{
  PalcodAllocatorLocal *self = PALCOD_ALLOCATOR_LOCAL (allocator);
  PalcodProcess *process = palcod_process_adopt (allocation, ended_cb, self);

  if (process == NULL)
    return FALSE;

  add_server (self, process, size);

  return TRUE;
}

static void
palcod_allocator_local_stop (PalcodAllocator *allocator,
                             const char      *allocation)
{
  PalcodAllocatorLocal *self = PALCOD_ALLOCATOR_LOCAL (allocator);
  Server *server = g_hash_table_lookup (self->servers, allocation);

  if (server != NULL)
    palcod_process_stop (server->process);
}

static void
palcod_allocator_local_finalize (GObject *object)
{
  PalcodAllocatorLocal *self = PALCOD_ALLOCATOR_LOCAL (object);

  g_clear_pointer (&self->servers, g_hash_table_unref);

  G_OBJECT_CLASS (palcod_allocator_local_parent_class)->finalize (object);
}

static void
palcod_allocator_local_iface_init (PalcodAllocatorInterface *iface)
{
  iface->get_total = palcod_allocator_local_get_total;
  iface->get_free = palcod_allocator_local_get_free;
  iface->start_async = palcod_allocator_local_start_async;
  iface->start_finish = palcod_allocator_local_start_finish;
  iface->adopt = palcod_allocator_local_adopt;
  iface->stop = palcod_allocator_local_stop;
}

static void
palcod_allocator_local_class_init (PalcodAllocatorLocalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palcod_allocator_local_finalize;
}

static void
palcod_allocator_local_init (PalcodAllocatorLocal *self)
{
  self->servers = g_hash_table_new_full (g_str_hash, g_str_equal,
                                         NULL, (GDestroyNotify) server_free);
}

PalcodAllocator *
palcod_allocator_local_new (const PalcodConfig *config)
{
  PalcodAllocatorLocal *self = g_object_new (PALCOD_TYPE_ALLOCATOR_LOCAL, NULL);

  self->config = config;

  return PALCOD_ALLOCATOR (self);
}
