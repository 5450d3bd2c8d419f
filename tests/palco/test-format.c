/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <locale.h>

#include "palco-format-launch.h"
#include "palco-format.h"
#include "palco-price-words.h"

#define assert_takes_string(call, expected)         \
  G_STMT_START {                                    \
    g_autofree char *text_ = (call);                \
    g_assert_cmpstr (text_, ==, (expected));        \
  } G_STMT_END

static void
test_state (void)
{
  g_assert_cmpstr (palco_format_state (PALCO_SESSION_STATE_UNKNOWN), ==, "Unknown");
  g_assert_cmpstr (palco_format_state (PALCO_SESSION_STATE_STARTING), ==, "Starting");
  g_assert_cmpstr (palco_format_state (PALCO_SESSION_STATE_READY), ==, "Ready");
  g_assert_cmpstr (palco_format_state (PALCO_SESSION_STATE_STOPPED), ==, "Stopped");
  g_assert_cmpstr (palco_format_state (PALCO_SESSION_STATE_EXPIRED), ==, "Expired");
  g_assert_cmpstr (palco_format_state (PALCO_SESSION_STATE_ERROR), ==, "Error");
  g_assert_cmpstr (palco_format_state ((PalcoSessionState) 99), ==, "Unknown");
  g_assert_cmpstr (palco_format_state_class (PALCO_SESSION_STATE_ERROR), ==, "error");
  g_assert_cmpstr (palco_format_state_class ((PalcoSessionState) 99), ==, "dim");
}

static void
test_notification_body (void)
{
  assert_takes_string (palco_format_notification_body ("The service says: <a href='https://a.example'>here</a>"),
                       "The service says: ‹a href='https://a.example'›here‹/a›");
}

static void
test_duration (void)
{
  static const struct {
    gint64      seconds;
    const char *text;
  } cases[] = {
    { -5, "0 s" },
    { 0, "0 s" },
    { 59, "59 s" },
    { 60, "1 min" },
    { 65, "1 min 05 s" },
    { 599, "9 min 59 s" },
    { 600, "10 min" },
    { 659, "10 min" },
    { 3599, "59 min" },
    { 3600, "1 h" },
    { 3659, "1 h" },
    { 4320, "1 h 12 min" },
    { 86400, "24 h" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_takes_string (palco_format_duration (cases[i].seconds), cases[i].text);

  assert_takes_string (palco_format_time_left (4320), "1 h 12 min left");
  assert_takes_string (palco_format_time_left (3599), "1 h left");
  assert_takes_string (palco_format_time_left (3569), "59 min left");
  assert_takes_string (palco_format_time_left (599), "9 min 59 s left");
  assert_takes_string (palco_format_lease (90), "1 h 30 min");
}

static void
test_money (void)
{
  assert_takes_string (palco_price_words_money (4.6, "USD"), "$4.60");
  assert_takes_string (palco_price_words_money (0, "USD"), "$0.00");
  assert_takes_string (palco_price_words_money (18.404, "EUR"), "€18.40");
  assert_takes_string (palco_price_words_money (564.466, "JPY"), "¥564");
  assert_takes_string (palco_price_words_money (7.5, "CHF"), "7.50\302\240CHF");
  assert_takes_string (palco_price_words_money (7.5, "100%s"), "7.50\302\240100%s");
  assert_takes_string (palco_price_words_per_hour (24, "USD"), "$24.00 per hour");
  assert_takes_string (palco_format_most (240, 4.6, "USD", FALSE),
                       "At most $18.40 for 4 h · billed only while it runs");
}

static void
test_polygon_limit (void)
{
  assert_takes_string (palco_format_polygon_limit (0), "No polygon limit");
  assert_takes_string (palco_format_polygon_limit (-1), "No polygon limit");
  assert_takes_string (palco_format_polygon_limit (1), "Up to 1 polygon");
  assert_takes_string (palco_format_polygon_limit (1000000), "Up to 1 million polygons");
  assert_takes_string (palco_format_polygon_limit (20000000), "Up to 20 million polygons");
}

static void
test_free (void)
{
  g_assert_null (palco_format_free (-1));
  assert_takes_string (palco_format_free (0), "All in use");
  assert_takes_string (palco_format_free (1), "1 free");
  g_assert_null (palco_format_servers_free (-1));
  assert_takes_string (palco_format_servers_free (0), "All servers in use");
  assert_takes_string (palco_format_servers_free (1), "1 server free");
  assert_takes_string (palco_format_servers_free (12), "12 servers free");
}

static void
test_session_name (void)
{
  assert_takes_string (palco_format_session_name ("3f9c1a52-0000-4000-8000-000000000000"),
                       "Session 3f9c");
  assert_takes_string (palco_format_session_name ("turbine_review-2"), "turbine_review-2");
  assert_takes_string (palco_format_session_name ("zzzz1a52-0000-4000-8000-000000000000"),
                       "zzzz1a52-0000-4000-8000-000000000000");
  assert_takes_string (palco_format_session_name (NULL), "");
}

static void
assert_moment (GDateTime  *now,
               const char *iso,
               const char *text)
{
  g_autoptr(GDateTime) moment = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (moment);
  assert_takes_string (palco_format_moment (moment, now), text);
}

static void
test_moment (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_offset (3600);
  g_autoptr(GDateTime) now = g_date_time_new (zone, 2026, 3, 1, 0, 30, 0);

  assert_moment (now, "2026-02-28T23:05:00Z", "00:05");
  assert_moment (now, "2026-02-28T22:59:59Z", "yesterday, 23:59");
  assert_moment (now, "2026-02-18T12:00:00Z", "18 February, 13:00");
}

static void
test_ends (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_utc (2026, 12, 31, 23, 0, 0);

  assert_takes_string (palco_format_ends (59, 0, now), "Ends at 23:59 today");
  assert_takes_string (palco_format_ends (60, 0, now), "Ends at 00:00 tomorrow");
  assert_takes_string (palco_format_ends (1440, 0, now), "Ends at 23:00 tomorrow");
  assert_takes_string (palco_format_ends (59, 480, now),
                       "Ends at 23:59 today, or later while you work");
  assert_takes_string (palco_format_ends (480, 480, now), "Ends at 07:00 tomorrow");
}

/* The lease and what it can grow to are not mixed up. */
static void
test_start_without_price (void)
{
  assert_takes_string (palco_format_start_cost (NULL, NULL, 60, 0),
                       "Ends by itself 1 h after it is ready");
  assert_takes_string (palco_format_start_cost (NULL, NULL, 60, 480),
                       "Ends by itself at most 8 h after it is ready");
  assert_takes_string (palco_format_start_cost (NULL, NULL, 480, 480),
                       "Ends by itself 8 h after it is ready");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/state", test_state);
  g_test_add_func ("/format/duration", test_duration);
  g_test_add_func ("/format/money", test_money);
  g_test_add_func ("/format/polygon-limit", test_polygon_limit);
  g_test_add_func ("/format/free", test_free);
  g_test_add_func ("/format/session-name", test_session_name);
  g_test_add_func ("/format/moment", test_moment);
  g_test_add_func ("/format/ends", test_ends);
  g_test_add_func ("/format/notification-body", test_notification_body);
  g_test_add_func ("/format/start-without-price", test_start_without_price);

  return g_test_run ();
}
