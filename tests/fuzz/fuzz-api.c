/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "fuzz.h"

#include "palcod-api.h"
#include "palcod-error.h"

#include "palco-json.h"
#include "palco-protocol.h"

/* Any bytes as the body of PUT and of PATCH, and as the place in a list: refused with the right
 * error, or taken within the limits of the contract. Any text in an answer: read as written. */

static void
check_create (const char *data,
              gsize       size)
{
  g_autoptr(GError) error = NULL;
  const char *size_name = NULL;
  guint lease_minutes = 0;

  if (!palcod_api_parse_create (data, size, &size_name, &lease_minutes, &error))
    {
      g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_INVALID);
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (lease_minutes, <=, PALCO_LEASE_MAX_MINUTES);
  g_assert_cmpstr (size_name, ==, palco_size_canonicalize (size_name));
}

static void
check_update (const char *data,
              gsize       size)
{
  g_autoptr(GError) error = NULL;
  guint lease_minutes = 0;

  if (!palcod_api_parse_update (data, size, &lease_minutes, &error))
    {
      g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_REFUSED);
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (lease_minutes, <=, PALCO_LEASE_MAX_MINUTES);
}

static void
check_position (const char *data,
                gsize       size)
{
  g_autofree char *text = g_strndup (size > 0 ? data : "", size);
  gint64 uid;

  if (palcod_api_parse_position (text, &uid))
    g_assert_cmpint (uid, >=, 0);
}

static void
check_string (const char *data,
              gsize       size)
{
  g_autofree char *text = g_strndup (size > 0 ? data : "", size);
  g_autoptr(GString) json = g_string_new ("{\"text\":");
  g_autoptr(JsonObject) object = NULL;
  const char *back = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return;

  palcod_api_append_string (json, text);
  g_string_append_c (json, '}');
  object = palco_json_parse_object (json->str, json->len, NULL);
  g_assert_nonnull (object);
  g_assert_true (palco_json_read_string (object, "text", PALCO_JSON_REQUIRED, &back, NULL));
  g_assert_cmpstr (back, ==, text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  check_create ((const char *) data, size);
  check_update ((const char *) data, size);
  check_position ((const char *) data, size);
  check_string ((const char *) data, size);

  return 0;
}
