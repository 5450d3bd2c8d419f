/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Answers 403 and returns FALSE where the Host header is neither an address nor a name of ours. */
gboolean host_request_check_host    (SoupServerMessage *message,
                                     const char        *hostname);

/* A page of somebody else made a browser ask, so nobody here meant to. */
gboolean host_request_is_cross_site (SoupServerMessage *message);

G_END_DECLS
