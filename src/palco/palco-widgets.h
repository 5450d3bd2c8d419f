/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *palco_action_row_new         (const char        *title,
                                         const char        *subtitle);
void       palco_drop_down_set_name     (GtkDropDown       *drop_down,
                                         const char        *name);
void       palco_menu_button_set_name   (GtkMenuButton     *menu_button,
                                         const char        *name);
void       palco_parts_set_name         (GtkWidget         *widget,
                                         GType              type,
                                         const char        *name);
void       palco_row_name_parts         (AdwPreferencesRow *row);
void       palco_status_page_defer_icon (AdwStatusPage     *page);
gboolean   palco_widget_is_in_sight     (GtkWidget         *widget);
void       palco_widget_watch_sight     (GtkWidget         *widget,
                                         GCallback          changed);

G_END_DECLS
