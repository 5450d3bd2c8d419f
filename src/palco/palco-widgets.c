/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-widgets.h"

/* A menu button does not pass its accessible name on to the toggle button inside, which is
 * what takes the focus. */
void
palco_menu_button_set_name (GtkMenuButton *menu_button,
                            const char    *name)
{
  GtkWidget *toggle = gtk_widget_get_first_child (GTK_WIDGET (menu_button));

  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
