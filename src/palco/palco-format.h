/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/* Below this, seconds are shown. */
#define PALCO_FORMAT_SECONDS_SHOWN 600

/* Pure functions from facts to the words of the interface, in the user's language.
 * Those that return char * return a new string. */

const char *palco_format_state         (PalcoSessionState  state);
const char *palco_format_state_class   (PalcoSessionState  state);
char       *palco_format_duration      (gint64             seconds);
char       *palco_format_time_left     (gint64             seconds);
char       *palco_format_lease         (guint              minutes);
char       *palco_format_most          (guint              lease_minutes,
                                        double             per_hour,
                                        const char        *currency,
                                        gboolean           is_estimate);
char       *palco_format_polygon_limit (gint64             limit);
char       *palco_format_teraflops     (double             teraflops);
char       *palco_format_free          (int                n_free);
char       *palco_format_servers_free  (int                n_free);
char       *palco_format_sizes_free    (GListModel        *sizes);
const char *palco_format_account_name  (PalcoAccount      *account);
char       *palco_format_left_running  (PalcoAccount      *account,
                                        guint              n_sessions);
char       *palco_format_session_name  (const char        *id);
char       *palco_format_notification_body (const char    *text);
const char *palco_format_stage         (PalcoSession      *session);
char       *palco_format_moment        (GDateTime         *moment,
                                        GDateTime         *now);
char       *palco_format_ends          (guint              lease_minutes,
                                        guint              cap_minutes,
                                        GDateTime         *now);

G_END_DECLS
