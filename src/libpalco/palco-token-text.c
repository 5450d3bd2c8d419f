/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-token-private.h"

#include "palco-error.h"
#include "palco-json.h"

/* What a token says by itself. Tokens are opaque (rule 8.13): one that does not tell is good for
 * a day. */

#define LIFETIME_SECS (24 * 60 * 60)

/* Headers take printable characters only. */
gboolean
palco_token_is_header_safe (const char *value)
{
  const char *p = value;

  while (g_ascii_isgraph (*p))
    p++;

  return p > value && *p == '\0';
}

/* The middle of a JWT, as far as it can be read without its keys. */
static JsonObject *
read_payload (const char *token)
{
  g_auto(GStrv) parts = g_strsplit (token, ".", 3);
  g_autoptr(GString) base64 = NULL;
  g_autofree guchar *payload = NULL;
  gsize length;

  if (g_strv_length (parts) != 3)
    return NULL;

  base64 = g_string_new (g_strdelimit (g_strdelimit (parts[1], "-", '+'), "_", '/'));
  while (base64->len % 4 != 0)
    g_string_append_c (base64, '=');

  payload = g_base64_decode (base64->str, &length);

  return palco_json_parse_object ((const char *) payload, length, NULL);
}

static gboolean
read_expiry (const char *token,
             gint64     *expiry_secs)
{
  g_autoptr(JsonObject) payload = read_payload (token);

  return payload != NULL &&
         palco_json_read_int (payload, "exp", PALCO_JSON_REQUIRED, 1, G_MAXINT64, expiry_secs, NULL);
}

/* When @token ends, in seconds of the wall clock. */
gint64
palco_token_read_expiry (const char *token,
                         gint64      now_secs)
{
  gint64 expiry_secs;

  return read_expiry (token, &expiry_secs) ? expiry_secs : now_secs + LIFETIME_SECS;
}

/* The same for people; NULL when @token does not tell. */
GDateTime *
palco_token_dup_expiry (const char *token)
{
  gint64 expiry_secs;

  return read_expiry (token, &expiry_secs) ? g_date_time_new_from_unix_utc (expiry_secs) : NULL;
}

/* Whether a token that did not come from a token service can be used. */
gboolean
palco_token_check (const char  *token,
                   GError     **error)
{
  gint64 now_secs = g_get_real_time () / G_USEC_PER_SEC;

  if (!palco_token_is_header_safe (token))
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_TOKEN,
                           *token != '\0' ? "The access token has characters that none can have. "
                                            "Copy it again, without blanks and line breaks."
                                          : "The access token is empty.");
      return FALSE;
    }

  if (palco_token_read_expiry (token, now_secs) <= now_secs)
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_TOKEN,
                           "The access token has expired. Get a new one.");
      return FALSE;
    }

  return TRUE;
}
