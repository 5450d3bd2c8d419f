/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char    *cli_terminal_read_key   (GCancellable *cancellable,
                                  GError      **error);
char    *cli_terminal_read_token (GCancellable *cancellable,
                                  GError      **error);
gboolean cli_terminal_can_ask    (void);
gboolean cli_terminal_confirm    (const char   *question,
                                  GCancellable *cancellable);
void     cli_terminal_restore    (void);

G_END_DECLS
