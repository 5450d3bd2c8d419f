/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsCertificate *host_certificate_new (const char  *hostname,
                                       GError     **error);

G_END_DECLS
