/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean cli_lease_parse       (const char *text,
                                guint      *minutes,
                                GError    **error);
char    *cli_lease_format      (guint       minutes);
char    *cli_lease_format_left (gint64      seconds);

G_END_DECLS
