/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-relaunch.h"

/* Starting again what ran before, from wherever it is listed. */

/* Only what to do when all servers are in use is as it is chosen now. */
static PalcoPreset *
read_preset (PalcoLaunchPage *page,
             GVariant        *parameter)
{
  g_autoptr(PalcoPreset) chosen = palco_launch_page_dup_preset (page);
  const char *region_id;
  const char *size_id;
  const char *title;
  guint lease_minutes;
  guint cap_minutes;

  if (chosen == NULL)
    return NULL;

  g_variant_get (parameter, "(&s&suu&s)", &region_id, &size_id, &lease_minutes, &cap_minutes,
                 &title);

  return palco_preset_new (NULL, title, palco_preset_get_account_uid (chosen), region_id, size_id,
                           lease_minutes, cap_minutes, palco_preset_get_when_full (chosen));
}

static void
relaunch_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  PalcoLaunchPage *page = PALCO_LAUNCH_PAGE (user_data);
  g_autoptr(PalcoPreset) preset = read_preset (page, parameter);

  gtk_widget_activate_action (GTK_WIDGET (page), "win.show-page", "s", "launch");
  if (preset != NULL)
    palco_launch_page_start_preset (page, preset);
}

static void
edit_launch_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  PalcoLaunchPage *page = PALCO_LAUNCH_PAGE (user_data);
  g_autoptr(PalcoPreset) preset = read_preset (page, parameter);

  gtk_widget_activate_action (GTK_WIDGET (page), "win.show-page", "s", "launch");
  if (preset != NULL)
    palco_launch_page_show_preset (page, preset);
}

/**
 * palco_relaunch_add_actions:
 * @page: the launch page
 * @window: the window that it is in
 *
 * Adds “relaunch”, which starts at once, and “edit-launch”, which only fills in the page. Both
 * take region, size, lease minutes, cap minutes and title: “(ssuus)”.
 */
void
palco_relaunch_add_actions (PalcoLaunchPage *page,
                            GActionMap      *window)
{
  const GActionEntry actions[] = {
    { "edit-launch", edit_launch_action, "(ssuus)" },
    { "relaunch", relaunch_action, "(ssuus)" },
  };

  g_return_if_fail (PALCO_IS_LAUNCH_PAGE (page));

  g_action_map_add_action_entries (window, actions, G_N_ELEMENTS (actions), page);
}
