/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-menu.h"

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  const char *menu_id = user_data;
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/palco/Palco/palco-session-menus.ui");
  GMenuModel *menu = G_MENU_MODEL (gtk_builder_get_object (builder, menu_id));

  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (menu));
}

/**
 * palco_session_menu_attach:
 * @button: a button in a row
 * @menu_id: which menu; a static string
 *
 * Lets @button show a menu, which is made when it is opened: most rows never open theirs.
 */
void
palco_session_menu_attach (GtkMenuButton *button,
                           const char    *menu_id)
{
  gtk_menu_button_set_create_popup_func (button, create_popup_cb, (gpointer) menu_id, NULL);
}
