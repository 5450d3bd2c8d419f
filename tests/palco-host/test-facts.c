/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-facts.h"
#include "host-page.h"

#include "palco-json.h"

#include <string.h>
#include <unistd.h>

static HostFacts *
new_facts (const char *session_id)
{
  PalcoHostBootstrap bootstrap = {
    .session_id = (char *) session_id,
    .size = (char *) "Standard",
    .hostname = (char *) "localhost",
    .token = (char *) "hush",
  };
  g_autoptr(HostLease) lease = host_lease_new ();
  HostFacts *facts = host_facts_new (&bootstrap, lease);

  facts->state = "Ready";
  g_assert_true (host_lease_set_msecs_left (lease, 90 * 1000, NULL));
  host_facts_update (facts);

  return facts;
}

static void
test_of_this_process (void)
{
  g_autoptr(HostFacts) facts = new_facts ("turbine");

  g_assert_cmpint (facts->process_id, ==, getpid ());
  g_assert_cmpint (facts->memory_bytes, >, 1024 * 1024);
  g_assert_cmpint (facts->uptime_secs, <, 60);
  g_assert_cmpint (facts->msecs_left, >, 80 * 1000);
}

/* As if the last look had been a minute of boot time, and of computing, ago. */
static void
test_cpu (void)
{
  g_autoptr(HostFacts) facts = new_facts ("turbine");

  facts->sample_time -= G_TIME_SPAN_MINUTE;
  facts->sample_cpu_usecs -= G_TIME_SPAN_MINUTE;
  host_facts_update (facts);

  g_assert_cmpfloat (facts->cpu_percent, >, 90);
  g_assert_cmpfloat (facts->cpu_percent, <, 200);
}

/* As if no time had passed since the last look, however long it took to get here. */
static void
test_cpu_of_a_short_span (void)
{
  g_autoptr(HostFacts) facts = new_facts ("turbine");

  facts->sample_time += G_TIME_SPAN_MINUTE;
  facts->cpu_percent = 12;
  host_facts_update (facts);
  g_assert_cmpfloat (facts->cpu_percent, ==, 12);
}

static void
test_json (void)
{
  g_autoptr(HostFacts) facts = new_facts ("turbine");
  g_autofree char *json = host_facts_to_json (facts);
  g_autoptr(JsonObject) object = palco_json_parse_object (json, -1, NULL);
  const char *id = NULL;
  gint64 left = 0;

  g_assert_nonnull (object);
  g_assert_true (palco_json_read_string (object, "sessionId", PALCO_JSON_REQUIRED, &id, NULL));
  g_assert_true (palco_json_read_int (object, "secondsLeft", PALCO_JSON_REQUIRED,
                                      80, 90, &left, NULL));
  g_assert_cmpstr (id, ==, "turbine");
  g_assert_null (strstr (json, "hush"));
}

static void
test_page_escapes (void)
{
  g_autoptr(HostFacts) facts = new_facts ("<script>alert('&')</script>");
  g_autofree char *page = NULL;

  facts->size = (g_free (facts->size), g_strdup ("\"><img src=x>"));
  page = host_page_render (facts, "bm9uY2U=");

  g_assert_null (strstr (page, "<script>"));
  g_assert_nonnull (strstr (page, "&lt;script&gt;alert("));
  g_assert_null (strstr (page, "<img"));
  g_assert_nonnull (strstr (page, "&quot;&gt;&lt;img src=x&gt;"));
}

static void
test_page_is_whole (void)
{
  g_autoptr(HostFacts) facts = new_facts ("turbine");
  g_autofree char *page = host_page_render (facts, "bm9uY2U=");

  g_assert_true (g_str_has_suffix (page, "</html>\n"));
  g_assert_null (strchr (page, '@') != strstr (page, "@media") ? page : NULL);
  g_assert_nonnull (strstr (page, "<script nonce=\"bm9uY2U=\">"));
  g_assert_nonnull (strstr (page, "<style nonce=\"bm9uY2U=\">"));
  g_assert_nonnull (strstr (page, "<dd id=\"state\">Ready</dd>"));
  g_assert_nonnull (strstr (page, "<dd id=\"client\">Not connected</dd>"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/facts/of-this-process", test_of_this_process);
  g_test_add_func ("/facts/cpu", test_cpu);
  g_test_add_func ("/facts/cpu-of-a-short-span", test_cpu_of_a_short_span);
  g_test_add_func ("/facts/json", test_json);
  g_test_add_func ("/page/escapes", test_page_escapes);
  g_test_add_func ("/page/is-whole", test_page_is_whole);

  return g_test_run ();
}
