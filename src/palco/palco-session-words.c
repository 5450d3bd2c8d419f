/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-words.h"

#include <glib/gi18n.h>

#include "palco-explain.h"
#include "palco-format.h"

char *
palco_session_words_name (PalcoSessionItem *item)
{
  return palco_format_session_name (palco_session_item_get_id (item));
}

const char *
palco_session_words_state (PalcoSessionItem *item)
{
  if (palco_session_item_is_live (item) &&
      palco_session_item_get_operation (item) == PALCO_SESSION_OPERATION_STOPPING)
    return _("Stopping…");

  return palco_format_state (palco_session_item_get_state (item));
}

static char *
live_words (PalcoSession *session,
            GDateTime    *now)
{
  GDateTime *created = palco_session_get_creation_time (session);
  const char *stage = palco_format_stage (session);
  g_autofree char *moment = created != NULL ? palco_format_moment (created, now) : g_strdup ("");

  if (palco_session_get_state (session) == PALCO_SESSION_STATE_STARTING)
    return g_strdup (stage != NULL ? stage : _("Waiting for a server"));

  if (palco_session_get_client_connected (session))
    /* Translators: %s is the time when a session was started; somebody is connected to it. */
    return g_strdup_printf (_("started %s · in use"), moment);

  /* Translators: %s is the time when a session was started. */
  return g_strdup_printf (_("started %s"), moment);
}

static char *
ended_words (PalcoSessionItem *item,
             GDateTime        *now)
{
  GDateTime *created = palco_session_item_get_created (item);

  return created != NULL ? palco_format_moment (created, now) : g_strdup ("");
}

/* Where, how big, and how it is going. */
char *
palco_session_words_place (PalcoSessionItem *item,
                           GDateTime        *now)
{
  PalcoRegion *region = palco_session_item_get_region (item);
  const char *size = palco_session_item_get_size_id (item);
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *rest = NULL;

  if (palco_session_item_is_live (item))
    rest = live_words (palco_session_item_get_session (item), now);
  else
    rest = ended_words (item, now);

  if (region != NULL)
    g_ptr_array_add (parts, (char *) palco_format_region_name (region));
  if (size != NULL)
    g_ptr_array_add (parts, (char *) size);
  if (*rest != '\0')
    g_ptr_array_add (parts, rest);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

char *
palco_session_words_note (PalcoSessionItem *item)
{
  PalcoSession *session = palco_session_item_get_session (item);

  if (palco_session_item_get_state (item) == PALCO_SESSION_STATE_ERROR)
    return palco_explain_session_failure (session);

  if (palco_session_get_stop_pending (session) &&
      palco_session_item_get_operation (item) == PALCO_SESSION_OPERATION_NONE)
    return g_strdup (_("Stop will be delivered when the service is reachable."));

  return g_strdup ("");
}

char *
palco_session_words_time (PalcoSessionItem *item)
{
  gint64 seconds = palco_session_item_get_seconds (item);
  g_autofree char *duration = NULL;

  if (seconds < 0)
    return g_strdup ("");

  if (palco_session_item_get_state (item) == PALCO_SESSION_STATE_READY)
    return palco_format_time_left (seconds);

  duration = palco_format_duration (seconds);
  if (!palco_session_item_is_live (item))
    return g_steal_pointer (&duration);

  /* Translators: how long a session has been starting; %s is for example “22 s”. */
  return g_strdup_printf (_("%s so far"), duration);
}

/* Of the lease, what is left; negative where there is nothing to measure. */
double
palco_session_words_fraction (PalcoSessionItem *item)
{
  PalcoSession *session = palco_session_item_get_session (item);
  gint64 lease_seconds = (gint64) palco_session_get_lease_minutes (session) * 60;
  gint64 seconds = palco_session_item_get_seconds (item);

  if (palco_session_item_get_state (item) != PALCO_SESSION_STATE_READY || seconds < 0 ||
      lease_seconds == 0)
    return -1.0;

  return (double) MIN (seconds, lease_seconds) / lease_seconds;
}

char *
palco_session_words_cost (PalcoSessionItem *item)
{
  PalcoClient *client = palco_session_item_get_client (item);

  return palco_format_session_cost (palco_session_item_get_session (item),
                                    palco_client_get_catalogue (client));
}
