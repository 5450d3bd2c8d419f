/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-format-usage.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-price-words.h"

char *
palco_format_month (guint year,
                    guint month)
{
  g_autoptr(GDateTime) first = g_date_time_new_utc (year, month, 1, 0, 0, 0.0);

  /* Translators: a month, for example “November 2026”. %OB is its name when no day stands
   * beside it; see the manual of g_date_time_format(). */
  return g_date_time_format (first, C_("month", "%OB %Y"));
}

char *
palco_format_day (guint year,
                  guint month,
                  guint day)
{
  g_autoptr(GDateTime) time = g_date_time_new_utc (year, month, day, 0, 0, 0.0);

  /* Translators: a day of this year, for example “Tuesday, 10 November”; see the manual of
   * g_date_time_format(). */
  return g_date_time_format (time, C_("day", "%A, %-d %B"));
}

/* Amounts of several currencies stand beside each other. */
char *
palco_format_usage_cost (PalcoUsageRow *row)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < palco_usage_row_get_n_costs (row); i++)
    {
      const char *currency;
      gboolean is_estimate;
      double cost = palco_usage_row_get_cost (row, i, &currency, &is_estimate);
      g_autofree char *money = palco_price_words_money (cost, currency);

      /* Translators: between amounts of several currencies. */
      g_string_append (text, i > 0 ? C_("money", " + ") : "");

      if (is_estimate)
        /* Translators: %s is an amount of money that was computed with a price that the user entered. */
        g_string_append_printf (text, _("%s (estimate)"), money);
      else
        g_string_append (text, money);
    }

  if (text->len == 0)
    return g_strdup (palco_usage_row_get_seconds (row) > 0 ? _("No price known") : "—");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
palco_format_usage_sessions (PalcoUsageRow *row)
{
  g_autofree char *duration = palco_format_duration (palco_usage_row_get_seconds (row));
  guint n_sessions = palco_usage_row_get_n_sessions (row);

  /* Translators: how long and how often something was used; %1$s is for example “2 h 30 min”. */
  return g_strdup_printf (ngettext ("%1$s in %2$u session", "%1$s in %2$u sessions", n_sessions),
                          duration, n_sessions);
}

/* Returns NULL when all has a price. */
char *
palco_format_usage_unpriced (PalcoUsageRow *row)
{
  gint64 seconds = palco_usage_row_get_unpriced_seconds (row);
  g_autofree char *duration = palco_format_duration (seconds);

  if (seconds == 0)
    return NULL;

  /* Translators: %s is a time, for example “2 h 30 min”. */
  return g_strdup_printf (_("Of %s no price is known: the service did not give one, and the account "
                            "has none of its own."), duration);
}
