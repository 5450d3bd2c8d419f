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

/* The icon in the template, but not before it is seen: it is big enough to be drawn from SVG, and
 * the first of those takes as much memory as a third of an empty window. */
void
palco_status_page_defer_icon (AdwStatusPage *page)
{
  char *icon_name = g_strdup (adw_status_page_get_icon_name (page));

  adw_status_page_set_icon_name (page, NULL);
  g_signal_connect_data (page, "map", G_CALLBACK (adw_status_page_set_icon_name), icon_name,
                         (GClosureNotify) (GCallback) g_free, 0);
}

static GdkSurface *
get_surface (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);

  return native != NULL ? gtk_native_get_surface (native) : NULL;
}

/* Whether somebody can look at it, as far as is known: a minimized window stays mapped, and a Wayland
 * compositor does not tell of it. */
gboolean
palco_widget_is_in_sight (GtkWidget *widget)
{
  GdkSurface *surface = get_surface (widget);

  return gtk_widget_get_mapped (widget) &&
         !(GDK_IS_TOPLEVEL (surface) &&
           (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED));
}

static void
map_cb (GtkWidget *widget,
        GCallback  changed)
{
  GdkSurface *surface = get_surface (widget);

  if (GDK_IS_TOPLEVEL (surface))
    g_signal_connect_object (surface, "notify::state", changed, widget, G_CONNECT_SWAPPED);
}

static void
unmap_cb (GtkWidget *widget,
          GCallback  changed)
{
  GdkSurface *surface = get_surface (widget);

  if (surface != NULL)
    g_signal_handlers_disconnect_by_func (surface, changed, widget);
}

/* Calls @changed with the widget alone when palco_widget_is_in_sight() may have changed. */
void
palco_widget_watch_sight (GtkWidget *widget,
                          GCallback  changed)
{
  g_signal_connect (widget, "map", G_CALLBACK (map_cb), changed);
  g_signal_connect (widget, "map", changed, NULL);
  g_signal_connect (widget, "unmap", G_CALLBACK (unmap_cb), changed);
  g_signal_connect (widget, "unmap", changed, NULL);
}
