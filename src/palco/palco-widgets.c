/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-widgets.h"

/* Menu buttons and drop-downs do not pass their accessible name on to the toggle button inside,
 * which is what takes the focus. */
static void
name_toggle (GtkWidget  *widget,
             const char *name)
{
  GtkWidget *toggle = gtk_widget_get_first_child (widget);

  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
popover_changed_cb (GtkMenuButton *menu_button,
                    GParamSpec    *pspec,
                    const char    *name)
{
  GtkPopover *popover = gtk_menu_button_get_popover (menu_button);

  if (popover != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Names the button, and the menu that opens, which may be made only then. */
void
palco_menu_button_set_name (GtkMenuButton *menu_button,
                            const char    *name)
{
  name_toggle (GTK_WIDGET (menu_button), name);
  g_signal_connect_data (menu_button, "notify::popover", G_CALLBACK (popover_changed_cb),
                         g_strdup (name), (GClosureNotify) (GCallback) g_free, 0);
  popover_changed_cb (menu_button, NULL, name);
}

void
palco_drop_down_set_name (GtkDropDown *drop_down,
                          const char  *name)
{
  name_toggle (GTK_WIDGET (drop_down), name);
}

/* Names what libadwaita 1.2 leaves without a name inside its widgets: all parts of a type. */
void
palco_parts_set_name (GtkWidget  *widget,
                      GType       type,
                      const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (g_type_is_a (G_OBJECT_TYPE (child), type))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

      palco_parts_set_name (child, type, name);
    }
}

/* The pen of an entry row. */
void
palco_row_name_parts (AdwPreferencesRow *row)
{
  palco_parts_set_name (GTK_WIDGET (row), GTK_TYPE_IMAGE, adw_preferences_row_get_title (row));
}

/* With plain text, which may come from a service. Within g_object_new() the texts would reach
 * their labels before “use-markup” does. */
GtkWidget *
palco_action_row_new (const char *title,
                      const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}
