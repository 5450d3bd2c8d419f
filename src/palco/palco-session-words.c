/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-words.h"

#include <glib/gi18n.h>

#include "palco-explain.h"
#include "palco-format.h"
#include "palco-price-words.h"
#include "palco-region-words.h"

/* Its preset's, if it has one; @entry is what the journal knows of it, or NULL. */
char *
palco_session_words_name_of (PalcoHistoryEntry *entry,
                             const char        *id)
{
  const char *title = entry != NULL ? palco_history_entry_get_title (entry) : "";

  return *title != '\0' ? g_strdup (title) : palco_format_session_name (id);
}

char *
palco_session_words_name (PalcoSessionItem *item)
{
  return palco_session_words_name_of (palco_session_item_get_entry (item),
                                      palco_session_item_get_id (item));
}

const char *
palco_session_words_state (PalcoSessionItem *item)
{
  if (palco_session_item_is_live (item) &&
      palco_session_item_get_operation (item) == PALCO_SESSION_OPERATION_STOPPING)
    return _("Stopping…");

  return palco_format_state (palco_session_item_get_state (item));
}

static void
take_part (GPtrArray *parts,
           char      *part)
{
  if (part != NULL && *part != '\0')
    g_ptr_array_add (parts, part);
  else
    g_free (part);
}

static void
add_start (GPtrArray        *parts,
           PalcoSessionItem *item)
{
  const char *stage = palco_format_stage (palco_session_item_get_session (item));
  gint64 typical_start = palco_session_item_get_typical_start (item);
  g_autofree char *duration = palco_format_duration (typical_start);

  take_part (parts, g_strdup (stage != NULL ? stage : _("Waiting for a server")));
  if (typical_start >= 0)
    /* Translators: how long starts take; %s is for example “40 s”. */
    take_part (parts, g_strdup_printf (_("usually %s"), duration));
}

static void
add_live (GPtrArray        *parts,
          PalcoSessionItem *item,
          GDateTime        *now)
{
  PalcoHistoryEntry *entry = palco_session_item_get_entry (item);
  GDateTime *created = palco_session_item_get_created (item);
  g_autofree char *moment = created != NULL ? palco_format_moment (created, now) : g_strdup ("");

  if (entry != NULL && !palco_history_entry_is_started_here (entry))
    /* Translators: %s is the time when a session was started, by somebody else or on another
     * computer. */
    take_part (parts, g_strdup_printf (_("started %s elsewhere"), moment));
  else
    /* Translators: %s is the time when a session was started. */
    take_part (parts, g_strdup_printf (_("started %s"), moment));

  if (palco_session_get_client_connected (palco_session_item_get_session (item)))
    /* Translators: a session that somebody is connected to. */
    take_part (parts, g_strdup (_("in use")));
}

static void
add_ended (GPtrArray        *parts,
           PalcoSessionItem *item,
           GDateTime        *now)
{
  GDateTime *created = palco_session_item_get_created (item);

  if (created != NULL)
    take_part (parts, palco_format_moment (created, now));
}

static const char *
region_words (PalcoSessionItem *item)
{
  PalcoRegion *region = palco_session_item_get_region (item);

  return region != NULL ? palco_region_words_name (region)
                        : palco_session_item_get_region_id (item);
}

/* Where, how big, and how it is going. */
char *
palco_session_words_place (PalcoSessionItem *item,
                           GDateTime        *now)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  take_part (parts, g_strdup (region_words (item)));
  take_part (parts, g_strdup (palco_session_item_get_size_id (item)));

  if (!palco_session_item_is_live (item))
    add_ended (parts, item, now);
  else if (palco_session_item_get_state (item) == PALCO_SESSION_STATE_STARTING)
    add_start (parts, item);
  else
    add_live (parts, item, now);

  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

char *
palco_session_words_note (PalcoSessionItem *item)
{
  if (palco_session_item_get_state (item) == PALCO_SESSION_STATE_ERROR)
    return palco_explain_failure (palco_session_item_get_error_code (item),
                                  palco_session_item_get_error_message (item));

  if (palco_session_item_is_live (item) &&
      palco_session_get_stop_pending (palco_session_item_get_session (item)) &&
      palco_session_item_get_operation (item) == PALCO_SESSION_OPERATION_NONE)
    return g_strdup (_("Stop will be delivered when the service is reachable."));

  return palco_session_words_extends (item);
}

/* That its end is not yet its end. */
char *
palco_session_words_extends (PalcoSessionItem *item)
{
  g_autofree char *cap = palco_format_lease (palco_session_item_get_cap_minutes (item));

  if (!palco_session_item_is_extending (item))
    return g_strdup ("");

  /* Translators: of a session whose lease grows by itself; %s is the longest that the lease can
   * become, for example “8 h”. */
  return g_strdup_printf (_("Extends while you work, up to %s"), cap);
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

/* What is left of the lease, or of the time that a start usually takes; negative where there is
 * nothing to measure. */
double
palco_session_words_fraction (PalcoSessionItem *item)
{
  gint64 lease_seconds = (gint64) palco_session_item_get_lease_minutes (item) * 60;
  gint64 typical_start = palco_session_item_get_typical_start (item);
  gint64 seconds = palco_session_item_get_seconds (item);

  if (!palco_session_item_is_live (item) || seconds < 0)
    return -1.0;

  if (palco_session_item_get_state (item) == PALCO_SESSION_STATE_STARTING)
    return typical_start > 0 ? MIN ((double) seconds / typical_start, 1.0) : -1.0;

  return lease_seconds > 0 ? MIN ((double) seconds / lease_seconds, 1.0) : -1.0;
}

/* The price may be the user's own: then so is the amount. */
char *
palco_session_words_cost (PalcoSessionItem *item)
{
  const char *currency;
  gboolean is_estimate;
  double cost;
  g_autofree char *money = NULL;

  if (!palco_session_item_get_cost (item, &cost, &currency, &is_estimate))
    return g_strdup ("");

  money = palco_price_words_money (cost, currency);
  if (!is_estimate)
    return g_steal_pointer (&money);

  /* Translators: an estimated amount of money. */
  return g_strdup_printf (_("≈ %s"), money);
}

/* Why somebody might not want these sessions to be stopped. */
char *
palco_session_words_in_use (guint n_sessions,
                            guint n_in_use)
{
  if (n_sessions == 1)
    return g_strdup (_("Somebody is connected to this session. What they have not saved is lost."));

  return g_strdup_printf (ngettext ("Somebody is connected to %u of them. What they have not saved is lost.",
                                    "Somebody is connected to %u of them. What they have not saved is lost.",
                                    n_in_use),
                          n_in_use);
}
