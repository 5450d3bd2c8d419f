/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-retry-after.h"

#include <libsoup/soup.h>

/* Beyond a day it is no back-off. */
#define RETRY_AFTER_MAX_SECS (24 * 60 * 60)

/* Reads a Retry-After header, seconds or an HTTP date (rule 8.9).
 * Returns milliseconds, or -1 for a missing or unreadable one. */
gint64
palco_retry_after_parse (const char *value,
                         gint64      now_secs)
{
  g_autoptr(GDateTime) date = NULL;
  guint64 seconds;

  if (value == NULL)
    return -1;

  if (g_ascii_string_to_unsigned (value, 10, 0, RETRY_AFTER_MAX_SECS, &seconds, NULL))
    return (gint64) seconds * 1000;

  date = soup_date_time_new_from_http_string (value);
  if (date == NULL)
    return -1;

  return CLAMP (g_date_time_to_unix (date) - now_secs, 0, RETRY_AFTER_MAX_SECS) * 1000;
}
