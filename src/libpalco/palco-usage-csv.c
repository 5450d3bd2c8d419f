/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-usage-private.h"

#include <string.h>

#include "palco-account-list.h"
#include "palco-account.h"

/* As RFC 4180 says. The names of columns are not translated: programs read them. */
#define HEADER \
  "date,account,region,size,session,title,started here,state,from,to,hours,price per hour,currency,cost,estimate\r\n"

/* What spreadsheets take for the beginning of a formula. Names come from presets and services,
 * and may have been made to be one. */
#define FORMULA_BEGINNINGS "=+-@\t\r\n"

static void
append_text (GString    *csv,
             const char *text)
{
  gboolean is_dangerous = *text != '\0' && strchr (FORMULA_BEGINNINGS, *text) != NULL;

  g_string_append (csv, is_dangerous ? "\"'" : "\"");
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append (csv, "\",");
}

static void
append_number (GString    *csv,
               const char *format,
               double      number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (csv, g_ascii_formatd (buffer, sizeof buffer, format, number));
  g_string_append_c (csv, ',');
}

static void
append_time (GString   *csv,
             GTimeZone *zone,
             gint64     seconds)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr(GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *text = g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z");

  g_string_append (csv, text);
  g_string_append_c (csv, ',');
}

/* An account that was removed is still told from others. */
static const char *
find_account_name (PalcoAccountList *accounts,
                   const char       *uid)
{
  PalcoAccount *account = accounts != NULL ? palco_account_list_lookup (accounts, uid) : NULL;

  return account != NULL ? palco_account_get_name (account) : uid;
}

static const char *
get_state_name (PalcoHistoryEntry *entry)
{
  static const char * const names[] = {
    [PALCO_SESSION_STATE_UNKNOWN] = "Unknown",
    [PALCO_SESSION_STATE_STARTING] = "Starting",
    [PALCO_SESSION_STATE_READY] = "Ready",
    [PALCO_SESSION_STATE_STOPPED] = "Stopped",
    [PALCO_SESSION_STATE_EXPIRED] = "Expired",
    [PALCO_SESSION_STATE_ERROR] = "Error",
  };

  return names[palco_history_entry_get_state (entry)];
}

static void
append_cost (GString           *csv,
             PalcoHistoryEntry *entry,
             double             hours)
{
  const char *currency;
  gboolean is_estimate;
  double per_hour;

  if (!palco_history_entry_get_price (entry, &per_hour, &currency, &is_estimate))
    {
      g_string_append (csv, ",,,\r\n");
      return;
    }

  append_number (csv, "%.4f", per_hour);
  append_text (csv, currency);
  append_number (csv, "%.4f", per_hour * hours);
  g_string_append (csv, is_estimate ? "yes\r\n" : "no\r\n");
}

static void
append_part (PalcoUsage           *self,
             const PalcoUsagePart *part,
             PalcoAccountList     *accounts,
             GString              *csv)
{
  PalcoHistoryEntry *entry = part->entry;
  double hours = (part->end - part->start) / 3600.0;

  g_string_append_printf (csv, "%04u-%02u-%02u,", self->year, self->month, part->day);
  append_text (csv, find_account_name (accounts, palco_history_entry_get_account_uid (entry)));
  append_text (csv, palco_history_entry_get_region_id (entry));
  append_text (csv, palco_history_entry_get_size_id (entry));
  append_text (csv, palco_history_entry_get_session_id (entry));
  append_text (csv, palco_history_entry_get_title (entry));
  g_string_append (csv, palco_history_entry_is_started_here (entry) ? "yes," : "no,");
  append_text (csv, get_state_name (entry));
  append_time (csv, self->zone, part->start);
  append_time (csv, self->zone, part->end);
  append_number (csv, "%.4f", hours);
  append_cost (csv, entry, hours);
}

/**
 * palco_usage_to_csv:
 * @self: a usage
 * @accounts: (nullable): where the names of accounts are, or %NULL to write their uids
 *
 * Writes the month as comma-separated values: one line for each day of each session, so that
 * the lines of a day add up to that day. Numbers and times are written for programs, whatever
 * the language.
 *
 * Returns: (transfer full): the text, in UTF-8
 *
 * Since: 1.0
 */
char *
palco_usage_to_csv (PalcoUsage       *self,
                    PalcoAccountList *accounts)
{
  GString *csv;

  g_return_val_if_fail (PALCO_IS_USAGE (self), NULL);
  g_return_val_if_fail (accounts == NULL || PALCO_IS_ACCOUNT_LIST (accounts), NULL);

  csv = g_string_new (HEADER);
  for (guint i = 0; i < self->parts->len; i++)
    append_part (self, &g_array_index (self->parts, PalcoUsagePart, i), accounts, csv);

  return g_string_free (csv, FALSE);
}
