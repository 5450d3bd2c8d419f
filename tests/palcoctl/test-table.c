/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-table.h"

static void
assert_table (CliTable   *table,
              const char *expected)
{
  g_autofree char *text = cli_table_to_string (table);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_aligns (void)
{
  g_autoptr(CliTable) table = cli_table_new (3);

  cli_table_add (table, "ID", "NAME", "ENDPOINT");
  cli_table_add (table, "westeurope", "Europe", "https://a.example");
  cli_table_add (table, "x", NULL, "");
  assert_table (table,
                "ID          NAME    ENDPOINT\n"
                "westeurope  Europe  https://a.example\n"
                "x           -       -\n");
}

static void
test_empty (void)
{
  g_autoptr(CliTable) table = cli_table_new (2);

  assert_table (table, "");
}

static void
test_counts_cells_of_the_terminal (void)
{
  g_autoptr(CliTable) table = cli_table_new (2);

  g_assert_cmpuint (cli_text_width ("abc"), ==, 3);
  g_assert_cmpuint (cli_text_width ("日本"), ==, 4);
  g_assert_cmpuint (cli_text_width ("são"), ==, 3);
  g_assert_cmpuint (cli_text_width ("sa\u0303o"), ==, 3);
  g_assert_cmpuint (cli_text_width (""), ==, 0);

  cli_table_add (table, "日本", "a");
  cli_table_add (table, "sa\u0303o", "b");
  cli_table_add (table, "abcd", "c");
  assert_table (table, "日本  a\nsa\u0303o   b\nabcd  c\n");
}

static void
test_sanitizes (void)
{
  static const struct {
    const char *text;
    const char *clean;
  } texts[] = {
    { "plain", "plain" },
    { "a\nb\tc\r", "a b c " },
    { "\033[31mred\033[0m", " [31mred [0m" },
    { "\xc2\x9b" "31m", " 31m" },
    { "a\u202eb\u2066c", "a b c" },
    { "bad\xff!", "bad\uFFFD!" },
    { "Zürich 日本", "Zürich 日本" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *clean = cli_text_sanitize (texts[i].text);

      g_assert_cmpstr (clean, ==, texts[i].clean);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/table/aligns", test_aligns);
  g_test_add_func ("/table/empty", test_empty);
  g_test_add_func ("/table/counts-cells-of-the-terminal", test_counts_cells_of_the_terminal);
  g_test_add_func ("/table/sanitizes", test_sanitizes);

  return g_test_run ();
}
