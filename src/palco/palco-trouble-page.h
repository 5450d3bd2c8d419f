/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_TROUBLE_PAGE (palco_trouble_page_get_type ())

G_DECLARE_FINAL_TYPE (PalcoTroublePage, palco_trouble_page, PALCO, TROUBLE_PAGE, AdwBin)

GtkWidget *palco_trouble_page_new (PalcoConnection *connection);

G_END_DECLS
