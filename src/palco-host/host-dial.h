/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The request by which a host takes up the control channel. */
gboolean     host_dial_check_url   (const char  *url,
                                    GError     **error);
SoupMessage *host_dial_message_new (const char  *url,
                                    const char  *token,
                                    GPtrArray   *authorities);

G_END_DECLS
