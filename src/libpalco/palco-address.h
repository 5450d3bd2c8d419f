/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean  palco_host_is_loopback    (const char  *host);
gboolean  palco_host_leads_here     (const char  *host);
gboolean  palco_host_is_valid       (const char  *host);
GUri     *palco_address_parse       (const char  *address,
                                     GError     **error);
GUri     *palco_address_parse_given (const char  *address,
                                     gboolean     is_local,
                                     GError     **error);
gboolean  palco_address_same_origin (GUri        *a,
                                     GUri        *b);

G_END_DECLS
