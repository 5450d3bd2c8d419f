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
  gboolean       is_stopping;
} Server;

typedef struct
{
  PalcoSecret *bootstrap;
  char         *size;
} StartRequest;

struct _PalcodAllocatorLocal
{
  GObject             parent_instance;
  const PalcodConfig *config;
  GHashTable         *servers;   /* reference of the process (its own) → Server */
  GQueue              waiting;   /* tasks of starts: a server that is being stopped is theirs */
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

static void
start_request_free (StartRequest *request)
{
  palco_secret_free (request->bootstrap);
  g_free (request->size);
  g_free (request);
}

static guint
count_servers (PalcodAllocatorLocal *self,
               const char           *size,
               gboolean              only_stopping)
{
  GHashTableIter iter;
  Server *server;
  guint n_servers = 0;

  g_hash_table_iter_init (&iter, self->servers);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &server))
    n_servers += g_str_equal (server->size, size) && (server->is_stopping || !only_stopping);

  return n_servers;
}

static GList *
find_waiting (PalcodAllocatorLocal *self,
              const char           *size)
{
  for (GList *link = self->waiting.head; link != NULL; link = link->next)
    {
      const StartRequest *request = g_task_get_task_data (link->data);

      if (g_str_equal (request->size, size))
        return link;
    }

  return NULL;
}

static guint
count_waiting (PalcodAllocatorLocal *self,
               const char           *size)
{
  guint n_waiting = 0;

  for (GList *link = find_waiting (self, size); link != NULL; link = link->next)
    {
      const StartRequest *request = g_task_get_task_data (link->data);

      n_waiting += g_str_equal (request->size, size);
    }

  return n_waiting;
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

  return total - MIN (total, count_servers (self, size, FALSE));
}

static gboolean
check_total (PalcodAllocatorLocal  *self,
             const char            *size,
             GError               **error)
{
  if (palcod_allocator_local_get_total (PALCOD_ALLOCATOR (self), size) > 0)
    return TRUE;

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY,
               "There are no servers of size %s here. Choose another size or region.", size);

  return FALSE;
}

static gboolean
check_free (PalcodAllocatorLocal  *self,
            const char            *size,
            GError               **error)
{
  if (palcod_allocator_local_get_free (PALCOD_ALLOCATOR (self), size) > 0)
    return TRUE;

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY,
               "All servers of size %s are in use. Stop a session, choose another size or "
               "region, or try again later.", size);

  return FALSE;
}

/* A stop has promised its server already; the wait for it is as long as a host may take to
 * end before it is killed. */
static gboolean
may_wait (PalcodAllocatorLocal *self,
          const char           *size)
{
  return palcod_allocator_local_get_free (PALCOD_ALLOCATOR (self), size) == 0 &&
         count_servers (self, size, TRUE) > count_waiting (self, size);
}

static void serve_waiting (PalcodAllocatorLocal *self,
                           const char           *size);

static void
ended_cb (PalcodProcess *process,
          const char    *how,
          gpointer       user_data)
{
  PalcodAllocatorLocal *self = user_data;
  g_autofree char *reference = g_strdup (palcod_process_get_reference (process));
  const Server *server = g_hash_table_lookup (self->servers, reference);
  g_autofree char *size = g_strdup (server->size);

  g_hash_table_remove (self->servers, reference);
  serve_waiting (self, size);
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
start (PalcodAllocatorLocal  *self,
       const StartRequest    *request,
       GError               **error)
{
  PalcodProcess *process;

  if (!check_total (self, request->size, error) || !check_free (self, request->size, error))
    return NULL;

  process = palcod_process_spawn (self->config->host_program, request->bootstrap,
                                  ended_cb, self, error);
  if (process == NULL)
    return NULL;

  add_server (self, process, request->size);

  return g_strdup (palcod_process_get_reference (process));
}

static void
complete (PalcodAllocatorLocal *self,
          GTask                *task)
{
  g_autofree char *allocation = NULL;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  /* Once a process runs its caller must hear of it, cancelled or not. */
  g_task_set_check_cancellable (task, FALSE);
  allocation = start (self, g_task_get_task_data (task), &error);

  if (allocation != NULL)
    g_task_return_pointer (task, g_steal_pointer (&allocation), g_free);
  else
    g_task_return_error (task, error);
}

static void
serve_waiting (PalcodAllocatorLocal *self,
               const char           *size)
{
  GList *link = find_waiting (self, size);
  g_autoptr(GTask) task = NULL;

  if (link == NULL)
    return;

  task = link->data;
  g_queue_delete_link (&self->waiting, link);
  complete (self, task);
}

static void
palcod_allocator_local_start_async (PalcodAllocator          *allocator,
                                    const PalcoHostBootstrap *bootstrap,
                                    GCancellable             *cancellable,
                                    GAsyncReadyCallback       callback,
                                    gpointer                  user_data)
{
  PalcodAllocatorLocal *self = PALCOD_ALLOCATOR_LOCAL (allocator);
  g_autoptr(GTask) task = g_task_new (allocator, cancellable, callback, user_data);
  StartRequest *request = g_new0 (StartRequest, 1);

  request->bootstrap = palco_host_bootstrap_to_json (bootstrap);
  request->size = g_strdup (bootstrap->size);
  g_task_set_source_tag (task, palcod_allocator_local_start_async);
  g_task_set_task_data (task, request, (GDestroyNotify) start_request_free);
  /* Before “ended” of a program that ends at once: until then nobody knows its reference. */
  g_task_set_priority (task, G_PRIORITY_HIGH);

  if (may_wait (self, request->size))
    g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  else
    complete (self, task);
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

  if (server == NULL)
    return;

  server->is_stopping = TRUE;
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
  g_queue_init (&self->waiting);
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
