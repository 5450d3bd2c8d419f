/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 palco_retry_after_parse (const char *value,
                                gint64      now_secs);

G_END_DECLS
