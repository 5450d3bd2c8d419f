/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the desktop to let a sandboxed program run without a window. Outside of a sandbox nobody
 * has to be asked. */

void     palco_background_request_async  (GDBusConnection     *bus,
                                          const char          *reason,
                                          guint                limit_msecs,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean palco_background_request_finish (GAsyncResult        *result,
                                          GError             **error);

G_END_DECLS
