/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

#include "palco-connection.h"

G_BEGIN_DECLS

#define PALCO_TYPE_USAGE_PAGE (palco_usage_page_get_type ())

G_DECLARE_FINAL_TYPE (PalcoUsagePage, palco_usage_page, PALCO, USAGE_PAGE, AdwBin)

GtkWidget *palco_usage_page_new (PalcoConnection *connection);

G_END_DECLS
