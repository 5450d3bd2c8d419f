/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "cli-run.h"

G_BEGIN_DECLS

/* An account and its key, each where it is kept. */

gboolean cli_account_store     (CliRun        *run,
                                PalcoAccount  *account,
                                const char    *key,
                                GError       **error);
gboolean cli_account_clear_key (PalcoAccount  *account,
                                GCancellable  *cancellable,
                                GError       **error);
gboolean cli_account_has_key   (CliRun        *run,
                                PalcoAccount  *account,
                                const char    *key);

G_END_DECLS
