/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-json.h"

#include <gio/gio.h>

#include <string.h>

/* json-glib parses by recursion: two million brackets would end the process. */
#define DEPTH_MAX 32

/* One digit less than G_MAXINT64 has. */
#define INTEGER_DIGITS_MAX 18

/* Beyond it a double no longer tells neighbouring integers apart. */
#define DOUBLE_INTEGER_MAX (G_GINT64_CONSTANT (1) << 53)

static gboolean
refuse (GError     **error,
        const char  *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not valid JSON: %s", what);

  return FALSE;
}

static const char *
skip_digits (const char *p,
             const char *end)
{
  while (p < end && g_ascii_isdigit (*p))
    p++;

  return p;
}

static const char *
scan_fraction (const char *p,
               const char *end)
{
  const char *start;

  if (p < end && *p == '.')
    {
      start = ++p;
      p = skip_digits (p, end);
      if (p == start)
        return NULL;
    }

  if (p < end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < end && (*p == '+' || *p == '-'))
        p++;
      start = p;
      p = skip_digits (p, end);
      if (p == start)
        return NULL;
    }

  return p;
}

/* An integer that 64 bits cannot hold goes on as a double: json-glib would wrap it to
 * some small number without a word, but as a double the readers below refuse it. */
static const char *
scan_number (const char *p,
             const char *end,
             GString    *strict)
{
  const char *start = p;
  const char *digits;
  const char *digits_end;

  if (*p == '-')
    p++;

  digits = p;
  digits_end = skip_digits (digits, end);
  if (digits_end == digits || (*digits == '0' && digits_end > digits + 1))
    return NULL;

  p = scan_fraction (digits_end, end);
  if (p == NULL)
    return NULL;

  g_string_append_len (strict, start, p - start);
  if (p == digits_end && digits_end - digits > INTEGER_DIGITS_MAX)
    g_string_append (strict, ".0");

  return p;
}

/* Returns the UTF-16 unit of four hexadecimal digits, -1 when they are not all there. */
static int
scan_unit (const char *p,
           const char *end)
{
  int unit = 0;

  if (end - p < 4)
    return -1;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      unit = unit << 4 | digit;
    }

  return unit;
}

/* From behind the “u” on. What follows a NUL would be cut off unseen, and of half a surrogate
 * pair json-glib makes what is not UTF-8. */
static const char *
scan_unicode (const char *p,
              const char *end)
{
  int unit = scan_unit (p, end);
  int low;

  if (unit <= 0 || (unit >= 0xdc00 && unit <= 0xdfff))
    return NULL;
  if (unit < 0xd800 || unit > 0xdbff)
    return p + 4;

  p += 4;
  if (end - p < 2 || p[0] != '\\' || p[1] != 'u')
    return NULL;

  low = scan_unit (p + 2, end);

  return low >= 0xdc00 && low <= 0xdfff ? p + 6 : NULL;
}

static const char *
scan_escape (const char *p,
             const char *end)
{
  if (p == end || *p == '\0')
    return NULL;
  if (*p == 'u')
    return scan_unicode (p + 1, end);

  return strchr ("\"\\/bfnrt", *p) != NULL ? p + 1 : NULL;
}

static const char *
scan_string (const char *p,
             const char *end,
             GString    *strict)
{
  const char *start = p++;

  while (p != NULL && p < end && *p != '"')
    {
      if ((guchar) *p < ' ')
        return NULL;
      p = *p == '\\' ? scan_escape (p + 1, end) : p + 1;
    }

  if (p == NULL || p == end)
    return NULL;

  p++;
  g_string_append_len (strict, start, p - start);

  return p;
}

static const char *
scan_word (const char *p,
           const char *end,
           GString    *strict)
{
  static const char * const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (end - p) >= length && memcmp (p, words[i], length) == 0)
        {
          g_string_append_len (strict, p, length);
          return p + length;
        }
    }

  return NULL;
}

static const char *
scan_token (const char *p,
            const char *end,
            GString    *strict)
{
  if (*p == '"')
    return scan_string (p, end, strict);
  if (*p == '-' || g_ascii_isdigit (*p))
    return scan_number (p, end, strict);
  if (g_ascii_isalpha (*p))
    return scan_word (p, end, strict);
  if (*p == '\0' || strchr ("{}[],: \t\r\n", *p) == NULL)
    return NULL;

  g_string_append_c (strict, *p);

  return p + 1;
}

/* json-glib 1.6 also takes comments, assignments, single quotes, octal and hexadecimal
 * numbers, unknown escapes and a second root; at a number before the object, 1.10 ends the
 * process. This looks at tokens only; what their order may be within the object stays
 * json-glib's business. */
static gboolean
scan_document (const char  *text,
               gsize        length,
               GString     *strict,
               GError     **error)
{
  const char *end = text + length;
  guint depth = 0;
  gboolean is_closed = FALSE;

  for (const char *p = text; p < end;)
    {
      const char *token = p;

      if (is_closed && strchr (" \t\r\n", *p) == NULL)
        return refuse (error, "something follows its end");
      if (depth == 0 && strchr ("{ \t\r\n", *p) == NULL)
        return refuse (error, "an object was expected");

      p = scan_token (token, end, strict);
      if (p == NULL)
        return refuse (error, "a word, number or string is malformed");

      if (*token == '{' || *token == '[')
        depth++;
      else if ((*token == '}' || *token == ']') && (depth == 0 || --depth == 0))
        is_closed = TRUE;

      if (depth > DEPTH_MAX)
        return refuse (error, "nested too deeply");
    }

  return is_closed || refuse (error, "it ends too early");
}

/* json-glib keeps the last of two members of one name and says nothing; others keep the first,
 * and what one checks another would use. */
static void
object_member_cb (JsonParser *parser,
                  JsonObject *object,
                  const char *name,
                  guint      *n_surplus)
{
  *n_surplus += 1;
}

static void
object_end_cb (JsonParser *parser,
               JsonObject *object,
               guint      *n_surplus)
{
  *n_surplus -= json_object_get_size (object);
}

/* Returns: (transfer full): the object that @text holds. @length is -1 for a string. */
JsonObject *
palco_json_parse_object (const char  *text,
                         gssize       length,
                         GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autoptr(GString) strict = g_string_new (NULL);
  guint n_surplus = 0;

  /* GBytes that are empty have no data. */
  if (text == NULL)
    {
      refuse (error, "it is empty");
      return NULL;
    }

  if (!scan_document (text, length < 0 ? strlen (text) : (gsize) length, strict, error))
    return NULL;

  g_signal_connect (parser, "object-member", G_CALLBACK (object_member_cb), &n_surplus);
  g_signal_connect (parser, "object-end", G_CALLBACK (object_end_cb), &n_surplus);

  if (!json_parser_load_from_data (parser, strict->str, strict->len, NULL))
    {
      refuse (error, "it is malformed");
      return NULL;
    }

  if (n_surplus > 0)
    {
      refuse (error, "a member is there twice");
      return NULL;
    }

  return json_node_dup_object (json_parser_get_root (parser));
}

static gboolean
refuse_member (GError     **error,
               const char  *name,
               const char  *expected)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "The member “%s” must be %s", name, expected);

  return FALSE;
}

/* Sets *node to NULL for a member that is absent or null. */
static gboolean
find_member (JsonObject         *object,
             const char         *name,
             PalcoJsonPresence   presence,
             JsonNode          **node,
             GError            **error)
{
  *node = json_object_get_member (object, name);

  if (*node != NULL && JSON_NODE_HOLDS_NULL (*node))
    *node = NULL;

  return *node != NULL || presence == PALCO_JSON_OPTIONAL || refuse_member (error, name, "present");
}

static gboolean
holds_value (JsonNode *node,
             GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

gboolean
palco_json_read_string (JsonObject         *object,
                        const char         *name,
                        PalcoJsonPresence   presence,
                        const char        **value,
                        GError            **error)
{
  JsonNode *node;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds_value (node, G_TYPE_STRING))
    return refuse_member (error, name, "a string");

  *value = json_node_get_string (node);

  return TRUE;
}

static gboolean
node_get_int (JsonNode *node,
              gint64   *value)
{
  double number;

  if (holds_value (node, G_TYPE_INT64))
    {
      *value = json_node_get_int (node);
      return TRUE;
    }

  if (!holds_value (node, G_TYPE_DOUBLE))
    return FALSE;

  number = json_node_get_double (node);
  if (!(number >= -DOUBLE_INTEGER_MAX && number <= DOUBLE_INTEGER_MAX))
    return FALSE;

  *value = (gint64) number;

  return *value == number;
}

/* Takes 60.0 for 60, which JSON does not tell apart, but neither 60.5 nor 10⁴⁰⁰. */
gboolean
palco_json_read_int (JsonObject         *object,
                     const char         *name,
                     PalcoJsonPresence   presence,
                     gint64              minimum,
                     gint64              maximum,
                     gint64             *value,
                     GError            **error)
{
  JsonNode *node;
  gint64 number;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (!node_get_int (node, &number) || number < minimum || number > maximum)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "The member “%s” must be a whole number from %" G_GINT64_FORMAT
                   " to %" G_GINT64_FORMAT, name, minimum, maximum);
      return FALSE;
    }

  *value = number;

  return TRUE;
}

gboolean
palco_json_read_double (JsonObject         *object,
                        const char         *name,
                        PalcoJsonPresence   presence,
                        double             *value,
                        GError            **error)
{
  JsonNode *node;
  double number;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds_value (node, G_TYPE_INT64) && !holds_value (node, G_TYPE_DOUBLE))
    return refuse_member (error, name, "a number");

  number = json_node_get_double (node);
  if (!(number >= -G_MAXDOUBLE && number <= G_MAXDOUBLE))
    return refuse_member (error, name, "a finite number");

  *value = number;

  return TRUE;
}

gboolean
palco_json_read_boolean (JsonObject         *object,
                         const char         *name,
                         PalcoJsonPresence   presence,
                         gboolean           *value,
                         GError            **error)
{
  JsonNode *node;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds_value (node, G_TYPE_BOOLEAN))
    return refuse_member (error, name, "true or false");

  *value = json_node_get_boolean (node);

  return TRUE;
}

gboolean
palco_json_read_object (JsonObject         *object,
                        const char         *name,
                        PalcoJsonPresence   presence,
                        JsonObject        **value,
                        GError            **error)
{
  JsonNode *node;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse_member (error, name, "an object");

  *value = json_node_get_object (node);

  return TRUE;
}

gboolean
palco_json_read_array (JsonObject         *object,
                       const char         *name,
                       PalcoJsonPresence   presence,
                       JsonArray         **value,
                       GError            **error)
{
  JsonNode *node;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse_member (error, name, "an array");

  *value = json_node_get_array (node);

  return TRUE;
}
