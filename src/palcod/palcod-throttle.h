/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A token bucket for each account (rule 42): @rate requests a second, @burst at once. */
typedef struct _PalcodThrottle PalcodThrottle;

PalcodThrottle *palcod_throttle_new  (guint           rate,
                                      guint           burst);
void            palcod_throttle_free (PalcodThrottle *self);

/* 0 when the request may pass, else the whole seconds to wait. @now is monotonic. */
guint           palcod_throttle_take (PalcodThrottle *self,
                                      const char     *account_id,
                                      gint64          now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcodThrottle, palcod_throttle_free)

G_END_DECLS
