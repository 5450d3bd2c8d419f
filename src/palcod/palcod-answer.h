/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define PALCOD_STATUS_TOO_MANY_REQUESTS 429   /* libsoup does not know it */

/* How the service answers, whatever the route (rules 2–7). */

/* Headers of every answer; set as soon as a request begins, so that those which libsoup gives
 * by itself (a malformed request) have them too. */
void        palcod_answer_prepare    (SoupServerMessage  *message);
const char *palcod_answer_get_ms_cv  (SoupServerMessage  *message);

/* Takes @json. */
void        palcod_answer_json       (SoupServerMessage  *message,
                                      guint               status,
                                      GString            *json);
void        palcod_answer_empty      (SoupServerMessage  *message,
                                      guint               status);
void        palcod_answer_error      (SoupServerMessage  *message,
                                      guint               status,
                                      const char         *code,
                                      const char         *text);

/* The status that an error of the service's own domain stands for. */
void        palcod_answer_gerror     (SoupServerMessage  *message,
                                      const GError       *error);

G_END_DECLS
