/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-config-value.h"

#include <gio/gio.h>

#include <math.h>
#include <string.h>

#define DOMAIN_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-:[]"

typedef gboolean (*ParseFunc) (const char *text,
                               gpointer    field);

static gboolean
take_string (const char *text,
             gboolean    is_valid,
             gpointer    field)
{
  char **string = field;

  if (!is_valid)
    return FALSE;

  g_free (*string);
  *string = g_strdup (text);

  return TRUE;
}

static gboolean
parse_text (const char *text,
            gpointer    field)
{
  return take_string (text, *text != '\0', field);
}

static gboolean
parse_domain (const char *text,
              gpointer    field)
{
  return take_string (text, *text != '\0' && text[strspn (text, DOMAIN_CHARACTERS)] == '\0', field);
}

/* Ends up in the claims of a token, in links and in JSON: plain ASCII, no query (the payload of
 * a token may hold no byte that base64url writes as “-” or “_”), no braces (rule 40). */
static gboolean
parse_url (const char *text,
           gpointer    field)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  gboolean is_valid = (g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0) &&
                      g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
                      g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL &&
                      g_uri_get_userinfo (uri) == NULL &&
                      g_str_is_ascii (text) && strpbrk (text, "<>~{}\"\\ ") == NULL &&
                      !g_str_has_suffix (text, "/");

  return take_string (text, is_valid, field);
}

static gboolean
parse_path (const char *text,
            gpointer    field)
{
  return take_string (text, g_path_is_absolute (text), field);
}

static gboolean
parse_address (const char *text,
               gpointer    field)
{
  return take_string (text, g_hostname_is_ip_address (text), field);
}

static gboolean
parse_currency (const char *text,
                gpointer    field)
{
  return take_string (text, strlen (text) == 3 && strspn (text, G_CSET_A_2_Z) == 3, field);
}

static gboolean
parse_boolean (const char *text,
               gpointer    field)
{
  gboolean is_true = g_str_equal (text, "true");

  *(gboolean *) field = is_true;

  return is_true || g_str_equal (text, "false");
}

static gboolean
parse_unsigned (const char *text,
                guint64     minimum,
                guint64     maximum,
                gpointer    field)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, minimum, maximum, &number, NULL))
    return FALSE;

  *(guint *) field = number;

  return TRUE;
}

static gboolean
parse_port (const char *text,
            gpointer    field)
{
  return parse_unsigned (text, 1, G_MAXUINT16, field);
}

static gboolean
parse_count (const char *text,
             gpointer    field)
{
  return parse_unsigned (text, 0, 100000, field);
}

static gboolean
parse_big_count (const char *text,
                 gpointer    field)
{
  return g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, field, NULL);
}

static gboolean
parse_real (const char *text,
            double      minimum,
            double      maximum,
            gpointer    field)
{
  char *end;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (number) || number < minimum || number > maximum)
    return FALSE;

  *(double *) field = number;

  return TRUE;
}

static gboolean
parse_amount (const char *text,
              gpointer    field)
{
  return parse_real (text, 0, 1e6, field);
}

static gboolean
parse_latitude (const char *text,
                gpointer    field)
{
  return parse_real (text, -90, 90, field);
}

static gboolean
parse_longitude (const char *text,
                 gpointer    field)
{
  return parse_real (text, -180, 180, field);
}

static const struct
{
  ParseFunc   parse;
  const char *hint;
} types[] = {
  [PALCOD_VALUE_TEXT] = { parse_text, "a name" },
  [PALCOD_VALUE_DOMAIN] = { parse_domain, "a host name such as palco.example" },
  [PALCOD_VALUE_URL] = { parse_url, "an address such as https://palco.example:8443, "
                                    "without a query and without a slash at the end" },
  [PALCOD_VALUE_PATH] = { parse_path, "an absolute path" },
  [PALCOD_VALUE_ADDRESS] = { parse_address, "an IP address such as 0.0.0.0 or ::" },
  [PALCOD_VALUE_CURRENCY] = { parse_currency, "a currency code such as EUR" },
  [PALCOD_VALUE_BOOLEAN] = { parse_boolean, "true or false" },
  [PALCOD_VALUE_PORT] = { parse_port, "a port number from 1 to 65535" },
  [PALCOD_VALUE_COUNT] = { parse_count, "a whole number from 0 to 100000" },
  [PALCOD_VALUE_BIG_COUNT] = { parse_big_count, "a whole number, 0 for none" },
  [PALCOD_VALUE_AMOUNT] = { parse_amount, "a number such as 4.60" },
  [PALCOD_VALUE_LATITUDE] = { parse_latitude, "degrees from -90 to 90 such as 45.46" },
  [PALCOD_VALUE_LONGITUDE] = { parse_longitude, "degrees from -180 to 180 such as 9.19" },
};

gboolean
palcod_value_parse (PalcodValueType  type,
                    const char      *text,
                    gpointer         field)
{
  return types[type].parse (text, field);
}

const char *
palcod_value_type_get_hint (PalcodValueType type)
{
  return types[type].hint;
}
