/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "palco-application.h"
#include "palco-memory.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(GApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PALCO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  palco_memory_give_frames_back ();
  application = palco_application_new ();

  return g_application_run (application, argc, argv);
}
