/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _PalcodWriter PalcodWriter;

/* Runs in the writer's thread, inside a transaction that it shares with others: it may run
 * again when that one fails, so it changes nothing but the database. */
typedef gboolean (*PalcodWriterFunc) (sqlite3   *db,
                                      gpointer   task_data,
                                      gint64    *result,
                                      GError   **error);

PalcodWriter *palcod_writer_new           (sqlite3           *db);
void          palcod_writer_free          (PalcodWriter      *self);
void          palcod_writer_push          (PalcodWriter      *self,
                                           GTask             *task,
                                           PalcodWriterFunc   func);
guint         palcod_writer_get_n_commits (PalcodWriter      *self);

G_END_DECLS
