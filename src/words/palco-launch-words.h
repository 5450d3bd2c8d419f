/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

char *palco_launch_words_moved_on (PalcoLauncher *launcher);
char *palco_launch_words_consent  (PalcoLauncher *launcher);

G_END_DECLS
