/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef void (*PalcoTaskFunc) (GTask *task);

void palco_task_wait (GTask         *task,
                      guint          msecs,
                      PalcoTaskFunc  go_on);

G_END_DECLS
