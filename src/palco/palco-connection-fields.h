/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-connection.h"

G_BEGIN_DECLS

struct _PalcoConnection
{
  GObject                parent_instance;
  PalcoAccountList      *accounts;
  PalcoKeyring          *keyring;
  PalcoKeyHolder        *key_holder;
  PalcoLocalService     *local_service;
  PalcoJournal          *journal;
  PalcoKeeper           *keeper;
  PalcoAccount          *account;
  PalcoClient           *client;
  PalcoSessionList      *sessions;
  PalcoConnectionStatus  status;
  GError                *error;
  char                  *wanted_uid;
  GCancellable          *cancellable;
  gboolean               has_accounts;
  gboolean               has_looked;      /* once, for what runs already */
};

G_END_DECLS
