/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-history-entry-private.h"

#include "palco-session-facts.h"

/**
 * PalcoHistoryEntry:
 *
 * What the journal of this computer knows about a session, live or ended.
 *
 * Entries come from [method@Palco.Journal.load_history_async] and never change.
 *
 * Since: 1.0
 */

struct _PalcoHistoryEntry
{
  GObject            parent_instance;
  PalcoJournalEntry *entry;
  GDateTime         *created;
  GDateTime         *ready;
  GDateTime         *ended;
};

G_DEFINE_FINAL_TYPE (PalcoHistoryEntry, palco_history_entry, G_TYPE_OBJECT)

static void
palco_history_entry_finalize (GObject *object)
{
  PalcoHistoryEntry *self = PALCO_HISTORY_ENTRY (object);

  palco_journal_entry_free (self->entry);
  g_clear_pointer (&self->created, g_date_time_unref);
  g_clear_pointer (&self->ready, g_date_time_unref);
  g_clear_pointer (&self->ended, g_date_time_unref);

  G_OBJECT_CLASS (palco_history_entry_parent_class)->finalize (object);
}

static void
palco_history_entry_class_init (PalcoHistoryEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_history_entry_finalize;
}

static void
palco_history_entry_init (PalcoHistoryEntry *self)
{
}

static GDateTime *
make_time (gint64 seconds)
{
  return seconds > 0 ? g_date_time_new_from_unix_utc (seconds) : NULL;
}

/* Takes @entry, which has all its strings. */
PalcoHistoryEntry *
palco_history_entry_new (PalcoJournalEntry *entry)
{
  PalcoHistoryEntry *self = g_object_new (PALCO_TYPE_HISTORY_ENTRY, NULL);

  self->entry = entry;
  self->created = make_time (entry->created);
  self->ready = make_time (entry->ready);
  self->ended = make_time (entry->ended);

  return self;
}

/**
 * palco_history_entry_get_account_uid:
 * @self: an entry
 *
 * Whose it is.
 *
 * Returns: the uid of an account
 *
 * Since: 1.0
 */
const char *
palco_history_entry_get_account_uid (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return self->entry->account;
}

/**
 * palco_history_entry_get_region_id:
 * @self: an entry
 *
 * Where it ran.
 *
 * Returns: the id of a region
 *
 * Since: 1.0
 */
const char *
palco_history_entry_get_region_id (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return self->entry->region;
}

/**
 * palco_history_entry_get_session_id:
 * @self: an entry
 *
 * The id of the session.
 *
 * Returns: the id
 *
 * Since: 1.0
 */
const char *
palco_history_entry_get_session_id (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return self->entry->id;
}

/**
 * palco_history_entry_get_size_id:
 * @self: an entry
 *
 * What it ran on.
 *
 * Returns: the id of a size, which is empty when unknown
 *
 * Since: 1.0
 */
const char *
palco_history_entry_get_size_id (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return self->entry->size;
}

/**
 * palco_history_entry_get_title:
 * @self: an entry
 *
 * What it was called here, which is the name of its preset.
 *
 * Returns: the title, which may be empty
 *
 * Since: 1.0
 */
const char *
palco_history_entry_get_title (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return self->entry->title;
}

/**
 * palco_history_entry_is_started_here:
 * @self: an entry
 *
 * Whether this computer started it; the others were seen in a list.
 *
 * Returns: %TRUE if it was started by a program of this user on this computer
 *
 * Since: 1.0
 */
gboolean
palco_history_entry_is_started_here (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), FALSE);

  return self->entry->started_here;
}

/**
 * palco_history_entry_get_lease_minutes:
 * @self: an entry
 *
 * How long it might run at most, as last seen.
 *
 * Returns: minutes
 *
 * Since: 1.0
 */
guint
palco_history_entry_get_lease_minutes (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), 0);

  return self->entry->lease_minutes;
}

/**
 * palco_history_entry_get_cap_minutes:
 * @self: an entry
 *
 * How long it may run in all when its lease is extended by itself.
 *
 * Returns: minutes, or 0 to let the lease run out
 *
 * Since: 1.0
 */
guint
palco_history_entry_get_cap_minutes (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), 0);

  return self->entry->cap_minutes;
}

/**
 * palco_history_entry_get_created:
 * @self: an entry
 *
 * When it was asked for.
 *
 * Returns: (nullable) (transfer none): the time, or %NULL when unknown
 *
 * Since: 1.0
 */
GDateTime *
palco_history_entry_get_created (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return self->created;
}

/**
 * palco_history_entry_get_ready:
 * @self: an entry
 *
 * When it became ready, which is when it began to be billed.
 *
 * Returns: (nullable) (transfer none): the time, or %NULL if it has never been ready
 *
 * Since: 1.0
 */
GDateTime *
palco_history_entry_get_ready (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return self->ready;
}

/**
 * palco_history_entry_get_ended:
 * @self: an entry
 *
 * When it ended.
 *
 * Returns: (nullable) (transfer none): the time, or %NULL while it lives
 *
 * Since: 1.0
 */
GDateTime *
palco_history_entry_get_ended (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return self->ended;
}

/**
 * palco_history_entry_get_state:
 * @self: an entry
 *
 * What the service last said about it.
 *
 * Returns: the state
 *
 * Since: 1.0
 */
PalcoSessionState
palco_history_entry_get_state (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), PALCO_SESSION_STATE_UNKNOWN);

  return palco_session_state_from_name (self->entry->state);
}

/**
 * palco_history_entry_is_ended:
 * @self: an entry
 *
 * Whether it is known to have ended.
 *
 * Returns: %TRUE if nothing runs any more
 *
 * Since: 1.0
 */
gboolean
palco_history_entry_is_ended (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), FALSE);

  return self->entry->phase == PALCO_JOURNAL_PHASE_ENDED;
}

static const char *
non_empty (const char *text)
{
  return *text != '\0' ? text : NULL;
}

/**
 * palco_history_entry_get_error_code:
 * @self: an entry
 *
 * Why it failed, for programs.
 *
 * Returns: (nullable): the code of the service
 *
 * Since: 1.0
 */
const char *
palco_history_entry_get_error_code (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return non_empty (self->entry->error_code);
}

/**
 * palco_history_entry_get_error_message:
 * @self: an entry
 *
 * Why it failed, for people.
 *
 * Returns: (nullable): the message of the service
 *
 * Since: 1.0
 */
const char *
palco_history_entry_get_error_message (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), NULL);

  return non_empty (self->entry->error_message);
}

/**
 * palco_history_entry_get_price:
 * @self: an entry
 * @per_hour: (out) (optional): the price
 * @currency: (out) (optional) (transfer none): its currency, like “EUR”
 * @is_estimate: (out) (optional): whether the price is the user's word, not the service's
 *
 * What an hour cost when the session was started.
 *
 * Returns: %FALSE if no price was known
 *
 * Since: 1.0
 */
gboolean
palco_history_entry_get_price (PalcoHistoryEntry  *self,
                               double             *per_hour,
                               const char        **currency,
                               gboolean           *is_estimate)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), FALSE);

  if (*self->entry->currency == '\0')
    return FALSE;

  if (per_hour != NULL)
    *per_hour = self->entry->price_per_hour;
  if (currency != NULL)
    *currency = self->entry->currency;
  if (is_estimate != NULL)
    *is_estimate = self->entry->price_is_estimate;

  return TRUE;
}

/* One that lives counts up to now, but not beyond the lease that is known of. */
static gint64
find_end (PalcoHistoryEntry *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (self->entry->phase == PALCO_JOURNAL_PHASE_ENDED)
    return self->entry->ended;

  if (self->entry->lease_minutes == 0)
    return now;

  return MIN (now, self->entry->ready + (gint64) self->entry->lease_minutes * 60);
}

/**
 * palco_history_entry_get_seconds:
 * @self: an entry
 *
 * How long it has been billed: from ready to its end, or to now while it lives.
 *
 * Returns: seconds
 *
 * Since: 1.0
 */
gint64
palco_history_entry_get_seconds (PalcoHistoryEntry *self)
{
  g_return_val_if_fail (PALCO_IS_HISTORY_ENTRY (self), 0);

  return self->ready != NULL ? MAX (find_end (self) - self->entry->ready, 0) : 0;
}

/**
 * palco_history_entry_get_cost:
 * @self: an entry
 * @cost: (out) (optional): what it has cost so far
 * @currency: (out) (optional) (transfer none): the currency, like “EUR”
 * @is_estimate: (out) (optional): whether the price is the user's word, not the service's
 *
 * What it has cost, at the price of its start.
 *
 * Returns: %FALSE if no price was known
 *
 * Since: 1.0
 */
gboolean
palco_history_entry_get_cost (PalcoHistoryEntry  *self,
                              double             *cost,
                              const char        **currency,
                              gboolean           *is_estimate)
{
  double per_hour;

  if (!palco_history_entry_get_price (self, &per_hour, currency, is_estimate))
    return FALSE;

  if (cost != NULL)
    *cost = per_hour * palco_history_entry_get_seconds (self) / 3600.0;

  return TRUE;
}

static gint
compare_seconds (gconstpointer a,
                 gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static gboolean
matches (const char *wanted,
         const char *actual)
{
  return wanted == NULL || g_ascii_strcasecmp (wanted, actual) == 0;
}

/**
 * palco_history_typical_start:
 * @entries: (element-type PalcoHistoryEntry): entries of the journal
 * @region_id: (nullable): only of this region, or %NULL for all
 * @size_id: (nullable): only of this size, or %NULL for all
 * @n_starts: (out) (optional): how many starts that is taken from
 *
 * How long it typically takes until a session is ready: half of them took longer.
 *
 * Returns: seconds, or -1 if nothing is known
 *
 * Since: 1.0
 */
gint64
palco_history_typical_start (GPtrArray  *entries,
                             const char *region_id,
                             const char *size_id,
                             guint      *n_starts)
{
  g_autoptr(GArray) starts = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (entries != NULL, -1);

  for (guint i = 0; i < entries->len; i++)
    {
      PalcoHistoryEntry *self = g_ptr_array_index (entries, i);
      gint64 seconds = self->entry->ready - self->entry->created;

      if (self->ready != NULL && self->entry->started_here && seconds >= 0 &&
          matches (region_id, self->entry->region) && matches (size_id, self->entry->size))
        g_array_append_val (starts, seconds);
    }

  if (n_starts != NULL)
    *n_starts = starts->len;
  if (starts->len == 0)
    return -1;

  g_array_sort (starts, compare_seconds);

  return g_array_index (starts, gint64, starts->len / 2);
}
