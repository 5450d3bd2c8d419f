/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-table.h"

#define COLUMN_GAP "  "
#define NO_VALUE   "-"

struct _CliTable
{
  guint      n_columns;
  GPtrArray *cells;      /* row after row */
};

/* What a service sends is not to move the cursor or colour the terminal. */
char *
cli_text_sanitize (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
          type == G_UNICODE_PARAGRAPH_SEPARATOR || (c >= 0x202a && c <= 0x202e) ||
          (c >= 0x2066 && c <= 0x2069))
        g_string_append_c (clean, ' ');
      else
        g_string_append_unichar (clean, c);
    }

  return g_string_free (clean, FALSE);
}

guint
cli_text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iswide (c))
        width += 2;
      else if (!g_unichar_iszerowidth (c))
        width += 1;
    }

  return width;
}

static void
add_cell (CliTable   *self,
          const char *text)
{
  g_ptr_array_add (self->cells, cli_text_sanitize (text != NULL && *text != '\0' ? text : NO_VALUE));
}

CliTable *
cli_table_new (guint n_columns)
{
  CliTable *self = g_new0 (CliTable, 1);

  self->n_columns = n_columns;
  self->cells = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
cli_table_free (CliTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/* Takes as many texts as there are columns; NULL and empty ones are shown as no value. */
void
cli_table_add (CliTable   *self,
               const char *first,
               ...)
{
  va_list texts;

  add_cell (self, first);

  va_start (texts, first);
  for (guint i = 1; i < self->n_columns; i++)
    add_cell (self, va_arg (texts, const char *));
  va_end (texts);
}

static guint *
measure_columns (CliTable *self)
{
  guint *widths = g_new0 (guint, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    {
      guint *width = &widths[i % self->n_columns];

      *width = MAX (*width, cli_text_width (g_ptr_array_index (self->cells, i)));
    }

  return widths;
}

char *
cli_table_to_string (CliTable *self)
{
  g_autofree guint *widths = measure_columns (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *cell = g_ptr_array_index (self->cells, i);
      guint column = i % self->n_columns;

      g_string_append (text, cell);
      if (column == self->n_columns - 1)
        g_string_append_c (text, '\n');
      else
        g_string_append_printf (text, "%*s" COLUMN_GAP, (int) (widths[column] - cli_text_width (cell)), "");
    }

  return g_string_free (text, FALSE);
}
