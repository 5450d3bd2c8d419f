/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PALCO_KEY_MAX_LENGTH 4096

/* Reads a key from a file descriptor of another process, which it takes. */

void  palco_key_reader_read_async  (int                 fd,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
char *palco_key_reader_read_finish (GAsyncResult *result,
                                    GError      **error);

G_END_DECLS
