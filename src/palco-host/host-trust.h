/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *host_trust_parse   (const char       *pem,
                               GError          **error);
gboolean   host_trust_accepts (GPtrArray        *authorities,
                               GTlsCertificate  *certificate,
                               GUri             *uri);

G_END_DECLS
