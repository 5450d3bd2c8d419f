/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The clock of leases: it goes on while the machine sleeps (CLOCK_BOOTTIME) and no one
 * can set it. In microseconds, like g_get_monotonic_time(). */

gint64   palco_boottime_now        (void);
char    *palco_boottime_dup_boot_id (GError     **error);

GSource *palco_boottime_source_new (gint64       deadline_usec,
                                    GError     **error);
guint    palco_boottime_add        (gint64       deadline_usec,
                                    GSourceFunc  callback,
                                    gpointer     user_data,
                                    GError     **error);

G_END_DECLS
