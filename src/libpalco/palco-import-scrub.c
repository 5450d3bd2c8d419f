/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-import-text-private.h"

#include "palco-json.h"

#include <string.h>

static const char * const key_members[] = { "arrAccountKey", "arr_account_key", NULL };

/* From an opening quote to behind the closing one; the text is known to be JSON. */
static gsize
measure_string (const char *text,
                gsize       length)
{
  gsize i = 1;

  while (i < length && text[i] != '"')
    i += text[i] == '\\' ? 2 : 1;

  return MIN (i + 1, length);
}

static gboolean
is_member_name (const char *rest,
                gsize       length)
{
  gsize i = 0;

  while (i < length && strchr (" \t\r\n", rest[i]) != NULL)
    i++;

  return i < length && rest[i] == ':';
}

/* What a string with its quotes says, whichever way it is escaped. */
static char *
dup_decoded (const char *quoted,
             gsize       length)
{
  g_autoptr(GString) json = g_string_new ("{\"text\":");
  g_autoptr(JsonObject) object = NULL;
  const char *text = NULL;

  g_string_append_len (json, quoted, length);
  g_string_append_c (json, '}');
  object = palco_json_parse_object (json->str, json->len, NULL);
  if (object != NULL)
    palco_json_read_string (object, "text", PALCO_JSON_REQUIRED, &text, NULL);
  explicit_bzero (json->str, json->len);

  return g_strdup (text);
}

static gboolean
is_one_of (const char *quoted,
           gsize       length,
           GPtrArray  *keys)
{
  char *text = dup_decoded (quoted, length);
  gboolean found = text != NULL && g_ptr_array_find_with_equal_func (keys, text, g_str_equal, NULL);

  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);

  return found;
}

static gboolean
names_key (const char *quoted,
           gsize       length)
{
  g_autofree char *name = dup_decoded (quoted, length);

  return name != NULL && g_strv_contains (key_members, name);
}

/* The same text, with an empty string where one of @keys was the key of an account. Nothing else
 * is touched: the file is somebody else's. */
char *
palco_import_text_scrub (const char *text,
                         gsize       length,
                         GPtrArray  *keys,
                         gsize      *scrubbed_length)
{
  GString *scrubbed = g_string_sized_new (length);
  gboolean is_key = FALSE;
  gsize step;

  for (gsize i = 0; i < length; i += step)
    {
      step = text[i] == '"' ? measure_string (text + i, length - i) : 1;

      if (step > 1 && is_member_name (text + i + step, length - i - step))
        is_key = names_key (text + i, step);
      else if (step > 1 && is_key && is_one_of (text + i, step, keys))
        {
          g_string_append (scrubbed, "\"\"");
          continue;
        }

      g_string_append_len (scrubbed, text + i, step);
    }

  *scrubbed_length = scrubbed->len;

  return g_string_free (scrubbed, FALSE);
}
