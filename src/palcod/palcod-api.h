/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-config.h"
#include "palcod-session.h"

G_BEGIN_DECLS

/* Bodies of the session REST API: JSON ↔ values. Pure; reads what strangers send. */

/* *size is the canonical spelling, static. Errors are %PALCOD_ERROR_INVALID (rules 17–20). */
gboolean  palcod_api_parse_create    (const char           *body,
                                      gsize                 length,
                                      const char          **size,
                                      guint                *lease_minutes,
                                      GError              **error);

/* Errors are %PALCOD_ERROR_REFUSED: PATCH knows no 400 (rule 38). */
gboolean  palcod_api_parse_update    (const char           *body,
                                      gsize                 length,
                                      guint                *lease_minutes,
                                      GError              **error);

/* Appends the session object of rules 27–34 and our extension. */
void      palcod_api_append_session  (GString              *json,
                                      PalcodSession        *session,
                                      const PalcodConfig   *config);
void      palcod_api_append_string   (GString              *json,
                                      const char           *string);
void      palcod_api_append_double   (GString              *json,
                                      double                number);
char     *palcod_api_print_error     (const char           *code,
                                      const char           *message);

/* The place in a list where the next page begins, opaque to clients. */
char     *palcod_api_print_position  (gint64                uid);
gboolean  palcod_api_parse_position  (const char           *text,
                                      gint64               *uid);

G_END_DECLS
