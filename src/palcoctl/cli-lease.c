/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-lease.h"

#include "cli-exit.h"

#include <glib/gi18n.h>

#define MINUTES_PER_HOUR   60
#define SECONDS_PER_MINUTE 60

static guint
match_number (GMatchInfo *match,
              const char *name)
{
  g_autofree char *digits = g_match_info_fetch_named (match, name);

  return digits != NULL ? (guint) g_ascii_strtoull (digits, NULL, 10) : 0;
}

/* “90”, “90m”, “1h30”, “1h30m”, “2 h”. Up to four digits each: how long a lease may be is for the
 * service to say. */
gboolean
cli_lease_parse (const char  *text,
                 guint       *minutes,
                 GError     **error)
{
  g_autoptr(GRegex) regex = NULL;
  g_autoptr(GMatchInfo) match = NULL;
  guint total;

  regex = g_regex_new ("^\\s*(?:(?<hours>\\d{1,4})\\s*h)?"
                       "\\s*(?:(?<minutes>\\d{1,4})\\s*(?:m|min)?)?\\s*$",
                       G_REGEX_CASELESS, 0, NULL);

  if (g_regex_match (regex, text, 0, &match))
    {
      total = match_number (match, "hours") * MINUTES_PER_HOUR + match_number (match, "minutes");
      if (total > 0)
        {
          *minutes = total;
          return TRUE;
        }
    }

  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
               _("“%s” is not a lease time. Write minutes, or hours and minutes: 90, 2h, 1h30."), text);
  return FALSE;
}

char *
cli_lease_format (guint minutes)
{
  guint hours = minutes / MINUTES_PER_HOUR;

  if (hours == 0)
    /* Translators: a duration in minutes */
    return g_strdup_printf (_("%u min"), minutes);

  /* Translators: a duration in hours and minutes */
  return g_strdup_printf (_("%u h %02u min"), hours, minutes % MINUTES_PER_HOUR);
}

/* The last minutes count by the second. */
char *
cli_lease_format_left (gint64 seconds)
{
  if (seconds >= 10 * SECONDS_PER_MINUTE)
    return cli_lease_format ((guint) (seconds / SECONDS_PER_MINUTE));

  /* Translators: a duration in minutes and seconds */
  return g_strdup_printf (_("%u min %02u s"), (guint) (seconds / SECONDS_PER_MINUTE),
                          (guint) (seconds % SECONDS_PER_MINUTE));
}
