/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-allocator.h"

enum
{
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (PalcodAllocator, palcod_allocator, G_TYPE_OBJECT)

static void
palcod_allocator_default_init (PalcodAllocatorInterface *iface)
{
  signals[SIGNAL_ENDED] =
    g_signal_new ("ended",
                  G_TYPE_FROM_INTERFACE (iface),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

guint
palcod_allocator_get_total (PalcodAllocator *self,
                            const char      *size)
{
  return PALCOD_ALLOCATOR_GET_IFACE (self)->get_total (self, size);
}

guint
palcod_allocator_get_free (PalcodAllocator *self,
                           const char      *size)
{
  return PALCOD_ALLOCATOR_GET_IFACE (self)->get_free (self, size);
}

/* A cancelled start either fails and runs nothing, or succeeds: then the caller must stop
 * what it was given. */
void
palcod_allocator_start_async (PalcodAllocator          *self,
                              const PalcoHostBootstrap *bootstrap,
                              GCancellable             *cancellable,
                              GAsyncReadyCallback       callback,
                              gpointer                  user_data)
{
  PALCOD_ALLOCATOR_GET_IFACE (self)->start_async (self, bootstrap, cancellable,
                                                  callback, user_data);
}

char *
palcod_allocator_start_finish (PalcodAllocator  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  return PALCOD_ALLOCATOR_GET_IFACE (self)->start_finish (self, result, error);
}

gboolean
palcod_allocator_adopt (PalcodAllocator *self,
                        const char      *size,
                        const char      *allocation)
{
  return PALCOD_ALLOCATOR_GET_IFACE (self)->adopt (self, size, allocation);
}

void
palcod_allocator_stop (PalcodAllocator *self,
                       const char      *allocation)
{
  PALCOD_ALLOCATOR_GET_IFACE (self)->stop (self, allocation);
}

/* Never from within one of the calls above: callers are not prepared for it there. */
void
palcod_allocator_emit_ended (PalcodAllocator *self,
                             const char      *allocation,
                             const char      *message)
{
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, allocation, message);
}
