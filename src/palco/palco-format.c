/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-format.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palco-price-words.h"

#define SECONDS_PER_MINUTE 60
#define SECONDS_PER_HOUR   3600
#define UUID_LENGTH        36
#define SHORT_ID_LENGTH    4

static const struct {
  const char *name;
  const char *css_class;
} states[] = {
  [PALCO_SESSION_STATE_UNKNOWN] = { NC_("session state", "Unknown"), "dim" },
  [PALCO_SESSION_STATE_STARTING] = { NC_("session state", "Starting"), "accent" },
  [PALCO_SESSION_STATE_READY] = { NC_("session state", "Ready"), "success" },
  [PALCO_SESSION_STATE_STOPPED] = { NC_("session state", "Stopped"), "dim" },
  [PALCO_SESSION_STATE_EXPIRED] = { NC_("session state", "Expired"), "dim" },
  [PALCO_SESSION_STATE_ERROR] = { NC_("session state", "Error"), "error" },
};

/* What a service does while a session starts, by the code that it gives. */
static const struct {
  const char *code;
  const char *text;
} stages[] = {
  { "WaitingForServer", N_("Waiting for a free server") },
  { "StartingServer", N_("Starting the server") },
};

const char *
palco_format_state (PalcoSessionState state)
{
  guint index = (guint) state < G_N_ELEMENTS (states) ? state : PALCO_SESSION_STATE_UNKNOWN;

  return g_dpgettext2 (NULL, "session state", states[index].name);
}

const char *
palco_format_state_class (PalcoSessionState state)
{
  guint index = (guint) state < G_N_ELEMENTS (states) ? state : PALCO_SESSION_STATE_UNKNOWN;

  return states[index].css_class;
}

/* Seconds appear only where they matter: in the last ten minutes. */
char *
palco_format_duration (gint64 seconds)
{
  guint hours;
  guint minutes;
  guint rest;

  seconds = MAX (seconds, 0);
  hours = seconds / SECONDS_PER_HOUR;
  minutes = seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE;
  rest = seconds % SECONDS_PER_MINUTE;

  if (hours > 0 && minutes > 0)
    /* Translators: hours and minutes, abbreviated. */
    return g_strdup_printf (C_("duration", "%u h %u min"), hours, minutes);

  if (hours > 0)
    return g_strdup_printf (C_("duration", "%u h"), hours);

  if (minutes > 0 && minutes < 10 && rest > 0)
    /* Translators: minutes and seconds, abbreviated; %02u is the seconds. */
    return g_strdup_printf (C_("duration", "%u min %02u s"), minutes, rest);

  if (minutes > 0)
    return g_strdup_printf (C_("duration", "%u min"), minutes);

  return g_strdup_printf (C_("duration", "%u s"), rest);
}

/* Where only minutes are shown they are rounded: a lease of an hour begins with “1 h”. */
char *
palco_format_time_left (gint64 seconds)
{
  const gint64 half_minute = SECONDS_PER_MINUTE / 2;
  g_autofree char *duration = NULL;

  if (seconds >= PALCO_FORMAT_SECONDS_SHOWN)
    seconds += half_minute;

  duration = palco_format_duration (seconds);

  /* Translators: time left in a session; %s is for example “1 h 12 min”. */
  return g_strdup_printf (_("%s left"), duration);
}

char *
palco_format_lease (guint minutes)
{
  return palco_format_duration ((gint64) minutes * SECONDS_PER_MINUTE);
}

char *
palco_format_most (guint       lease_minutes,
                   double      per_hour,
                   const char *currency,
                   gboolean    is_estimate)
{
  g_autofree char *lease = palco_format_lease (lease_minutes);
  g_autofree char *money = palco_price_words_money (per_hour * lease_minutes / 60.0, currency);

  if (is_estimate)
    /* Translators: the most that a session can cost, with a price that the user entered; an amount
     * of money and a time. */
    return g_strdup_printf (_("At most %s for %s, an estimate · billed only while it runs"),
                            money, lease);

  /* Translators: the most that a session can cost; an amount of money and a lease time. */
  return g_strdup_printf (_("At most %s for %s · billed only while it runs"), money, lease);
}

char *
palco_format_polygon_limit (gint64 limit)
{
  const gint64 million = 1000000;
  g_autofree char *number = NULL;

  if (limit <= 0)
    return g_strdup (_("No polygon limit"));

  if (limit % million == 0)
    return g_strdup_printf (ngettext ("Up to %d million polygons", "Up to %d million polygons",
                                      (gulong) (limit / million)),
                            (int) (limit / million));

  number = g_strdup_printf ("%'" G_GINT64_FORMAT, limit);
  return g_strdup_printf (ngettext ("Up to %s polygon", "Up to %s polygons", (gulong) limit), number);
}

char *
palco_format_teraflops (double teraflops)
{
  /* Translators: how fast the graphics of a server are: millions of millions of operations a second. */
  return g_strdup_printf (_("%.3g teraflops"), teraflops);
}

/* A negative number stands for “not known”: NULL. */
char *
palco_format_free (int n_free)
{
  if (n_free < 0)
    return NULL;

  if (n_free == 0)
    /* Translators: all servers of one size. */
    return g_strdup (_("All in use"));

  /* Translators: servers of one size that nobody uses. */
  return g_strdup_printf (ngettext ("%d free", "%d free", n_free), n_free);
}

char *
palco_format_servers_free (int n_free)
{
  if (n_free < 0)
    return NULL;

  if (n_free == 0)
    return g_strdup (_("All servers in use"));

  return g_strdup_printf (ngettext ("%d server free", "%d servers free", n_free), n_free);
}

/* Of all sizes of a region together; NULL where none tells. */
char *
palco_format_sizes_free (GListModel *sizes)
{
  int n_free = -1;

  for (guint i = 0; sizes != NULL && i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      if (palco_size_get_free (size) >= 0)
        n_free = MAX (n_free, 0) + palco_size_get_free (size);
    }

  return palco_format_servers_free (n_free);
}

const char *
palco_format_account_name (PalcoAccount *account)
{
  return palco_account_is_local (account) ? _("This Computer") : palco_account_get_name (account);
}

char *
palco_format_left_running (PalcoAccount *account,
                           guint         n_sessions)
{
  if (palco_account_is_local (account))
    return g_strdup_printf (ngettext ("%u session is running on this computer",
                                      "%u sessions are running on this computer", n_sessions),
                            n_sessions);

  /* Translators: %s is the name of an account that is not the one in use. */
  return g_strdup_printf (ngettext ("%u session of the account “%s” is running",
                                    "%u sessions of the account “%s” are running", n_sessions),
                          n_sessions, palco_account_get_name (account));
}

/* Ids that this program makes are UUIDs: their beginning tells them apart well enough.
 * An id that somebody chose is shown whole. */
char *
palco_format_session_name (const char *id)
{
  if (id != NULL && strlen (id) == UUID_LENGTH && g_uuid_string_is_valid (id))
    /* Translators: the name of a session; %.*s is the beginning of its id. */
    return g_strdup_printf (_("Session %.*s"), SHORT_ID_LENGTH, id);

  return g_strdup (id != NULL ? id : "");
}

static int
days_between (GDateTime *moment,
              GDateTime *now)
{
  GDate from;
  GDate to;

  g_date_set_dmy (&from, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));
  g_date_set_dmy (&to, g_date_time_get_day_of_month (moment), g_date_time_get_month (moment),
                  g_date_time_get_year (moment));

  return g_date_days_between (&from, &to);
}

char *
palco_format_moment (GDateTime *moment,
                     GDateTime *now)
{
  g_autoptr(GDateTime) local = g_date_time_to_timezone (moment, g_date_time_get_timezone (now));

  switch (days_between (local, now))
    {
    case 0:
      /* Translators: a time today, as for strftime(). */
      return g_date_time_format (local, C_("moment", "%H:%M"));
    case -1:
      /* Translators: a time yesterday, as for strftime(). */
      return g_date_time_format (local, C_("moment", "yesterday, %H:%M"));
    default:
      /* Translators: another day, as for strftime(). */
      return g_date_time_format (local, C_("moment", "%-d %B, %H:%M"));
    }
}

static char *
format_end (guint      lease_minutes,
            GDateTime *now)
{
  g_autoptr(GDateTime) end = g_date_time_add_minutes (now, (int) lease_minutes);

  if (days_between (end, now) == 0)
    /* Translators: when the lease of a session started now ends, as for strftime(). */
    return g_date_time_format (end, _("Ends at %H:%M today"));

  /* Translators: when the lease of a session started now ends, as for strftime(). */
  return g_date_time_format (end, _("Ends at %H:%M tomorrow"));
}

/* @cap_minutes is 0 where the lease does not grow by itself. */
char *
palco_format_ends (guint      lease_minutes,
                   guint      cap_minutes,
                   GDateTime *now)
{
  g_autofree char *end = format_end (lease_minutes, now);

  if (cap_minutes <= lease_minutes)
    return g_steal_pointer (&end);

  /* Translators: %s is for example “Ends at 16:20 today”. */
  return g_strdup_printf (_("%s, or later while you work"), end);
}

/* In the words of the service where they are not known here; NULL when it says nothing. */
const char *
palco_format_stage (PalcoSession *session)
{
  const char *code = palco_session_get_stage_code (session);

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      if (g_strcmp0 (stages[i].code, code) == 0)
        return _(stages[i].text);
    }

  return palco_session_get_stage (session);
}

/* Some desktops take the body of a notification for markup, others show it as it is; GLib leaves
 * that to them. Words of a service are to be neither a link nor a picture in any. */
char *
palco_format_notification_body (const char *text)
{
  GString *body = g_string_new (text);

  g_string_replace (body, "<", "‹", 0);
  g_string_replace (body, ">", "›", 0);

  return g_string_free (body, FALSE);
}
