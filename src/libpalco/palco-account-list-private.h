/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-account-file-private.h"
#include "palco-account-list.h"
#include "palco-ini-watch-private.h"

G_BEGIN_DECLS

struct _PalcoAccountList
{
  GObject        parent_instance;
  char          *path;
  GPtrArray     *accounts;
  GHashTable    *unsaved;        /* PalcoAccount: changed here since it was read */
  PalcoIniWatch *watch;
  gboolean       is_merging;
};

void palco_account_list_merge (PalcoAccountList *self,
                               GPtrArray        *records,
                               PalcoAccount     *added);

G_END_DECLS
