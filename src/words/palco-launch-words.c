/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-launch-words.h"

#include "palco-price-words.h"
#include "palco-region-words.h"

#include <glib/gi18n.h>

static const char *
region_name (PalcoLauncher *launcher,
             guint          candidate)
{
  PalcoLaunchPlan *plan = palco_launcher_get_plan (launcher);

  return palco_region_words_name (palco_launch_plan_get_region (plan, candidate));
}

static char *
format_price (PalcoLauncher *launcher,
              guint          candidate)
{
  PalcoAccount *account = palco_client_get_account (palco_launcher_get_client (launcher));
  PalcoLaunchPlan *plan = palco_launcher_get_plan (launcher);
  const char *currency;
  double per_hour;

  if (palco_price_for (account, palco_launch_plan_get_size (plan, candidate), &per_hour, &currency,
                       NULL))
    return palco_price_words_per_hour (per_hour, currency);

  return g_strdup (_("a price that is not known"));
}

/* Why it is not where it was wanted, and at what price. */
char *
palco_launch_words_moved_on (PalcoLauncher *launcher)
{
  PalcoLaunchPlan *plan = palco_launcher_get_plan (launcher);
  guint candidate = palco_launcher_get_candidate (launcher);
  PalcoSize *size = palco_launch_plan_get_size (plan, candidate);
  g_autofree char *price = format_price (launcher, candidate);

  /* Translators: region, server size and region where servers are free, its price per hour. */
  return g_strdup_printf (_("All servers in %s are in use. Starting %s in %s instead, for %s."),
                          region_name (launcher, 0), palco_size_get_id (size),
                          region_name (launcher, candidate), price);
}

/* What is asked before it costs more than what was agreed to. */
char *
palco_launch_words_consent (PalcoLauncher *launcher)
{
  PalcoLaunchPlan *plan = palco_launcher_get_plan (launcher);
  guint candidate = palco_launcher_get_candidate (launcher);
  PalcoSize *size = palco_launch_plan_get_size (plan, candidate);
  g_autofree char *wanted = format_price (launcher, 0);
  g_autofree char *price = format_price (launcher, candidate);

  /* Translators: region; server size and region to take instead; its price and the one that was
   * wanted, for example “$24.00 per hour”. */
  return g_strdup_printf (_("All servers in %s are in use. %s in %s costs %s, not %s."),
                          region_name (launcher, 0), palco_size_get_id (size),
                          region_name (launcher, candidate), price, wanted);
}
