/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-region-words.h"

#include <glib/gi18n.h>

/* Regions of Azure Remote Rendering, whose names come from the library's own table. Names
 * that a service gives are shown as they are. */
static const char * const region_names[] = {
  N_("Australia East"),
  N_("East US"),
  N_("East US 2"),
  N_("Japan East"),
  N_("North Europe"),
  N_("South Central US"),
  N_("Southeast Asia"),
  N_("UK South"),
  N_("West Europe"),
  N_("West US 2"),
  N_("This computer"),
  NULL
};

const char *
palco_region_words_name (PalcoRegion *region)
{
  const char *name = palco_region_get_name (region);

  if (name == NULL)
    return palco_region_get_id (region);

  return g_strv_contains (region_names, name) ? _(name) : name;
}
