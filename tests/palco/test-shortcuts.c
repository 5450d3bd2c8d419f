/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "palco-map.h"
#include "palco-region-list.h"
#include "palco-sessions-page.h"
#include "palco-shortcuts.h"
#include "palco-test-window.h"

/* Other keys for what is shown with the usual one. */
static const char * const aliases[] = { "equal" };

/* Keys that GTK gives a meaning to: the menu, and the focus. */
static const char * const of_toolkit[] = { "F10", "Left", "Right", "Up", "Down" };

typedef struct
{
  GHashTable *actions;   /* sets of strings */
  GHashTable *keys;
} Shortcuts;

static void
set_up (Shortcuts *self)
{
  self->actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
tear_down (Shortcuts *self)
{
  g_hash_table_unref (self->actions);
  g_hash_table_unref (self->keys);
}

/* One key, or the first and the last of several that follow each other. */
static void
add_accelerator (Shortcuts  *self,
                 const char *accelerator)
{
  g_auto(GStrv) ends = g_strsplit (accelerator, "...", 2);
  GdkModifierType modifiers;
  guint first, last;

  g_assert_true (gtk_accelerator_parse (ends[0], &first, &modifiers));
  last = first;
  if (ends[1] != NULL)
    g_assert_true (gtk_accelerator_parse (ends[1], &last, NULL));

  for (guint key = first; key <= last; key++)
    g_hash_table_add (self->keys, gtk_accelerator_name (key, modifiers));
}

static void
collect_shown (Shortcuts *self,
               GtkWidget *widget)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *action = NULL;
      g_autofree char *accelerators = NULL;
      g_auto(GStrv) parts = NULL;

      g_object_get (widget, "action-name", &action, "accelerator", &accelerators, NULL);
      parts = g_strsplit (action == NULL ? accelerators : "", " ", -1);
      for (guint i = 0; parts[i] != NULL; i++)
        add_accelerator (self, parts[i]);
      if (action != NULL)
        g_hash_table_add (self->actions, g_steal_pointer (&action));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_shown (self, child);
}

/* They are not shown beside their twins, and newer GTK adds them by itself. */
static gboolean
is_on_keypad (guint key)
{
  return key >= GDK_KEY_KP_Space && key <= GDK_KEY_KP_Equal;
}

static void
collect_keys (Shortcuts  *self,
              GListModel *shortcuts)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkKeyvalTrigger *trigger = GTK_KEYVAL_TRIGGER (gtk_shortcut_get_trigger (shortcut));

      guint key = gtk_keyval_trigger_get_keyval (trigger);

      if (!is_on_keypad (key))
        g_hash_table_add (self->keys, gtk_accelerator_name (key, gtk_keyval_trigger_get_modifiers (trigger)));
    }
}

/* Takes a widget that nobody owns. */
static void
collect_working (Shortcuts *self,
                 GtkWidget *widget)
{
  g_autoptr(GtkWidget) owner = g_object_ref_sink (widget);
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (owner);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_SHORTCUT_CONTROLLER (controller))
        collect_keys (self, G_LIST_MODEL (controller));
    }
}

static void
add_all (GHashTable         *set,
         const char * const *names,
         guint               n_names)
{
  for (guint i = 0; i < n_names; i++)
    g_hash_table_add (set, g_strdup (names[i]));
}

static void
assert_contains (GHashTable *set,
                 GHashTable *subset,
                 const char *what)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, subset);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (set, name))
        g_error ("%s: %s", what, (const char *) name);
    }
}

static void
collect_actions (Shortcuts *self)
{
  g_autoptr(GtkApplication) application = gtk_application_new ("io.github.palco.Test", 0);
  g_auto(GStrv) names = NULL;

  palco_shortcuts_install (application);
  names = gtk_application_list_action_descriptions (application);
  add_all (self->actions, (const char * const *) names, g_strv_length (names));
}

static void
test_complete (void)
{
  g_autoptr(GtkShortcutsWindow) window = palco_shortcuts_window_new ();
  g_autoptr(PalcoConnection) connection = palco_connection_new ();
  Shortcuts shown;
  Shortcuts working;

  set_up (&shown);
  set_up (&working);
  collect_shown (&shown, GTK_WIDGET (window));
  collect_actions (&working);
  collect_working (&working, g_object_new (PALCO_TYPE_MAP, NULL));
  collect_working (&working, g_object_new (PALCO_TYPE_REGION_LIST, NULL));
  collect_working (&working, palco_sessions_page_new (connection));

  assert_contains (shown.actions, working.actions, "Not shown");
  assert_contains (working.actions, shown.actions, "Shown without a key");
  add_all (working.keys, of_toolkit, G_N_ELEMENTS (of_toolkit));
  assert_contains (working.keys, shown.keys, "Shown and does nothing");
  add_all (shown.keys, aliases, G_N_ELEMENTS (aliases));
  add_all (shown.keys, of_toolkit, G_N_ELEMENTS (of_toolkit));
  assert_contains (shown.keys, working.keys, "Not shown");

  tear_down (&shown);
  tear_down (&working);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  if (!palco_test_window_init (&argc, &argv))
    return 0;

  g_test_add_func ("/shortcuts/complete", test_complete);

  return g_test_run ();
}
