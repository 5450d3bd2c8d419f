/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-api.h"
#include "palcod-error.h"

#include "palco-boottime.h"
#include "palco-json.h"

#define CREATION_TIME G_GINT64_CONSTANT (1773480413589793)   /* 2026-03-14T09:26:53.589793Z */

typedef struct
{
  const char *body;
  gssize      length;    /* -1 for a string */
  const char *message;   /* a part of it; NULL for a good body */
  const char *size;
  guint       lease_minutes;
} BodyCase;

#define TEN_NINES   "9999999999"
#define MANY_NINES  TEN_NINES TEN_NINES TEN_NINES TEN_NINES TEN_NINES
#define HUGE_NUMBER MANY_NINES MANY_NINES MANY_NINES MANY_NINES MANY_NINES MANY_NINES MANY_NINES \
                    MANY_NINES
#define DEEP_4      "[[[["
#define DEEP_64     DEEP_4 DEEP_4 DEEP_4 DEEP_4 DEEP_4 DEEP_4 DEEP_4 DEEP_4 DEEP_4 DEEP_4 DEEP_4 \
                    DEEP_4 DEEP_4 DEEP_4 DEEP_4 DEEP_4

static const BodyCase create_cases[] = {
  { "{\"maxLeaseTimeMinutes\": 15, \"size\": \"Standard\"}", -1, NULL, "Standard", 15 },
  { "{\"maxLeaseTimeMinutes\":1440,\"size\":\"premium\"}", -1, NULL, "Premium", 1440 },
  { " \t\r\n{\"size\":\"STANDARD\",\n\"maxLeaseTimeMinutes\":0} \n", -1, NULL, "Standard", 0 },
  { "{\"size\":\"Standard\",\"maxLeaseTimeMinutes\":5,\"x\":{\"y\":[null]}}", -1, NULL, "Standard", 5 },
  { "{\"size\":\"Standard\",\"maxLeaseTimeMinutes\":60.0}", -1, NULL, "Standard", 60 },
  { "{\"size\":\"\\u0053tandard\",\"maxLeaseTimeMinutes\":5}", -1, NULL, "Standard", 5 },

  { "{\"maxLeaseTimeMinutes\":-4,\"size\":\"Standard\"}", -1,
    "The maxLeaseTimeMinutes value cannot be negative." },
  { "{\"maxLeaseTimeMinutes\":1441,\"size\":\"Standard\"}", -1, "from 0 to 1440" },
  { "{\"maxLeaseTimeMinutes\":4294967297,\"size\":\"Standard\"}", -1, "from 0 to 1440" },
  { "{\"maxLeaseTimeMinutes\":18446744073709551621,\"size\":\"Standard\"}", -1, "from 0 to 1440" },
  { "{\"maxLeaseTimeMinutes\":" HUGE_NUMBER ",\"size\":\"Standard\"}", -1, "from 0 to 1440" },
  { "{\"maxLeaseTimeMinutes\":-" HUGE_NUMBER ",\"size\":\"Standard\"}", -1, "from 0 to 1440" },
  { "{\"maxLeaseTimeMinutes\":1e400,\"size\":\"Standard\"}", -1, "from 0 to 1440" },
  { "{\"maxLeaseTimeMinutes\":15.5,\"size\":\"Standard\"}", -1, "a whole number" },
  { "{\"maxLeaseTimeMinutes\":\"15\",\"size\":\"Standard\"}", -1, "a whole number" },
  { "{\"maxLeaseTimeMinutes\":true,\"size\":\"Standard\"}", -1, "a whole number" },
  { "{\"maxLeaseTimeMinutes\":null,\"size\":\"Standard\"}", -1, "maxLeaseTimeMinutes" },
  { "{\"maxLeaseTimeMinutes\":[15],\"size\":\"Standard\"}", -1, "a whole number" },
  { "{\"size\":\"Standard\"}", -1, "maxLeaseTimeMinutes" },
  { "{\"maxleasetimeminutes\":15,\"size\":\"Standard\"}", -1, "maxLeaseTimeMinutes" },
  { "{\"maxLeaseTimeMinutes\":0x10,\"size\":\"Standard\"}", -1, "cannot be used" },
  { "{\"maxLeaseTimeMinutes\":015,\"size\":\"Standard\"}", -1, "cannot be used" },
  { "{\"maxLeaseTimeMinutes\":15}", -1, "size" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":null}", -1, "size" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":7}", -1, "size" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":\"\"}", -1, "Standard or Premium" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":\"Standard \"}", -1, "Standard or Premium" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":\"Standard\\u0000\"}", -1, "cannot be used" },
  { "{\"maxLeaseTimeMinutes\":15,\"maxLeaseTimeMinutes\":20,\"size\":\"Standard\"}", -1, "twice" },
  { "{\"a\":{\"b\":1,\"b\":1},\"maxLeaseTimeMinutes\":15,\"size\":\"Standard\"}", -1, "twice" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":\"\xff\xfe\"}", -1, "cannot be used" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":\"Standard\"", -1, "cannot be used" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":\"Standard\"} {}", -1, "cannot be used" },
  { "{\"maxLeaseTimeMinutes\":15,\"size\":\"Standard\",}", -1, "cannot be used" },
  { "{'maxLeaseTimeMinutes':15,'size':'Standard'}", -1, "cannot be used" },
  { "{\"x\":" DEEP_64 "}", -1, "cannot be used" },
  { "[]", -1, "cannot be used" },
  { "15", -1, "cannot be used" },
  { "null", -1, "cannot be used" },
  { "", 0, "cannot be used" },
  { NULL, 0, "cannot be used" },
  { "\0{}", 3, "cannot be used" },
  { "{\"maxLeaseTimeMinutes\":15,\0\"size\":\"Standard\"}", 43, "cannot be used" },
};

static void
check_body (const BodyCase *body,
            gboolean        ok,
            const GError   *error,
            int             code)
{
  if (body->message == NULL)
    {
      g_assert_no_error (error);
      g_assert_true (ok);
      return;
    }

  g_assert_false (ok);
  g_assert_error (error, PALCOD_ERROR, code);

  if (strstr (error->message, body->message) == NULL)
    g_error ("Expected “%s” in “%s”", body->message, error->message);
}

static void
test_create (gconstpointer data)
{
  const BodyCase *body = data;
  g_autoptr(GError) error = NULL;
  const char *size = NULL;
  guint lease_minutes = G_MAXUINT;
  gboolean ok;

  ok = palcod_api_parse_create (body->body,
                                body->length < 0 ? strlen (body->body) : (gsize) body->length,
                                &size, &lease_minutes, &error);
  check_body (body, ok, error, PALCOD_ERROR_INVALID);

  if (ok)
    {
      g_assert_cmpstr (size, ==, body->size);
      g_assert_cmpuint (lease_minutes, ==, body->lease_minutes);
    }
}

static const BodyCase update_cases[] = {
  { "{\"maxLeaseTimeMinutes\":120}", -1, NULL, NULL, 120 },
  { "{\"maxLeaseTimeMinutes\":120,\"size\":7}", -1, NULL, NULL, 120 },
  { "{\"maxLeaseTimeMinutes\":1441}", -1, "from 0 to 1440" },
  { "{\"maxLeaseTimeMinutes\":-1}", -1, "cannot be negative" },
  { "{}", -1, "maxLeaseTimeMinutes" },
  { "", 0, "cannot be used" },
};

static void
test_update (gconstpointer data)
{
  const BodyCase *body = data;
  g_autoptr(GError) error = NULL;
  guint lease_minutes = G_MAXUINT;
  gboolean ok;

  ok = palcod_api_parse_update (body->body, strlen (body->body), &lease_minutes, &error);
  check_body (body, ok, error, PALCOD_ERROR_REFUSED);

  if (ok)
    g_assert_cmpuint (lease_minutes, ==, body->lease_minutes);
}

static PalcodSession *
make_session (PalcoState state)
{
  PalcodSessionRecord *record = palcod_session_record_new ();

  record->uid = 1;
  record->account_id = g_strdup ("studio");
  record->id = g_strdup ("atelier-7");
  record->size = g_strdup ("Standard");
  record->lease_minutes = 90;
  record->state = state;
  record->creation_time = CREATION_TIME;
  record->ended_elapsed = -1;

  if (state == PALCO_STATE_STARTING || state == PALCO_STATE_ERROR)
    return palcod_session_new (record);

  record->ready_time = CREATION_TIME + 510207;
  record->ready_boottime = palco_boottime_now () - 12 * 60 * G_USEC_PER_SEC - G_USEC_PER_SEC;
  record->boot_id = palco_boottime_dup_boot_id (NULL);
  record->hostname = g_strdup ("render1.palco.example");
  record->inspector_port = 52011;
  record->handshake_port = 61234;
  record->teraflops = 8.1;

  return palcod_session_new (record);
}

static void
end_session (PalcodSession *session,
             gint64         end_time,
             gint64         elapsed)
{
  PalcodSessionRecord *record = (PalcodSessionRecord *) palcod_session_get_record (session);

  record->end_time = end_time;
  record->ended_elapsed = elapsed;
}

static JsonNode *
load_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "api", name, NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();

  g_assert_true (json_parser_load_from_file (parser, path, NULL));

  return json_parser_steal_root (parser);
}

static JsonNode *
print_session (PalcodSession *session)
{
  g_autoptr(PalcodConfig) config = palcod_config_new_local (NULL);
  g_autoptr(GString) json = g_string_new (NULL);
  JsonNode *node;

  g_free (config->region_id);
  config->region_id = g_strdup ("milan");
  palcod_api_append_session (json, session, config);
  node = json_from_string (json->str, NULL);
  g_assert_nonnull (node);

  return node;
}

/* What depends on the moment is compared apart. */
static void
drop_moment (JsonNode *node)
{
  JsonObject *extension = json_object_get_object_member (json_node_get_object (node), "palco");

  json_object_remove_member (extension, "secondsLeft");
  json_object_remove_member (extension, "clientConnected");
  json_object_remove_member (extension, "idleSeconds");
  json_object_remove_member (extension, "stage");
  json_object_remove_member (extension, "stageCode");
}

static void
assert_prints (PalcodSession *session,
               const char    *fixture_name)
{
  g_autoptr(JsonNode) expected = load_fixture (fixture_name);
  g_autoptr(JsonNode) actual = print_session (session);
  g_autofree char *text = NULL;

  drop_moment (expected);
  drop_moment (actual);
  text = json_to_string (actual, FALSE);
  g_test_message ("%s", text);
  g_assert_true (json_node_equal (expected, actual));
}

static void
test_session_starting (void)
{
  g_autoptr(PalcodSession) session = make_session (PALCO_STATE_STARTING);

  assert_prints (session, "reply-session-starting.json");
}

static void
test_session_ready (void)
{
  g_autoptr(PalcodSession) session = make_session (PALCO_STATE_READY);
  g_autoptr(JsonNode) node = print_session (session);
  JsonObject *extension = json_object_get_object_member (json_node_get_object (node), "palco");

  assert_prints (session, "reply-session-ready.json");
  g_assert_cmpint (json_object_get_int_member (extension, "secondsLeft"), >, 77 * 60);
  g_assert_cmpint (json_object_get_int_member (extension, "secondsLeft"), <=, 78 * 60 - 1);
  g_assert_false (json_object_get_boolean_member (extension, "clientConnected"));
  g_assert_false (json_object_has_member (extension, "idleSeconds"));
}

/* What a client may count on while a session begins and is used. */
static void
test_session_moment (void)
{
  g_autoptr(PalcodSession) starting = make_session (PALCO_STATE_STARTING);
  g_autoptr(PalcodSession) ready = make_session (PALCO_STATE_READY);
  g_autoptr(JsonNode) starting_node = NULL;
  g_autoptr(JsonNode) ready_node = NULL;
  JsonObject *extension;

  palcod_session_set_stage (starting, PALCOD_STAGE_WAITING);
  starting_node = print_session (starting);
  extension = json_object_get_object_member (json_node_get_object (starting_node), "palco");
  g_assert_cmpstr (json_object_get_string_member (extension, "stage"), ==,
                   "Waiting for a free server");
  g_assert_cmpstr (json_object_get_string_member (extension, "stageCode"), ==, "WaitingForServer");

  palcod_session_set_idle (ready, 90 * 1000);
  ready_node = print_session (ready);
  extension = json_object_get_object_member (json_node_get_object (ready_node), "palco");
  g_assert_cmpint (json_object_get_int_member (extension, "idleSeconds"), >=, 90);
  g_assert_cmpint (json_object_get_int_member (extension, "idleSeconds"), <, 150);
}

static void
test_session_stopped (void)
{
  g_autoptr(PalcodSession) session = make_session (PALCO_STATE_STOPPED);

  end_session (session, CREATION_TIME + 756660207, 12 * 60 * G_USEC_PER_SEC);
  assert_prints (session, "reply-session-stopped.json");
}

static void
test_session_error (void)
{
  g_autoptr(PalcodSession) session = make_session (PALCO_STATE_ERROR);
  PalcodSessionRecord *record = (PalcodSessionRecord *) palcod_session_get_record (session);

  end_session (session, CREATION_TIME + 410207, 0);
  g_free (record->id);
  g_free (record->size);
  record->id = g_strdup ("foyer_3");
  record->size = g_strdup ("Premium");
  record->lease_minutes = 30;
  record->error_code = g_strdup ("NoCapacity");
  record->error_message = g_strdup ("No Premium server is free in this region.");
  assert_prints (session, "reply-session-error.json");
}

/* A client that reads members in order, as recorded, must find them so. */
static void
test_session_order (void)
{
  static const char * const names[] = {
    "\"id\":", "\"creationTime\":", "\"arrInspectorPort\":", "\"handshakePort\":",
    "\"elapsedTimeMinutes\":", "\"hostname\":", "\"maxLeaseTimeMinutes\":", "\"size\":",
    "\"status\":", "\"teraflops\":", "\"palco\":",
  };
  g_autoptr(PalcodSession) session = make_session (PALCO_STATE_READY);
  g_autoptr(PalcodConfig) config = palcod_config_new_local (NULL);
  g_autoptr(GString) json = g_string_new (NULL);
  const char *p;

  palcod_api_append_session (json, session, config);
  p = json->str;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      p = strstr (p, names[i]);
      g_assert_nonnull (p);
    }

  g_assert_null (strstr (json->str, "error"));
  g_assert_null (strstr (json->str, "null"));
}

static void
test_strings (void)
{
  static const char text[] = "a \"quoted\" \\ back\n\t\x01 line \x7f ü \xf0\x9f\x8e\xad </script>";
  g_autoptr(GString) json = g_string_new ("[");
  g_autoptr(JsonNode) node = NULL;

  palcod_api_append_string (json, text);
  g_string_append_c (json, ']');
  node = json_from_string (json->str, NULL);
  g_assert_nonnull (node);
  g_assert_cmpstr (json_array_get_string_element (json_node_get_array (node), 0), ==, text);
}

static void
test_numbers (void)
{
  g_autoptr(GString) json = g_string_new (NULL);

  palcod_api_append_double (json, 8.1);
  g_string_append_c (json, ' ');
  palcod_api_append_double (json, -179.999999);
  g_string_append_c (json, ' ');
  palcod_api_append_double (json, 4);
  g_assert_cmpstr (json->str, ==, "8.1 -179.999999 4");
}

static void
test_position (void)
{
  static const char * const bad[] = { "", "p", "1", "p-1", "pxyz", "p+1", "p 1",
                                      "pffffffffffffffffff", "p1&" };
  g_autofree char *text = palcod_api_print_position (G_MAXINT64);
  gint64 uid = 0;

  g_assert_true (palcod_api_parse_position (text, &uid));
  g_assert_cmpint (uid, ==, G_MAXINT64);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (palcod_api_parse_position (bad[i], &uid));
}

static void
add_bodies (const char     *prefix,
            const BodyCase *cases,
            guint           n_cases,
            GTestDataFunc   test)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u", prefix, i);

      g_test_add_data_func (path, &cases[i], test);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_bodies ("/api/create", create_cases, G_N_ELEMENTS (create_cases), test_create);
  add_bodies ("/api/update", update_cases, G_N_ELEMENTS (update_cases), test_update);
  g_test_add_func ("/api/session/starting", test_session_starting);
  g_test_add_func ("/api/session/ready", test_session_ready);
  g_test_add_func ("/api/session/stopped", test_session_stopped);
  g_test_add_func ("/api/session/error", test_session_error);
  g_test_add_func ("/api/session/moment", test_session_moment);
  g_test_add_func ("/api/session/order", test_session_order);
  g_test_add_func ("/api/strings", test_strings);
  g_test_add_func ("/api/numbers", test_numbers);
  g_test_add_func ("/api/position", test_position);

  return g_test_run ();
}
