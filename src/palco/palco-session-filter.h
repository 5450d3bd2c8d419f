/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PalcoSessionShow:
 * @PALCO_SESSION_SHOW_ALL: all sessions
 * @PALCO_SESSION_SHOW_RUNNING: those that start or run
 * @PALCO_SESSION_SHOW_ENDED: those that have ended
 *
 * Which sessions to show, in the order of the choices on the page.
 */
typedef enum
{
  PALCO_SESSION_SHOW_ALL,
  PALCO_SESSION_SHOW_RUNNING,
  PALCO_SESSION_SHOW_ENDED,
} PalcoSessionShow;

#define PALCO_TYPE_SESSION_FILTER (palco_session_filter_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionFilter, palco_session_filter, PALCO, SESSION_FILTER, GtkFilter)

GtkFilter *palco_session_filter_new        (void);
void       palco_session_filter_set_show   (PalcoSessionFilter *self,
                                            PalcoSessionShow    show);
void       palco_session_filter_set_search (PalcoSessionFilter *self,
                                            const char         *search);
gboolean   palco_session_filter_is_narrow  (PalcoSessionFilter *self);

G_END_DECLS
