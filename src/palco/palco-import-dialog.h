/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_IMPORT_DIALOG (palco_import_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PalcoImportDialog, palco_import_dialog, PALCO, IMPORT_DIALOG, AdwWindow)

void palco_import_dialog_choose (GtkWidget       *origin,
                                 PalcoConnection *connection);
void palco_import_dialog_open   (GtkWidget       *origin,
                                 PalcoConnection *connection,
                                 GFile           *file);

G_END_DECLS
