/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Why the service of this computer cannot be used, and what to do. */

GError *palco_local_service_error          (const char   *what,
                                            const char   *advice);
GError *palco_local_service_error_from_bus (const GError *error);
GError *palco_local_service_error_no_bus   (const GError *error);

G_END_DECLS
