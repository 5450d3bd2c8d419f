/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

gboolean palco_test_window_init (int    *argc,
                                 char ***argv);

G_END_DECLS
