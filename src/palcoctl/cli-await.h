/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A command is a sequence of steps: each starts an operation with cli_await_cb() as callback,
 * and runs the main loop until it has ended. Signals are served meanwhile. */

void cli_await_cb (GObject       *source,
                   GAsyncResult  *result,
                   gpointer       user_data);
void cli_await    (GAsyncResult **result);

G_END_DECLS
