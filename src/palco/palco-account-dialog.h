/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_ACCOUNT_DIALOG (palco_account_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PalcoAccountDialog, palco_account_dialog, PALCO, ACCOUNT_DIALOG, AdwWindow)

GtkWidget *palco_account_dialog_new (GtkWindow       *parent,
                                     PalcoConnection *connection,
                                     PalcoAccount    *account);

G_END_DECLS
