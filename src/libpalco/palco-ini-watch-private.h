/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tells that another program changed a file, once for each replacement of it. */
typedef struct _PalcoIniWatch PalcoIniWatch;

typedef void (*PalcoIniWatchFunc) (gpointer owner);

PalcoIniWatch *palco_ini_watch_new  (const char        *path,
                                     PalcoIniWatchFunc  changed,
                                     gpointer           owner);
void           palco_ini_watch_free (PalcoIniWatch     *self);

G_END_DECLS
