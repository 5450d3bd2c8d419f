/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-launch-page.h"

G_BEGIN_DECLS

void palco_relaunch_add_actions (PalcoLaunchPage *page,
                                 GActionMap      *window);

G_END_DECLS
