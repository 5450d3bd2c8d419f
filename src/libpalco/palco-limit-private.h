/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The caller's cancellable and a time limit in one, of the thread-default main context. */
typedef struct
{
  GCancellable *work;          /* what to give to the operation */
  GCancellable *cancellable;   /* the caller's; NULL for none */
  gulong        cancelled_id;
  GSource      *source;
  guint         left_msecs;    /* while it is suspended */
  gboolean      has_passed;
} PalcoLimit;

void      palco_limit_start      (PalcoLimit    *self,
                                  guint          msecs,
                                  GCancellable  *cancellable);
void      palco_limit_restart    (PalcoLimit    *self,
                                  guint          msecs);
void      palco_limit_suspend    (PalcoLimit    *self);
void      palco_limit_resume     (PalcoLimit    *self);
void      palco_limit_clear      (PalcoLimit    *self);
gboolean  palco_limit_has_passed (PalcoLimit    *self);

G_END_DECLS
