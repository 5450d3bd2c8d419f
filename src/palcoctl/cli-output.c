/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-output.h"

static void
print_json (CliRun   *run,
            JsonNode *array)
{
  cli_json_print (array);
  run->json_printed = TRUE;
}

/* Takes the array. */
void
cli_output_list (CliRun   *run,
                 CliTable *table,
                 JsonNode *array)
{
  g_autoptr(JsonNode) taken = array;
  g_autofree char *text = NULL;

  if (run->json)
    {
      print_json (run, g_steal_pointer (&taken));
      return;
    }

  text = cli_table_to_string (table);
  g_print ("%s", text);
}

/* Takes the element: programs always get an array, also of one. */
void
cli_output_line (CliRun     *run,
                 JsonNode   *element,
                 const char *format,
                 ...)
{
  g_autofree char *line = NULL;
  g_autofree char *clean = NULL;
  va_list values;

  if (run->json)
    {
      JsonNode *array = cli_json_new_array ();

      cli_json_append (array, element);
      print_json (run, array);
      return;
    }

  json_node_unref (element);

  va_start (values, format);
  line = g_strdup_vprintf (format, values);
  va_end (values);

  clean = cli_text_sanitize (line);
  g_print ("%s\n", clean);
}

/* Something worth knowing that is not the answer: on standard error. */
void
cli_output_note (const char *format,
                 ...)
{
  g_autofree char *line = NULL;
  g_autofree char *clean = NULL;
  va_list values;

  va_start (values, format);
  line = g_strdup_vprintf (format, values);
  va_end (values);

  clean = cli_text_sanitize (line);
  g_printerr ("%s\n", clean);
}
