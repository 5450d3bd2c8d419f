/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/* Words for what a start will do, does and asks. */

char *palco_format_start        (PalcoAccount  *account,
                                 PalcoRegion   *region);
char *palco_format_start_cost   (PalcoAccount  *account,
                                 PalcoSize     *size,
                                 guint          lease_minutes,
                                 guint          cap_minutes);
char *palco_format_launch_stage (PalcoLauncher *launcher);
char *palco_format_launch_time  (gint64         seconds,
                                 gint64         typical_seconds);

G_END_DECLS
