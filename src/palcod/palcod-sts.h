/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-request.h"

G_BEGIN_DECLS

/* The token service: an account key for an access token (rules 10–13). */
void palcod_sts_handle (PalcodRequest *request);

G_END_DECLS
