/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "host-facts.h"

G_BEGIN_DECLS

char *host_page_render      (const HostFacts *facts,
                             const char      *nonce);
char *host_page_render_rows (const HostFacts *facts);

G_END_DECLS
