/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PALCO_TYPE_PREFERENCES (palco_preferences_get_type ())

G_DECLARE_FINAL_TYPE (PalcoPreferences, palco_preferences, PALCO, PREFERENCES, AdwPreferencesWindow)

GtkWidget *palco_preferences_new (GtkWindow *parent);

G_END_DECLS
