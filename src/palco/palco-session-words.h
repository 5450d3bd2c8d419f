/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-session-item.h"

G_BEGIN_DECLS

/* What a row says of a session, in the user's language. Those that return char * return a new
 * string, empty where there is nothing to say. */

char       *palco_session_words_name     (PalcoSessionItem *item);
char       *palco_session_words_name_of  (PalcoHistoryEntry *entry,
                                          const char        *id);
const char *palco_session_words_state    (PalcoSessionItem *item);
char       *palco_session_words_place    (PalcoSessionItem *item,
                                          GDateTime        *now);
char       *palco_session_words_note     (PalcoSessionItem *item);
char       *palco_session_words_extends  (PalcoSessionItem *item);
char       *palco_session_words_time     (PalcoSessionItem *item);
double      palco_session_words_fraction (PalcoSessionItem *item);
char       *palco_session_words_cost     (PalcoSessionItem *item);
char       *palco_session_words_in_use   (guint             n_sessions,
                                          guint             n_in_use);

G_END_DECLS
