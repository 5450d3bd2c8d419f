/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *palco_journal_owner_dup      (void);
gboolean  palco_journal_owner_is_alive (const char *owner);

G_END_DECLS
