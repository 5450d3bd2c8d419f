/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-format-latency.h"
#include "palco-latency-words.h"

#define assert_takes_string(call, expected)         \
  G_STMT_START {                                    \
    g_autofree char *text_ = (call);                \
    g_assert_cmpstr (text_, ==, (expected));        \
  } G_STMT_END

static PalcoLatency *
unreachable (GQuark      domain,
             int         code,
             const char *proxy)
{
  g_autoptr(GError) error = g_error_new_literal (domain, code, "words of GLib");

  return palco_latency_new_unreachable (error, 3, proxy, NULL);
}

static void
test_measured (void)
{
  const double samples[] = { 80.0, 84.5, 82.0 };
  g_autoptr(PalcoLatency) latency = palco_latency_new_measured (samples, 3, 4, NULL, NULL);
  g_autoptr(PalcoLatency) proxied = palco_latency_new_measured (samples, 3, 3, "http://proxy:1", NULL);
  g_autofree char *details = palco_format_latency_details (latency);
  g_autofree char *proxied_details = palco_format_latency_details (proxied);

  assert_takes_string (palco_format_latency (latency), "82 ms");
  assert_takes_string (palco_format_latency_spoken (latency), "82 ms, Usable");
  assert_takes_string (palco_latency_words_reason (latency), NULL);
  g_assert_true (g_str_has_prefix (details, "Median 82.0 ms · jitter 3.5 ms · 1 of 4 samples lost\n"
                                            "Time to open a TCP connection, measured "));
  g_assert_nonnull (g_strrstr (proxied_details, "through the proxy http://proxy:1, measured "));
}

static void
test_not_measured (void)
{
  assert_takes_string (palco_format_latency (NULL), "Not measured");
  assert_takes_string (palco_format_latency_spoken (NULL), "Not measured");
  assert_takes_string (palco_format_latency_details (NULL), "Not measured");
  assert_takes_string (palco_latency_words_reason (NULL), NULL);
}

static void
test_unreachable (void)
{
  static const struct {
    int         code;
    const char *proxy;
    const char *reason;
  } cases[] = {
    { G_IO_ERROR_TIMED_OUT, NULL, "No answer in time" },
    { G_IO_ERROR_CONNECTION_REFUSED, NULL, "Refuses connections" },
    { G_IO_ERROR_CONNECTION_REFUSED, "http://proxy:1", "The proxy refuses connections" },
    { G_IO_ERROR_PROXY_FAILED, "http://proxy:1", "The proxy did not get there" },
    { G_IO_ERROR_FAILED, NULL, "words of GLib" },
  };
  g_autoptr(PalcoLatency) nameless = unreachable (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PalcoLatency) latency = unreachable (G_IO_ERROR, cases[i].code, cases[i].proxy);

      assert_takes_string (palco_latency_words_reason (latency), cases[i].reason);
      assert_takes_string (palco_format_latency (latency), "Unreachable");
      assert_takes_string (palco_format_latency_spoken (latency), "Unreachable");
    }

  assert_takes_string (palco_latency_words_reason (nameless), "Address not found");
}

static void
test_grades (void)
{
  g_assert_cmpstr (palco_latency_words_grade (PALCO_LATENCY_GRADE_SLOW), ==, "Slow");
  g_assert_cmpstr (palco_latency_words_grade ((PalcoLatencyGrade) 99), ==, "Not measured");
  g_assert_cmpstr (palco_format_grade_class (PALCO_LATENCY_GRADE_SLOW), ==, "slow");
  g_assert_cmpstr (palco_format_grade_class ((PalcoLatencyGrade) 99), ==, "unknown");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-latency/measured", test_measured);
  g_test_add_func ("/format-latency/not-measured", test_not_measured);
  g_test_add_func ("/format-latency/unreachable", test_unreachable);
  g_test_add_func ("/format-latency/grades", test_grades);

  return g_test_run ();
}
