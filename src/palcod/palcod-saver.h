/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-store.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_SAVER (palcod_saver_get_type ())

G_DECLARE_FINAL_TYPE (PalcodSaver, palcod_saver, PALCOD, SAVER, GObject)

/* Keeps one session's row as the session is: writes when told that it changed, and when
 * that fails again and again until it succeeds. Emits “saved” when nothing is left to do. */
PalcodSaver *palcod_saver_new          (PalcodStore          *store,
                                        PalcodSession        *session,
                                        guint                 retry_msecs);
void         palcod_saver_save         (PalcodSaver          *self);
gboolean     palcod_saver_is_saved     (PalcodSaver          *self);

/* Returns once the present state was written, or tried to be. */
void         palcod_saver_flush_async  (PalcodSaver          *self,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean     palcod_saver_flush_finish (PalcodSaver          *self,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
