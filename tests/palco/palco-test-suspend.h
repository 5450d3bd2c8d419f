/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As if the computer slept: the clock of leases goes on, and the timer that was set last on it
 * is ready if its time has come; GLib's own timeouts stand still. */

void palco_test_suspend (gint64 seconds);

G_END_DECLS
