/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <sqlite3.h>

#include "palcod-store.h"

G_BEGIN_DECLS

/* The main thread's connection. */
sqlite3 *palcod_store_get_db (PalcodStore *self);

G_END_DECLS
