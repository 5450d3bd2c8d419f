/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-json.h"

#include <gio/gio.h>

#include <string.h>

#define HUGE_DIGITS 400

static JsonObject *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = palco_json_parse_object (text, -1, &error);

  g_assert_no_error (error);

  return object;
}

static void
test_accepts (void)
{
  static const char * const documents[] = {
    "{}", " {\"a\" : [1, -0, 0.5, 1e3, 1E-2, true, false, null, {}]}\r\n\t",
    "{\"a\":\"\\u00e9\\\"\\/\"}",
    "{\"a\":\"\\ud83d\\ude00\"}", "{\"\":1}", "{\"a\":999999999999999999}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(JsonObject) object = parse (documents[i]);

      g_assert_nonnull (object);
    }
}

static void
test_refuses (void)
{
  static const char * const documents[] = {
    "", " ", "[]", "1", "\"a\"", "null", "{", "{\"a\":1", "{\"a\":1}}",
    "{\"a\":1}{\"b\":2}", "9{\"a\":1}", "\"a\"{}", "{\"a\":1} x", "{'a':1}", "/* c */{\"a\":1}", "var x={\"a\":1}",
    "{a:1}", "{\"a\":012}", "{\"a\":0x1f}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}",
    "{\"a\":+1}", "{\"a\":-}", "{\"a\":NaN}", "{\"a\":True}", "{\"a\":nul}", "{\"a\":1,}",
    "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":[1}", "{\"a\":\"\\q\"}",
    "{\"a\":\"\\u00zz\"}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}",
    "{\"a\":\"\\ud83d{ude00\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud83dxude00\"}",
    "{\"a\":\"\\ud83d\\u\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\t\"}", "{\"a\":\"b",
    "{\"a\":\"\\", "{\"a\":\"\\u12", "{\"a\":\"\xff\"}", "{\"a\":1,\"a\":1}",
    "{\"b\":[{\"a\":1,\"c\":2,\"a\":3}]}", "{\"a\":1,\"\\u0061\":1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("document %u", i);
      g_assert_null (palco_json_parse_object (documents[i], -1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_refuses_depth (void)
{
  g_autofree char *brackets = g_strnfill (2 * 1000 * 1000, '[');
  g_autofree char *document = g_strconcat ("{\"a\":", brackets, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (palco_json_parse_object (document, -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_reads_to_length_only (void)
{
  g_autoptr(JsonObject) object = palco_json_parse_object ("{\"a\":12}34", 8, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (object);
  g_assert_null (palco_json_parse_object ("{\"a\":1\0}", 8, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/* What came in may be a secret; the message goes to a log. */
static void
test_errors_repeat_nothing (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (palco_json_parse_object ("{\"token\" \"hunter2\"}", -1, &error));
  g_assert_null (strstr (error->message, "hunter2"));
}

static void
test_read_values (void)
{
  g_autoptr(JsonObject) object =
    parse ("{\"s\":\"x\",\"i\":60,\"w\":60.0,\"d\":8.1,\"b\":true,\"o\":{},\"a\":[]}");
  g_autoptr(GError) error = NULL;
  const char *string = NULL;
  gint64 integer = 0;
  gint64 whole = 0;
  double number = 0;
  double from_int = 0;
  gboolean boolean = FALSE;
  JsonObject *child = NULL;
  JsonArray *array = NULL;

  g_assert_true (palco_json_read_string (object, "s", PALCO_JSON_REQUIRED, &string, &error));
  g_assert_true (palco_json_read_int (object, "i", PALCO_JSON_REQUIRED, 60, 60, &integer, &error));
  g_assert_true (palco_json_read_int (object, "w", PALCO_JSON_REQUIRED, 0, 99, &whole, &error));
  g_assert_true (palco_json_read_double (object, "d", PALCO_JSON_REQUIRED, &number, &error));
  g_assert_true (palco_json_read_double (object, "i", PALCO_JSON_REQUIRED, &from_int, &error));
  g_assert_true (palco_json_read_boolean (object, "b", PALCO_JSON_REQUIRED, &boolean, &error));
  g_assert_true (palco_json_read_object (object, "o", PALCO_JSON_REQUIRED, &child, &error));
  g_assert_true (palco_json_read_array (object, "a", PALCO_JSON_REQUIRED, &array, &error));
  g_assert_no_error (error);

  g_assert_cmpstr (string, ==, "x");
  g_assert_cmpint (integer, ==, 60);
  g_assert_cmpint (whole, ==, 60);
  g_assert_cmpfloat (number, ==, 8.1);
  g_assert_cmpfloat (from_int, ==, 60);
  g_assert_true (boolean);
  g_assert_nonnull (child);
  g_assert_nonnull (array);
}

static void
assert_int_refused (const char *literal)
{
  g_autofree char *document = g_strdup_printf ("{\"n\":%s}", literal);
  g_autoptr(JsonObject) object = parse (document);
  g_autoptr(GError) error = NULL;
  gint64 value = 7;

  g_test_message ("%.40s", literal);
  g_assert_false (palco_json_read_int (object, "n", PALCO_JSON_REQUIRED,
                                       G_MININT64, G_MAXINT64, &value, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpint (value, ==, 7);
}

/* json-glib alone reads 18446744073709551615, and anything longer, as -1. */
static void
test_int_never_wraps (void)
{
  g_autofree char *huge = g_strnfill (HUGE_DIGITS, '9');
  g_autofree char *negative = g_strconcat ("-", huge, NULL);

  assert_int_refused (huge);
  assert_int_refused (negative);
  assert_int_refused ("18446744073709551615");
  assert_int_refused ("9223372036854775808");
  assert_int_refused ("-9223372036854775809");
  assert_int_refused ("1e400");
  assert_int_refused ("1e17");
  assert_int_refused ("60.5");
}

static void
test_int_limits (void)
{
  g_autoptr(JsonObject) object = parse ("{\"n\":1441}");
  g_autoptr(GError) error = NULL;
  gint64 value = 0;

  g_assert_false (palco_json_read_int (object, "n", PALCO_JSON_OPTIONAL, 0, 1440, &value, &error));
  g_assert_nonnull (strstr (error->message, "“n”"));
  g_assert_nonnull (strstr (error->message, "1440"));
}

static void
test_unknown_huge_number_is_harmless (void)
{
  g_autofree char *huge = g_strnfill (HUGE_DIGITS, '9');
  g_autofree char *document = g_strdup_printf ("{\"later\":%s,\"n\":1}", huge);
  g_autoptr(JsonObject) object = parse (document);
  gint64 value = 0;

  g_assert_true (palco_json_read_int (object, "n", PALCO_JSON_REQUIRED, 0, 1, &value, NULL));
  g_assert_cmpint (value, ==, 1);
}

static void
test_wrong_types (void)
{
  static const char * const others[] = { "\"x\"", "1", "1.5", "true", "[]", "{}" };
  const PalcoJsonPresence needed = PALCO_JSON_REQUIRED;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *document = g_strdup_printf ("{\"m\":%s}", others[i]);
      g_autoptr(JsonObject) object = parse (document);
      const char *string = NULL;
      gint64 integer;
      double number;
      gboolean boolean;
      JsonObject *child;
      JsonArray *array;

      g_assert_true (palco_json_read_string (object, "m", needed, &string, NULL) == (i == 0));
      g_assert_true (palco_json_read_int (object, "m", needed, 0, 9, &integer, NULL) == (i == 1));
      g_assert_true (palco_json_read_double (object, "m", needed, &number, NULL) ==
                     (i == 1 || i == 2));
      g_assert_true (palco_json_read_boolean (object, "m", needed, &boolean, NULL) == (i == 3));
      g_assert_true (palco_json_read_array (object, "m", needed, &array, NULL) == (i == 4));
      g_assert_true (palco_json_read_object (object, "m", needed, &child, NULL) == (i == 5));
    }
}

static void
test_absent_and_null (void)
{
  g_autoptr(JsonObject) object = parse ("{\"null\":null}");
  static const char * const names[] = { "null", "absent" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;
      const char *value = "before";

      g_assert_true (palco_json_read_string (object, names[i], PALCO_JSON_OPTIONAL,
                                             &value, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (value, ==, "before");
      g_assert_false (palco_json_read_string (object, names[i], PALCO_JSON_REQUIRED,
                                              &value, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/accepts", test_accepts);
  g_test_add_func ("/json/refuses", test_refuses);
  g_test_add_func ("/json/refuses-depth", test_refuses_depth);
  g_test_add_func ("/json/reads-to-length-only", test_reads_to_length_only);
  g_test_add_func ("/json/errors-repeat-nothing", test_errors_repeat_nothing);
  g_test_add_func ("/json/read-values", test_read_values);
  g_test_add_func ("/json/int-never-wraps", test_int_never_wraps);
  g_test_add_func ("/json/int-limits", test_int_limits);
  g_test_add_func ("/json/unknown-huge-number-is-harmless", test_unknown_huge_number_is_harmless);
  g_test_add_func ("/json/wrong-types", test_wrong_types);
  g_test_add_func ("/json/absent-and-null", test_absent_and_null);

  return g_test_run ();
}
