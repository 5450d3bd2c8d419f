/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PALCO_TOKEN_COMMAND_LIMIT_MSECS (60 * 1000)   /* somebody may have to type a password */

/* Runs a command without a shell and gives what it prints, without blanks around it. */

void  palco_token_command_run_async  (const char * const  *command,
                                      guint                limit_msecs,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
char *palco_token_command_run_finish (GAsyncResult        *result,
                                      GError             **error);

G_END_DECLS
