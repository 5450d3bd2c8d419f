/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-request.h"

G_BEGIN_DECLS

/* GET /.well-known/palco: what there is, for everybody. No secrets; unknown values left out. */
void palcod_discovery_handle (PalcodRequest *request);

G_END_DECLS
