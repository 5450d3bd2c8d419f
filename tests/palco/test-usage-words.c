/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "palco-format-usage.h"
#include "palco-usage-chart.h"

#include "palco-history-entry-private.h"

static PalcoHistoryEntry *
make_entry (guint       day,
            guint       hours,
            const char *size_id,
            double      price,
            const char *currency,
            gboolean    is_estimate)
{
  g_autoptr(GDateTime) ready = g_date_time_new_local (2026, 11, day, 8, 0, 0.0);
  const PalcoJournalEntry entry = {
    .account = (char *) "a", .region = (char *) "r", .id = (char *) "s", .size = (char *) size_id,
    .title = (char *) "", .state = (char *) "Stopped", .phase = PALCO_JOURNAL_PHASE_ENDED,
    .price_per_hour = price, .currency = (char *) currency, .price_is_estimate = is_estimate,
    .ready = g_date_time_to_unix (ready), .ended = g_date_time_to_unix (ready) + hours * 3600,
    .error_code = (char *) "", .error_message = (char *) "",
  };

  return palco_history_entry_new (palco_journal_entry_copy (&entry));
}

static PalcoUsage *
make_usage (void)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (entries, make_entry (10, 2, "Standard", 3.0, "USD", FALSE));
  g_ptr_array_add (entries, make_entry (10, 1, "Premium", 5.0, "EUR", TRUE));
  g_ptr_array_add (entries, make_entry (11, 1, "Mega", 0.0, "", FALSE));

  return palco_usage_new (entries, 2026, 11, NULL);
}

static void
test_words (void)
{
  g_autoptr(PalcoUsage) usage = make_usage ();
  PalcoUsageRow *total = palco_usage_get_total (usage);
  g_autofree char *month = palco_format_month (2026, 11);
  g_autofree char *day = palco_format_day (2026, 11, 2);
  g_autofree char *cost = palco_format_usage_cost (total);
  g_autofree char *sessions = palco_format_usage_sessions (total);
  g_autofree char *unpriced = palco_format_usage_unpriced (total);

  g_assert_cmpstr (month, ==, "November 2026");
  g_assert_cmpstr (day, ==, "Monday, 2 November");
  g_assert_cmpstr (cost, ==, "$6.00 + €5.00 (estimate)");
  g_assert_cmpstr (sessions, ==, "4 h in 3 sessions");
  g_assert_true (g_str_has_prefix (unpriced, "Of 1 h no price is known"));
}

static void
test_no_price (void)
{
  g_autoptr(PalcoUsage) usage = make_usage ();
  GListModel *days = palco_usage_get_days (usage);
  g_autoptr(PalcoUsageRow) mega = g_list_model_get_item (days, 2);
  g_autoptr(PalcoUsageRow) standard = g_list_model_get_item (days, 1);
  g_autofree char *cost = palco_format_usage_cost (mega);

  g_assert_cmpstr (palco_usage_row_get_size_id (mega), ==, "Mega");
  g_assert_cmpstr (cost, ==, "No price known");
  g_assert_null (palco_format_usage_unpriced (standard));
}

static void
test_axis (void)
{
  g_assert_cmpuint (palco_usage_chart_get_axis (0), ==, 2);
  g_assert_cmpuint (palco_usage_chart_get_axis (2 * 3600), ==, 2);
  g_assert_cmpuint (palco_usage_chart_get_axis (2 * 3600 + 1), ==, 4);
  g_assert_cmpuint (palco_usage_chart_get_axis (24 * 3600), ==, 24);
  g_assert_cmpuint (palco_usage_chart_get_axis (97 * 3600), ==, 100);
  g_assert_cmpuint (palco_usage_chart_get_axis (500 * 24 * 3600), ==, 12000);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/usage-words/words", test_words);
  g_test_add_func ("/usage-words/no-price", test_no_price);
  g_test_add_func ("/usage-words/axis", test_axis);

  return g_test_run ();
}
