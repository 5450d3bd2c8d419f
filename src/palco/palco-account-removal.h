/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-connection.h"

G_BEGIN_DECLS

void palco_account_removal_start (GtkWidget       *origin,
                                  PalcoConnection *connection,
                                  PalcoAccount    *account,
                                  guint            n_running);

G_END_DECLS
