/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_ACCOUNT_POPOVER (palco_account_popover_get_type ())

G_DECLARE_FINAL_TYPE (PalcoAccountPopover, palco_account_popover, PALCO, ACCOUNT_POPOVER, GtkPopover)

GtkWidget *palco_account_popover_new (PalcoConnection *connection);

G_END_DECLS
