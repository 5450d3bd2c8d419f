/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-service-text.h"

#define NAME_MAX_CHARS  256
#define WORDS_MAX_CHARS 500

static gboolean
changes_line (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/* Names stand in sentences, also in questions about money: they neither break the line nor turn
 * what comes behind them around, as Unicode's embeddings and overrides do. */
gboolean
palco_service_text_is_name (const char *text)
{
  if (*text == '\0' || g_utf8_strlen (text, -1) > NAME_MAX_CHARS)
    return FALSE;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (changes_line (g_utf8_get_char (c)))
        return FALSE;
    }

  return TRUE;
}

/* Enough for some sentences; what is longer was not written for people. */
char *
palco_service_text_dup_words (const char *text)
{
  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), WORDS_MAX_CHARS));
}
