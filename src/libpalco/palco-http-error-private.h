/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

GError   *palco_http_error_from_status    (SoupMessage  *message,
                                           const char   *body,
                                           gsize         length);
GError   *palco_http_error_from_transport (SoupMessage  *message,
                                           const GError *error);
gboolean  palco_http_error_was_not_sent   (const GError *error);

G_END_DECLS
