/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "fake-allocator.h"

#include "palcod-error.h"

static void fake_allocator_iface_init (PalcodAllocatorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeAllocator, fake_allocator, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PALCOD_TYPE_ALLOCATOR,
                                                      fake_allocator_iface_init))

typedef struct
{
  FakeAllocator *self;
  char          *allocation;
} End;

static guint
fake_allocator_get_total (PalcodAllocator *allocator,
                          const char      *size)
{
  return FAKE_ALLOCATOR (allocator)->capacity;
}

static guint
fake_allocator_get_free (PalcodAllocator *allocator,
                         const char      *size)
{
  FakeAllocator *self = FAKE_ALLOCATOR (allocator);

  return self->capacity - g_hash_table_size (self->running);
}

static void
finish_start (FakeAllocator *self,
              GTask         *task)
{
  g_autofree char *allocation = g_strdup_printf ("fake-%u", ++self->n_starts);

  if (self->is_broken)
    {
      g_task_return_new_error (task, PALCOD_ERROR, PALCOD_ERROR_ALLOCATION, "Broken");
      return;
    }

  if (g_hash_table_size (self->running) >= self->capacity)
    {
      g_task_return_new_error (task, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY, "Full");
      return;
    }

  g_hash_table_add (self->running, g_strdup (allocation));
  g_task_return_pointer (task, g_steal_pointer (&allocation), g_free);
}

static void
fake_allocator_start_async (PalcodAllocator          *allocator,
                            const PalcoHostBootstrap *bootstrap,
                            GCancellable             *cancellable,
                            GAsyncReadyCallback       callback,
                            gpointer                  user_data)
{
  FakeAllocator *self = FAKE_ALLOCATOR (allocator);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  g_free (self->control_url);
  g_free (self->token);
  self->control_url = g_strdup (bootstrap->control_url);
  self->token = g_strdup (bootstrap->token);
  self->lease_msecs = bootstrap->lease_msecs;

  if (self->is_slow)
    g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  else
    finish_start (self, task);
}

static char *
fake_allocator_start_finish (PalcodAllocator  *allocator,
                             GAsyncResult     *result,
                             GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
fake_allocator_adopt (PalcodAllocator *allocator,
                      const char      *size,
                      const char      *allocation)
{
  return g_hash_table_contains (FAKE_ALLOCATOR (allocator)->running, allocation);
}

static gboolean
end_cb (gpointer user_data)
{
  End *end = user_data;

  if (g_hash_table_remove (end->self->running, end->allocation))
    palcod_allocator_emit_ended (PALCOD_ALLOCATOR (end->self), end->allocation, "It is dead.");

  return G_SOURCE_REMOVE;
}

static void
end_free (gpointer data)
{
  End *end = data;

  g_object_unref (end->self);
  g_free (end->allocation);
  g_free (end);
}

void
fake_allocator_die (FakeAllocator *self,
                    const char    *allocation)
{
  End *end = g_new0 (End, 1);

  end->self = g_object_ref (self);
  end->allocation = g_strdup (allocation);
  g_idle_add_full (G_PRIORITY_DEFAULT, end_cb, end, end_free);
}

static void
fake_allocator_stop (PalcodAllocator *allocator,
                     const char      *allocation)
{
  fake_allocator_die (FAKE_ALLOCATOR (allocator), allocation);
}

void
fake_allocator_finish_starts (FakeAllocator *self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    finish_start (self, self->waiting->pdata[i]);

  g_ptr_array_set_size (self->waiting, 0);
}

static void
fake_allocator_finalize (GObject *object)
{
  FakeAllocator *self = FAKE_ALLOCATOR (object);

  g_free (self->control_url);
  g_free (self->token);
  g_hash_table_unref (self->running);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (fake_allocator_parent_class)->finalize (object);
}

static void
fake_allocator_iface_init (PalcodAllocatorInterface *iface)
{
  iface->get_total = fake_allocator_get_total;
  iface->get_free = fake_allocator_get_free;
  iface->start_async = fake_allocator_start_async;
  iface->start_finish = fake_allocator_start_finish;
  iface->adopt = fake_allocator_adopt;
  iface->stop = fake_allocator_stop;
}

static void
fake_allocator_class_init (FakeAllocatorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_allocator_finalize;
}

static void
fake_allocator_init (FakeAllocator *self)
{
  self->capacity = 4;
  self->running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

FakeAllocator *
fake_allocator_new (void)
{
  return g_object_new (FAKE_TYPE_ALLOCATOR, NULL);
}
