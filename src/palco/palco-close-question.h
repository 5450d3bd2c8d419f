/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include "palco-live-sessions.h"

G_BEGIN_DECLS

/* Values of the setting “on-close”. */
typedef enum
{
  PALCO_ON_CLOSE_ASK,
  PALCO_ON_CLOSE_KEEP,
  PALCO_ON_CLOSE_STOP,
} PalcoOnClose;

gboolean palco_close_question_ask      (GtkWindow         *window,
                                        PalcoLiveSessions *sessions,
                                        GSettings         *settings);
char    *palco_close_question_dup_body (GPtrArray         *sessions);

G_END_DECLS
