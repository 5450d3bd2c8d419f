/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One value of the configuration: how it is written, what is a valid one. The field that
 * it fills is a char * (owned), gboolean, guint, gint64 or double. */
typedef enum
{
  PALCOD_VALUE_TEXT,
  PALCOD_VALUE_DOMAIN,
  PALCOD_VALUE_URL,
  PALCOD_VALUE_PATH,
  PALCOD_VALUE_ADDRESS,
  PALCOD_VALUE_CURRENCY,
  PALCOD_VALUE_BOOLEAN,
  PALCOD_VALUE_PORT,
  PALCOD_VALUE_COUNT,
  PALCOD_VALUE_BIG_COUNT,
  PALCOD_VALUE_AMOUNT,
  PALCOD_VALUE_LATITUDE,
  PALCOD_VALUE_LONGITUDE,
} PalcodValueType;

gboolean    palcod_value_parse         (PalcodValueType  type,
                                        const char      *text,
                                        gpointer         field);

/* What to write instead, to follow “write ”. */
const char *palcod_value_type_get_hint (PalcodValueType  type);

G_END_DECLS
