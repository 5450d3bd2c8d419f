/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-control.h"

G_BEGIN_DECLS

PalcoHostBootstrap *host_bootstrap_read (int      fd,
                                         guint    timeout_msecs,
                                         GError **error);

G_END_DECLS
