/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <string.h>

#include <palco.h>

#include "palco-history-entry-private.h"

#define HOUR 3600

/* An ended session of @seconds, ready at @ready in @zone. */
static PalcoHistoryEntry *
make_entry (const char *ready,
            GTimeZone  *zone,
            gint64      seconds,
            const char *size_id,
            double      price,
            const char *currency)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (ready, zone);
  PalcoJournalEntry *entry = g_new0 (PalcoJournalEntry, 1);

  g_assert_nonnull (time);
  entry->account = g_strdup ("account");
  entry->region = g_strdup ("here");
  entry->id = g_strdup ("s1");
  entry->size = g_strdup (size_id);
  entry->title = g_strdup ("");
  entry->state = g_strdup ("Stopped");
  entry->phase = PALCO_JOURNAL_PHASE_ENDED;
  entry->currency = g_strdup (currency);
  entry->price_per_hour = price;
  entry->created = g_date_time_to_unix (time);
  entry->ready = entry->created;
  entry->ended = entry->ready + seconds;
  entry->error_code = g_strdup ("");
  entry->error_message = g_strdup ("");

  return palco_history_entry_new (entry);
}

static GPtrArray *
make_history (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static PalcoUsageRow *
get_row (GListModel *rows,
         guint       position)
{
  g_autoptr(PalcoUsageRow) row = g_list_model_get_item (rows, position);

  g_assert_nonnull (row);

  return row;
}

static void
assert_day (PalcoUsage *usage,
            guint       position,
            guint       day,
            const char *size_id,
            gint64      seconds)
{
  PalcoUsageRow *row = get_row (palco_usage_get_days (usage), position);

  g_assert_cmpuint (palco_usage_row_get_day (row), ==, day);
  g_assert_cmpstr (palco_usage_row_get_size_id (row), ==, size_id);
  g_assert_cmpint (palco_usage_row_get_seconds (row), ==, seconds);
}

static void
assert_cost (PalcoUsageRow *row,
             guint          index,
             double         expected,
             const char    *expected_currency)
{
  const char *currency;

  g_assert_cmpfloat_with_epsilon (palco_usage_row_get_cost (row, index, &currency, NULL), expected, 1e-9);
  g_assert_cmpstr (currency, ==, expected_currency);
}

static void
test_midnight (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Europe/Rome");
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(PalcoUsage) usage = NULL;

  g_ptr_array_add (history, make_entry ("2026-11-10T23:30:00", zone, 2 * HOUR, "Standard", 6.0, "EUR"));
  g_ptr_array_add (history, make_entry ("2026-11-11T10:00:00", zone, HOUR, "Premium", 10.0, "EUR"));
  usage = palco_usage_new (history, 2026, 11, zone);

  g_assert_cmpuint (g_list_model_get_n_items (palco_usage_get_days (usage)), ==, 3);
  assert_day (usage, 0, 10, "Standard", HOUR / 2);
  assert_day (usage, 1, 11, "Premium", HOUR);
  assert_day (usage, 2, 11, "Standard", HOUR * 3 / 2);
  g_assert_cmpuint (palco_usage_row_get_n_sessions (palco_usage_get_total (usage)), ==, 2);
  g_assert_cmpint (palco_usage_row_get_seconds (palco_usage_get_total (usage)), ==, 3 * HOUR);
  assert_cost (palco_usage_get_total (usage), 0, 22.0, "EUR");
  g_assert_cmpstr (palco_usage_row_get_size_id (get_row (palco_usage_get_sizes (usage), 0)), ==, "Standard");
}

/* New Year's Eve belongs to two months and two years. */
static void
test_month_end (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("America/Sao_Paulo");
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(PalcoUsage) december = NULL;
  g_autoptr(PalcoUsage) january = NULL;
  g_autoptr(PalcoUsage) february = NULL;

  g_ptr_array_add (history, make_entry ("2026-12-31T23:00:00", zone, 3 * HOUR, "Standard", 1.0, "BRL"));
  december = palco_usage_new (history, 2026, 12, zone);
  january = palco_usage_new (history, 2027, 1, zone);
  february = palco_usage_new (history, 2027, 2, zone);
  assert_day (december, 0, 31, "Standard", HOUR);
  assert_day (january, 0, 1, "Standard", 2 * HOUR);
  g_assert_cmpuint (palco_usage_row_get_n_sessions (palco_usage_get_total (january)), ==, 1);
  g_assert_cmpuint (palco_usage_row_get_n_sessions (palco_usage_get_total (february)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (palco_usage_get_sizes (february)), ==, 0);
  g_assert_cmpuint (palco_usage_get_n_days (february), ==, 28);
}

/* Days of 23 and of 25 hours. */
static void
test_daylight_saving (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Europe/Rome");
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(PalcoUsage) march = NULL;
  g_autoptr(PalcoUsage) october = NULL;

  g_ptr_array_add (history, make_entry ("2026-03-28T12:00:00", zone, 48 * HOUR, "Standard", 1.0, "EUR"));
  g_ptr_array_add (history, make_entry ("2026-10-24T12:00:00", zone, 48 * HOUR, "Standard", 1.0, "EUR"));
  march = palco_usage_new (history, 2026, 3, zone);
  october = palco_usage_new (history, 2026, 10, zone);

  assert_day (march, 0, 28, "Standard", 12 * HOUR);
  assert_day (march, 1, 29, "Standard", 23 * HOUR);
  assert_day (march, 2, 30, "Standard", 13 * HOUR);
  assert_day (october, 0, 24, "Standard", 12 * HOUR);
  assert_day (october, 1, 25, "Standard", 25 * HOUR);
  assert_day (october, 2, 26, "Standard", 11 * HOUR);
  assert_cost (palco_usage_get_total (march), 0, 48.0, "EUR");
}

/* Where clocks change at midnight, a day begins at one. */
static void
test_no_midnight (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("America/Sao_Paulo");
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(PalcoUsage) usage = NULL;

  g_ptr_array_add (history, make_entry ("2018-11-03T23:00:00", zone, 2 * HOUR, "Standard", 1.0, "BRL"));
  usage = palco_usage_new (history, 2018, 11, zone);
  assert_day (usage, 0, 3, "Standard", HOUR);
  assert_day (usage, 1, 4, "Standard", HOUR);
}

/* Apples and pears. */
static void
test_currencies (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(PalcoUsage) usage = NULL;
  PalcoUsageRow *row;

  g_ptr_array_add (history, make_entry ("2026-11-10T01:00:00Z", zone, HOUR, "Standard", 2.0, "EUR"));
  g_ptr_array_add (history, make_entry ("2026-11-10T02:00:00Z", zone, HOUR, "standard", 3.0, "USD"));
  g_ptr_array_add (history, make_entry ("2026-11-10T03:00:00Z", zone, HOUR, "Standard", 4.0, "EUR"));
  g_ptr_array_add (history, make_entry ("2026-11-10T04:00:00Z", zone, HOUR, "Standard", 0.0, ""));
  usage = palco_usage_new (history, 2026, 11, zone);

  g_assert_cmpuint (g_list_model_get_n_items (palco_usage_get_sizes (usage)), ==, 1);
  row = get_row (palco_usage_get_sizes (usage), 0);
  g_assert_cmpuint (palco_usage_row_get_n_costs (row), ==, 2);
  assert_cost (row, 0, 6.0, "EUR");
  assert_cost (row, 1, 3.0, "USD");
  g_assert_cmpint (palco_usage_row_get_seconds (row), ==, 4 * HOUR);
  g_assert_cmpint (palco_usage_row_get_unpriced_seconds (row), ==, HOUR);
}

/* A name with all that breaks a line, and one that a spreadsheet would compute. */
static PalcoHistoryEntry *
make_hostile_entry (GTimeZone *zone)
{
  g_autoptr(GDateTime) time = g_date_time_new (zone, 2026, 11, 10, 8, 0, 0.0);
  const PalcoJournalEntry entry = {
    .account = (char *) "account", .region = (char *) "@here", .id = (char *) "-s1",
    .size = (char *) "Standard", .title = (char *) "=HYPERLINK(\"http://x\",\"a, b\")",
    .state = (char *) "Ready", .phase = PALCO_JOURNAL_PHASE_ENDED, .currency = (char *) "EUR",
    .price_per_hour = 1.5, .price_is_estimate = TRUE, .ready = g_date_time_to_unix (time),
    .ended = g_date_time_to_unix (time) + HOUR, .started_here = TRUE,
    .error_code = (char *) "", .error_message = (char *) "",
  };

  return palco_history_entry_new (palco_journal_entry_copy (&entry));
}

static void
test_csv (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Europe/Rome");
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(PalcoUsage) usage = NULL;
  g_autofree char *csv = NULL;
  g_auto(GStrv) lines = NULL;

  g_ptr_array_add (history, make_hostile_entry (zone));
  g_ptr_array_add (history, make_entry ("2026-11-09T23:30:00", zone, HOUR, "Premium", 0.0, ""));
  usage = palco_usage_new (history, 2026, 11, zone);
  csv = palco_usage_to_csv (usage, NULL);
  lines = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_prefix (lines[0], "date,account,"));
  g_assert_cmpstr (lines[1], ==,
                   "2026-11-09,\"account\",\"here\",\"Premium\",\"s1\",\"\",no,\"Stopped\","
                   "2026-11-09T23:30:00+01:00,2026-11-10T00:00:00+01:00,0.5000,,,,");
  g_assert_true (g_str_has_prefix (lines[2], "2026-11-10,\"account\",\"here\",\"Premium\""));
  g_assert_cmpstr (lines[3], ==,
                   "2026-11-10,\"account\",\"'@here\",\"Standard\",\"'-s1\","
                   "\"'=HYPERLINK(\"\"http://x\"\",\"\"a, b\"\")\",yes,\"Ready\","
                   "2026-11-10T08:00:00+01:00,2026-11-10T09:00:00+01:00,1.0000,1.5000,\"EUR\",1.5000,yes");
  g_assert_cmpstr (lines[4], ==, "");
}

/* Each line has as many commas outside of quotes as the first one. */
static void
test_csv_columns (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(PalcoUsage) usage = NULL;
  g_autofree char *csv = NULL;
  gboolean is_quoted = FALSE;
  guint n_commas = 0;

  g_ptr_array_add (history, make_hostile_entry (zone));
  g_ptr_array_add (history, make_entry ("2026-11-09T10:30:00Z", zone, HOUR, "Premium", 0.0, ""));
  usage = palco_usage_new (history, 2026, 11, zone);
  csv = palco_usage_to_csv (usage, NULL);

  for (const char *c = csv; *c != '\0'; c++)
    {
      is_quoted ^= *c == '"';
      n_commas += *c == ',' && !is_quoted;
      if (*c != '\n')
        continue;

      g_assert_cmpuint (n_commas, ==, 14);
      n_commas = 0;
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/usage/midnight", test_midnight);
  g_test_add_func ("/usage/month-end", test_month_end);
  g_test_add_func ("/usage/daylight-saving", test_daylight_saving);
  g_test_add_func ("/usage/no-midnight", test_no_midnight);
  g_test_add_func ("/usage/currencies", test_currencies);
  g_test_add_func ("/usage/csv", test_csv);
  g_test_add_func ("/usage/csv-columns", test_csv_columns);

  return g_test_run ();
}
