/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tasks that wait for the same work. It begins with the first of them, and is given up when
 * the last one was cancelled. Zeroed memory is an empty one; it is part of the object that all
 * the tasks have as their source. */
typedef struct
{
  GQueue        tasks;   /* Waiter */
  GCancellable *work;    /* NULL while nothing is under way */
} PalcoWaiters;

typedef void (*PalcoWaiterFunc) (GTask    *task,
                                 gpointer  user_data);

gboolean palco_waiters_add      (PalcoWaiters    *self,
                                 GTask           *task);
void     palco_waiters_complete (PalcoWaiters    *self,
                                 const GError    *error,
                                 PalcoWaiterFunc  succeed,
                                 gpointer         user_data);

G_END_DECLS
