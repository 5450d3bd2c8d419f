/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* JSON from the wire: strict where json-glib is lenient, and never a critical. All errors
 * are %G_IO_ERROR_INVALID_DATA and none repeats what was received: it may be a secret. */
typedef enum
{
  PALCO_JSON_OPTIONAL,   /* absent or null: *value stays as it was */
  PALCO_JSON_REQUIRED,
} PalcoJsonPresence;

JsonObject *palco_json_parse_object (const char         *text,
                                     gssize              length,
                                     GError            **error);

/* Strings, objects and arrays are borrowed from @object. */
gboolean    palco_json_read_string  (JsonObject         *object,
                                     const char         *name,
                                     PalcoJsonPresence   presence,
                                     const char        **value,
                                     GError            **error);
gboolean    palco_json_read_int     (JsonObject         *object,
                                     const char         *name,
                                     PalcoJsonPresence   presence,
                                     gint64              minimum,
                                     gint64              maximum,
                                     gint64             *value,
                                     GError            **error);
gboolean    palco_json_read_double  (JsonObject         *object,
                                     const char         *name,
                                     PalcoJsonPresence   presence,
                                     double             *value,
                                     GError            **error);
gboolean    palco_json_read_boolean (JsonObject         *object,
                                     const char         *name,
                                     PalcoJsonPresence   presence,
                                     gboolean           *value,
                                     GError            **error);
gboolean    palco_json_read_object  (JsonObject         *object,
                                     const char         *name,
                                     PalcoJsonPresence   presence,
                                     JsonObject        **value,
                                     GError            **error);
gboolean    palco_json_read_array   (JsonObject         *object,
                                     const char         *name,
                                     PalcoJsonPresence   presence,
                                     JsonArray         **value,
                                     GError            **error);

G_END_DECLS
