/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-format-launch.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-region-words.h"

char *
palco_format_start (PalcoAccount *account,
                    PalcoRegion  *region)
{
  if (region == NULL)
    return g_strdup (_("Start Session"));

  if (account != NULL && palco_account_is_local (account))
    return g_strdup (_("Start Session on This Computer"));

  /* Translators: %s is the name of a region. */
  return g_strdup_printf (_("Start Session in %s"), palco_region_words_name (region));
}

static char *
format_most (PalcoAccount *account,
             PalcoSize    *size,
             guint         lease_minutes,
             guint         cap_minutes)
{
  guint minutes = MAX (lease_minutes, cap_minutes);
  g_autofree char *duration = palco_format_lease (minutes);
  gboolean is_estimate;
  const char *currency;
  double per_hour;

  if (size != NULL && palco_price_for (account, size, &per_hour, &currency, &is_estimate))
    return palco_format_most (minutes, per_hour, currency, is_estimate);

  if (cap_minutes > lease_minutes)
    /* Translators: of a session whose lease grows by itself; %s is for example “8 h”. */
    return g_strdup_printf (_("Ends by itself at most %s after it is ready"), duration);

  /* Translators: %s is a lease time, for example “1 h 30 min”. */
  return g_strdup_printf (_("Ends by itself %s after it is ready"), duration);
}

/* The most it can cost, with all extensions; @cap_minutes is 0 where there are none. */
char *
palco_format_start_cost (PalcoAccount *account,
                         PalcoSize    *size,
                         guint         lease_minutes,
                         guint         cap_minutes)
{
  g_autofree char *most = format_most (account, size, lease_minutes, cap_minutes);

  if (size == NULL || palco_size_get_free (size) != 0)
    return g_steal_pointer (&most);

  return g_strconcat (_("All servers of this size are in use: the session may not start."), "\n",
                      most, NULL);
}

char *
palco_format_launch_stage (PalcoLauncher *launcher)
{
  PalcoLaunchPlan *plan = palco_launcher_get_plan (launcher);
  guint candidate = palco_launcher_get_candidate (launcher);
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
                          palco_region_words_name (palco_launch_plan_get_region (plan, candidate)));
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
