/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-shortcuts.h"

static const struct {
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "win.refresh", { "<Control>r", "F5" } },
  { "win.show-page::launch", { "<Alt>1" } },
  { "win.show-page::sessions", { "<Alt>2" } },
  { "win.show-page::usage", { "<Alt>3" } },
  { "win.add-account", { "<Control>n" } },
  { "win.show-preferences", { "<Control>comma" } },
  { "win.show-shortcuts", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
};

void
palco_shortcuts_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].accels);
}

GtkShortcutsWindow *
palco_shortcuts_window_new (void)
{
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/palco/Palco/shortcuts.ui");

  return g_object_ref (GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts")));
}

/* Made when it is wanted and gone when it is closed. GTK would make it at start from
 * “gtk/help-overlay.ui” and hide it, and GTK 4.8 crashes when a screen reader counts a hidden
 * window. It shows keys of actions only as the help overlay of a window. */
void
palco_shortcuts_present (GtkApplicationWindow *window)
{
  g_autoptr(GtkShortcutsWindow) shortcuts = palco_shortcuts_window_new ();

  gtk_application_window_set_help_overlay (window, shortcuts);
  gtk_window_set_hide_on_close (GTK_WINDOW (shortcuts), FALSE);
  gtk_window_present (GTK_WINDOW (shortcuts));
}
