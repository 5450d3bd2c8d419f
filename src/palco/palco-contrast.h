/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Adds high-contrast.css to the style for as long as the desktop wants high contrast. libadwaita
 * before 1.9 does this with a file named style-hc.css, of which newer ones warn; what they want
 * instead, GTK before 4.20 cannot read. */

void palco_contrast_follow (void);

G_END_DECLS
