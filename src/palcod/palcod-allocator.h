/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

#include "palco-control.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_ALLOCATOR (palcod_allocator_get_type ())

G_DECLARE_INTERFACE (PalcodAllocator, palcod_allocator, PALCOD, ALLOCATOR, GObject)

/* Finds a server of a size and runs palco-host on it. “Allocation” is the allocator's own
 * reference (a process, a job): a string that the store keeps, so that a service which was
 * restarted can adopt what still runs. */
struct _PalcodAllocatorInterface
{
  GTypeInterface parent_iface;

  guint     (*get_total)    (PalcodAllocator           *self,
                             const char                *size);
  guint     (*get_free)     (PalcodAllocator           *self,
                             const char                *size);
  void      (*start_async)  (PalcodAllocator           *self,
                             const PalcoHostBootstrap  *bootstrap,
                             GCancellable              *cancellable,
                             GAsyncReadyCallback        callback,
                             gpointer                   user_data);
  char     *(*start_finish) (PalcodAllocator           *self,
                             GAsyncResult              *result,
                             GError                   **error);
  gboolean  (*adopt)        (PalcodAllocator           *self,
                             const char                *size,
                             const char                *allocation);
  void      (*stop)         (PalcodAllocator           *self,
                             const char                *allocation);
};

guint     palcod_allocator_get_total    (PalcodAllocator           *self,
                                         const char                *size);
guint     palcod_allocator_get_free     (PalcodAllocator           *self,
                                         const char                *size);
void      palcod_allocator_start_async  (PalcodAllocator           *self,
                                         const PalcoHostBootstrap  *bootstrap,
                                         GCancellable              *cancellable,
                                         GAsyncReadyCallback        callback,
                                         gpointer                   user_data);
char     *palcod_allocator_start_finish (PalcodAllocator           *self,
                                         GAsyncResult              *result,
                                         GError                   **error);

/* Takes an allocation of an earlier run; FALSE when nothing of it runs any more. */
gboolean  palcod_allocator_adopt        (PalcodAllocator           *self,
                                         const char                *size,
                                         const char                *allocation);

/* Ends the host, by force if it must; “ended” follows and only then is the server free. */
void      palcod_allocator_stop         (PalcodAllocator           *self,
                                         const char                *allocation);

/* For implementations: emits PalcodAllocator::ended (allocation, message). */
void      palcod_allocator_emit_ended   (PalcodAllocator           *self,
                                         const char                *allocation,
                                         const char                *message);

G_END_DECLS
