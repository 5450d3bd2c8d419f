/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No file of this process may grow any more, which is what a full disk looks like. */
void palcod_test_set_disk_full (gboolean is_full);

G_END_DECLS
