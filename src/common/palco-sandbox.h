/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean palco_sandbox_is_inside (void);

G_END_DECLS
