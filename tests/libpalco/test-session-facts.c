/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-error.h"
#include "palco-json.h"
#include "palco-session-page.h"
#include "palco-test-server.h"

static gboolean
read_fixture (const char         *name,
              PalcoSessionFacts  *facts,
              GError            **error)
{
  g_autofree char *path = g_strconcat ("api/", name, NULL);
  g_autofree char *text = palco_test_dup_fixture (path);
  g_autoptr(JsonObject) object = palco_json_parse_object (text, -1, error);

  return object != NULL && palco_session_facts_read (facts, object, error);
}

static void
test_ready (void)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  g_autoptr(GError) error = NULL;

  g_assert_true (read_fixture ("reply-session-ready.json", &facts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (facts.state, ==, PALCO_SESSION_STATE_READY);
  g_assert_nonnull (facts.hostname);
  g_assert_nonnull (facts.creation_time);
  g_assert_cmpuint (facts.handshake_port, >=, 49152);
  g_assert_cmpuint (facts.inspector_port, >=, 49152);
  g_assert_cmpint (facts.seconds_left, >=, 0);
  g_assert_cmpint (facts.idle_seconds, ==, 95);
  g_assert_cmpuint (facts.lease_minutes, >, 0);
}

static void
test_ended (gconstpointer data)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  g_autoptr(GError) error = NULL;

  g_assert_true (read_fixture (data, &facts, &error));
  g_assert_no_error (error);
  g_assert_null (facts.hostname);
  g_assert_cmpuint (facts.handshake_port, ==, 0);
  g_assert_cmpint (facts.seconds_left, ==, -1);
  g_assert_cmpint (facts.idle_seconds, ==, -1);
  g_assert_true ((facts.state == PALCO_SESSION_STATE_ERROR) == (facts.error_message != NULL));
}

/* Nulls and zeros as the service of 2021 wrote them. */
static void
test_nulls (void)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  g_autoptr(GError) error = NULL;

  g_assert_true (read_fixture ("hostile/session-nulls.json", &facts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (facts.state, ==, PALCO_SESSION_STATE_STARTING);
  g_assert_null (facts.hostname);
  g_assert_null (facts.error_message);
  g_assert_cmpuint (facts.lease_minutes, ==, 4);
  g_assert_cmpint (g_date_time_get_microsecond (facts.creation_time), ==, 156921);
}

static void
test_minimal (void)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  g_autoptr(GError) error = NULL;

  g_assert_true (read_fixture ("hostile/session-minimal.json", &facts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (facts.state, ==, PALCO_SESSION_STATE_READY);
  g_assert_false (facts.has_elapsed);
  g_assert_null (facts.creation_time);
}

static void
test_unknown (void)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  g_autoptr(GError) error = NULL;

  g_assert_true (read_fixture ("hostile/session-unknown.json", &facts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (facts.state, ==, PALCO_SESSION_STATE_UNKNOWN);
  g_assert_cmpstr (facts.state_name, ==, "Hibernating");
  g_assert_cmpstr (facts.size_id, ==, "Gigantic");
  g_assert_cmpint (facts.seconds_left, ==, -1);
  g_assert_null (facts.stage);
}

/* What the contract does not require is left out when it cannot be read. */
static void
test_wrong_types (void)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  g_autoptr(GError) error = NULL;

  g_assert_true (read_fixture ("hostile/session-wrong-types.json", &facts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (facts.state, ==, PALCO_SESSION_STATE_READY);
  g_assert_null (facts.hostname);
  g_assert_null (facts.creation_time);
  g_assert_cmpuint (facts.handshake_port, ==, 0);
  g_assert_cmpuint (facts.inspector_port, ==, 0);
  g_assert_cmpuint (facts.lease_minutes, ==, 0);
  g_assert_false (facts.has_elapsed);
}

static void
test_refused (gconstpointer data)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  g_autoptr(GError) error = NULL;

  g_assert_false (read_fixture (data, &facts, &error));
  g_assert_nonnull (error);
  g_assert_null (facts.id);
}

static void
test_times (void)
{
  static const char * const times[] = {
    "2022-09-14T01:05:32Z", "2022-09-14T01:05:32.4Z", "2022-09-14T01:05:32.4773534+00:00",
    "2022-09-14T01:05:32.3744317Z", "2022-09-14T03:05:32+02:00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("{\"id\":\"a\",\"size\":\"b\",\"status\":\"c\",\"creationTime\":\"%s\"}",
                         times[i]);
      g_autoptr(JsonObject) object = palco_json_parse_object (text, -1, NULL);
      g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;

      g_assert_true (palco_session_facts_read (&facts, object, NULL));
      g_assert_nonnull (facts.creation_time);
      g_assert_cmpint (g_date_time_to_unix (facts.creation_time), ==, 1663117532);
    }
}

static void
test_page_refused (gconstpointer data)
{
  g_autofree char *text = palco_test_dup_fixture (data);
  g_autoptr(JsonObject) object = palco_json_parse_object (text, -1, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (palco_session_page_read (object, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
}

/* People read the beginning; a window that lays out all of it would stand still. */
static void
test_endless_words (void)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  g_autoptr(GError) error = NULL;
  g_autofree char *endless = g_strnfill (1000 * 1000, 'x');
  g_autofree char *text =
    g_strdup_printf ("{\"id\": \"a\", \"size\": \"%1$s\", \"status\": \"Error\","
                     " \"error\": {\"code\": \"%1$s\", \"message\": \"%1$s\"},"
                     " \"palco\": {\"stage\": \"%1$s\"}}", endless);
  g_autoptr(JsonObject) object = palco_json_parse_object (text, -1, &error);

  g_assert_no_error (error);
  g_assert_true (palco_session_facts_read (&facts, object, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (facts.size_id), <=, 500);
  g_assert_cmpuint (strlen (facts.error_code), <=, 500);
  g_assert_cmpuint (strlen (facts.error_message), <=, 500);
  g_assert_cmpuint (strlen (facts.stage), <=, 500);
}

static void
test_page_link (void)
{
  static const struct {
    const char *text;
    const char *next_link;
  } pages[] = {
    { "{}", NULL },
    { "{\"sessions\":null,\"@nextLink\":null}", NULL },
    { "{\"sessions\":[],\"@nextLink\":\"\"}", NULL },
    { "{\"sessions\":[],\"@nextLink\":\"/more?p=2\"}", "/more?p=2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr(JsonObject) object = palco_json_parse_object (pages[i].text, -1, NULL);
      g_autoptr(PalcoSessionPage) page = palco_session_page_read (object, NULL);

      g_assert_nonnull (page);
      g_assert_cmpuint (page->facts->len, ==, 0);
      g_assert_cmpstr (page->next_link, ==, pages[i].next_link);
    }
}

/* What would do harm in an address, or when it is pasted. */
static void
test_hostile_names (void)
{
  static const char * const hostnames[] = { "a b", "a/b", "u@a", "a\\nb", "a?b", "a#b", "\\u001b[2J" };
  static const char * const ids[] = { "a b", "..", "a/b", "a\\nb", "a%2fb" };

  for (guint i = 0; i < G_N_ELEMENTS (hostnames); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"id\":\"a\",\"size\":\"Standard\",\"status\":"
                                               "\"Ready\",\"hostname\":\"%s\"}", hostnames[i]);
      g_autoptr(JsonObject) object = palco_json_parse_object (json, -1, NULL);
      g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;

      g_assert_true (palco_session_facts_read (&facts, object, NULL));
      g_assert_null (facts.hostname);
    }

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"size\":\"Standard\",\"status\":"
                                               "\"Ready\"}", ids[i]);
      g_autoptr(JsonObject) object = palco_json_parse_object (json, -1, NULL);
      g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
      g_autoptr(GError) error = NULL;

      g_assert_nonnull (object);
      g_assert_false (palco_session_facts_read (&facts, object, &error));
      g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
    }
}

int
main (int    argc,
      char **argv)
{
  static const char * const refused[] = {
    "session-no-id", "session-id-number", "session-array", "session-truncated", "page", "deep",
    "session-not-utf8",
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session-facts/ready", test_ready);
  g_test_add_data_func ("/session-facts/ended/stopped", "reply-session-stopped.json", test_ended);
  g_test_add_data_func ("/session-facts/ended/expired", "reply-session-expired.json", test_ended);
  g_test_add_data_func ("/session-facts/ended/error", "reply-session-error.json", test_ended);
  g_test_add_func ("/session-facts/nulls-and-zeros", test_nulls);
  g_test_add_func ("/session-facts/only-required", test_minimal);
  g_test_add_func ("/session-facts/unknown", test_unknown);
  g_test_add_func ("/session-facts/wrong-types", test_wrong_types);
  g_test_add_func ("/session-facts/times", test_times);
  g_test_add_func ("/session-facts/hostile-names", test_hostile_names);
  g_test_add_func ("/session-facts/endless-words", test_endless_words);
  g_test_add_data_func ("/session-page/not-an-array", "api/hostile/list-not-array.json",
                        test_page_refused);
  g_test_add_data_func ("/session-page/numbers", "api/hostile/list-of-numbers.json",
                        test_page_refused);
  g_test_add_func ("/session-page/next-link", test_page_link);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/session-facts/refused/", refused[i], NULL);

      g_test_add_data_func_full (path, g_strdup_printf ("hostile/%s.json", refused[i]),
                                 test_refused, g_free);
    }

  return g_test_run ();
}
