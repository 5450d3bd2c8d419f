/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <sqlite3.h>

#include <glib.h>

G_BEGIN_DECLS

/* What SQL knows then: who writes here, and whether somebody who wrote still runs. */
#define PALCO_JOURNAL_OWNER_SELF  "owner_self ()"
#define PALCO_JOURNAL_OWNER_LIVES "owner_lives (owner)"

gboolean palco_journal_owner_attach (sqlite3 *db);

G_END_DECLS
