/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-manager.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_ANSWER_CACHE (palcod_answer_cache_get_type ())

G_DECLARE_FINAL_TYPE (PalcodAnswerCache, palcod_answer_cache, PALCOD, ANSWER_CACHE, GObject)

/* The printed form of the sessions that are Ready, which lists ask for again and again. Each is
 * kept until the manager says that it changed or a second of its lease is over: what comes from
 * here is never older than what would be printed anew. */
PalcodAnswerCache *palcod_answer_cache_new    (const PalcodConfig *config,
                                               PalcodManager      *manager);

/* @now is boot time. */
void               palcod_answer_cache_append (PalcodAnswerCache  *self,
                                               GString            *json,
                                               PalcodSession      *session,
                                               gint64              now);

G_END_DECLS
