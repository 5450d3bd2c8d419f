/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-link.h"

static void
test_session (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoLink) link = palco_link_parse ("palco://session/westeurope/a_B-7", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (link->region_id, ==, "westeurope");
  g_assert_cmpstr (link->session_id, ==, "a_B-7");
  g_assert_null (link->preset);
}

static void
test_new (void)
{
  static const struct {
    const char *uri;
    const char *preset;
  } cases[] = {
    { "palco://new", NULL },
    { "palco://new/", NULL },
    { "PALCO://new", NULL },
    { "palco://new?preset=Turbine", "Turbine" },
    { "palco://new?preset=A%26B%20caf%C3%A9", "A&B café" },
    { "palco://new/?preset=two+words", "two words" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PalcoLink) link = palco_link_parse (cases[i].uri, &error);

      g_assert_no_error (error);
      g_assert_null (link->session_id);
      g_assert_cmpstr (link->preset, ==, cases[i].preset);
    }
}

static void
test_refused (void)
{
  static const char * const uris[] = {
    "", "palco", "palco:", "palco://", "palco:new", "palco:///session/a/b", "http://session/a/b",
    "palco://stop/a/b", "palco://session", "palco://session/a", "palco://session/a/b/c",
    "palco://session//b", "palco://session/a/", "palco://session/../b", "palco://session/a%2fb/c",
    "palco://session/a/b c", "palco://session/a/b?stop=1", "palco://session/a/b?",
    "palco://session/a/b#c", "palco://u@session/a/b", "palco://session:1/a/b",
    "palco://session/a/b%00", "palco://new/now", "palco://new?", "palco://new?preset=",
    "palco://new?start=1", "palco://new?preset=a&start=1", "palco://new?preset=%ff",
    "palco://new?preset=%00", "palco://new#start", "palco://NEW", "\xff",
  };
  g_autofree char *long_id = g_strnfill (257, 'a');
  g_autofree char *long_uri = g_strconcat ("palco://session/a/", long_id, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *shown = g_strescape (uris[i], NULL);

      g_test_message ("“%s”", shown);
      g_assert_null (palco_link_parse (uris[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }

  g_assert_null (palco_link_parse (long_uri, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link/session", test_session);
  g_test_add_func ("/link/new", test_new);
  g_test_add_func ("/link/refused", test_refused);

  return g_test_run ();
}
