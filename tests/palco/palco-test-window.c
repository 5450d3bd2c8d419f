/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-window.h"

#include <locale.h>

/* FALSE, and the tests are told to be skipped, where no window can be shown. */
gboolean
palco_test_window_init (int    *argc,
                        char ***argv)
{
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return FALSE;
    }

  adw_init ();

  return TRUE;
}
