/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-format-launch.h"

#include <glib/gi18n.h>

#include "palco-format.h"

char *
palco_format_start (PalcoAccount *account,
                    PalcoRegion  *region)
{
  if (region == NULL)
    return g_strdup (_("Start Session"));

  if (account != NULL && palco_account_is_local (account))
    return g_strdup (_("Start Session on This Computer"));

  /* Translators: %s is the name of a region. */
  return g_strdup_printf (_("Start Session in %s"), palco_format_region_name (region));
}

/* The most it can cost, with all extensions; @cap_minutes is 0 where there are none. */
char *
palco_format_start_cost (PalcoAccount *account,
                         PalcoSize    *size,
                         guint         lease_minutes,
                         guint         cap_minutes)
{
  guint minutes = MAX (lease_minutes, cap_minutes);
  g_autofree char *duration = palco_format_lease (minutes);
  gboolean is_estimate;
  const char *currency;
  double per_hour;

  if (size != NULL && palco_size_get_free (size) == 0)
    return g_strdup (_("All servers of this size are in use: the session may not start."));

  if (size != NULL && palco_price_for (account, size, &per_hour, &currency, &is_estimate))
    return palco_format_most (minutes, per_hour, currency, is_estimate);

  /* Translators: %s is a lease time, for example “1 h 30 min”. */
  return g_strdup_printf (_("Ends by itself %s after it is ready"), duration);
}

static const char *
region_name (PalcoLauncher *launcher,
             guint          candidate)
{
  PalcoLaunchPlan *plan = palco_launcher_get_plan (launcher);

  return palco_format_region_name (palco_launch_plan_get_region (plan, candidate));
}

char *
palco_format_launch_stage (PalcoLauncher *launcher)
{
  PalcoSession *session = palco_launcher_get_session (launcher);
  const char *stage;

  switch (palco_launcher_get_phase (launcher))
    {
    case PALCO_LAUNCHER_PHASE_STOPPING:
      return g_strdup (_("Cancelling…"));
    case PALCO_LAUNCHER_PHASE_WAITING:
      stage = palco_format_stage (session);
      return g_strdup (stage != NULL ? stage : _("Waiting for the server…"));
    case PALCO_LAUNCHER_PHASE_IDLE:
    case PALCO_LAUNCHER_PHASE_CREATING:
    case PALCO_LAUNCHER_PHASE_ASKING:
    case PALCO_LAUNCHER_PHASE_DONE:
      break;
    }

  /* Translators: %s is the name of a region. */
  return g_strdup_printf (_("Asking for a server in %s…"),
                          region_name (launcher, palco_launcher_get_candidate (launcher)));
}

/* @typical_seconds is 0 where nothing was started before. */
char *
palco_format_launch_time (gint64 seconds,
                          gint64 typical_seconds)
{
  g_autofree char *elapsed = palco_format_duration (seconds);
  g_autofree char *typical = palco_format_duration (typical_seconds);

  if (typical_seconds <= 0)
    return g_steal_pointer (&elapsed);

  /* Translators: how long a session has been starting, and how long that took in the past; for
   * example “12 s · usually 20 s”. */
  return g_strdup_printf (_("%s · usually %s"), elapsed, typical);
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
    return palco_format_price (per_hour, currency);

  return g_strdup (_("a price that is not known"));
}

/* Why it is not where it was wanted, and at what price. */
char *
palco_format_moved_on (PalcoLauncher *launcher)
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

char *
palco_format_consent (PalcoLauncher *launcher)
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
