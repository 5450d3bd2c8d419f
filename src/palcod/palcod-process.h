/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PalcodProcess PalcodProcess;

/* Called once, from the main loop; @how is a sentence for people. */
typedef void (*PalcodProcessEnded) (PalcodProcess *process,
                                    const char    *how,
                                    gpointer       user_data);

/* One palco-host, whether started by this palcod or by one before it. */
PalcodProcess *palcod_process_spawn         (const char          *program,
                                             const char          *bootstrap,
                                             PalcodProcessEnded   ended,
                                             gpointer             user_data,
                                             GError             **error);
PalcodProcess *palcod_process_adopt         (const char          *reference,
                                             PalcodProcessEnded   ended,
                                             gpointer             user_data);
void           palcod_process_free          (PalcodProcess       *self);
const char    *palcod_process_get_reference (PalcodProcess       *self);
void           palcod_process_stop          (PalcodProcess       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcodProcess, palcod_process_free)

G_END_DECLS
