/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-preflight-step.h"

G_BEGIN_DECLS

PalcoPreflightStep *palco_preflight_step_new (PalcoPreflightCheck   check,
                                              PalcoPreflightStatus  status,
                                              PalcoPreflightFault   fault,
                                              const char           *host,
                                              guint                 port,
                                              const char           *detail);

G_END_DECLS
