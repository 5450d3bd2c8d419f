/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include "palco-account.h"
#include "palco-catalogue.h"
#include "palco-price-table.h"
#include "palco-region-private.h"
#include "palco-session-options.h"
#include "palco-session-private.h"
#include "palco-size.h"

/* What the client tells its journal and learns from it; without a journal it tells nobody. */

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (palco_journal_write_finish (PALCO_JOURNAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gint64
to_unix (GDateTime *time)
{
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/* What a region says of its own sizes comes before what all regions have in common. */
static PalcoSize *
find_size (PalcoClient  *self,
           PalcoSession *session)
{
  GListModel *sizes = palco_region_get_sizes (palco_session_get_region (session));
  const char *size_id = palco_session_get_size_id (session);

  if (size_id == NULL)
    return NULL;

  for (guint i = 0; sizes != NULL && i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      if (g_ascii_strcasecmp (palco_size_get_id (size), size_id) == 0)
        return g_steal_pointer (&size);
    }

  if (self->catalogue == NULL || palco_catalogue_lookup_size (self->catalogue, size_id) == NULL)
    return NULL;

  return g_object_ref (palco_catalogue_lookup_size (self->catalogue, size_id));
}

/* What it costs is remembered as it was when it began. */
static void
fill_price (PalcoClient       *self,
            PalcoSession      *session,
            PalcoJournalEntry *entry)
{
  g_autoptr(PalcoSize) size = find_size (self, session);
  const char *currency = NULL;

  if (size != NULL && palco_price_for (self->account, size, &entry->price_per_hour, &currency,
                                       &entry->price_is_estimate))
    entry->currency = (char *) g_intern_string (currency);
}

/* Borrows all strings, for as long as @session is as it is. */
static PalcoJournalEntry
make_entry (PalcoClient  *self,
            PalcoSession *session)
{
  PalcoRegion *region = palco_session_get_region (session);
  PalcoJournalEntry entry = {
    .account = (char *) palco_account_get_uid (self->account),
    .region = (char *) palco_region_get_id (region),
    .id = (char *) palco_session_get_id (session),
    .endpoint = (char *) palco_region_get_endpoint (region),
    .size = (char *) palco_session_get_size_id (session),
    .lease_minutes = palco_session_get_lease_minutes (session),
    .state = (char *) palco_session_get_state_name (session),
    .created = to_unix (palco_session_get_creation_time (session)),
    .ready = to_unix (palco_session_get_ready_time (session)),
    .ended = to_unix (palco_session_get_end_time (session)),
    .error_code = (char *) palco_session_get_error_code (session),
    .error_message = (char *) palco_session_get_error_message (session),
  };

  fill_price (self, session, &entry);

  return entry;
}

static void
write_entry_async (PalcoClient             *self,
                   PalcoJournalChange       change,
                   const PalcoJournalEntry *entry,
                   GAsyncReadyCallback      callback,
                   gpointer                 user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, write_entry_async);

  if (self->journal != NULL)
    palco_journal_write_async (self->journal, change, entry, written_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/* Ends like palco_client_write_journal_async(). */
void
palco_client_begin_in_journal_async (PalcoClient         *self,
                                     PalcoSession        *session,
                                     PalcoSessionOptions *options,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  PalcoJournalEntry entry = make_entry (self, session);

  entry.created = 0;
  entry.title = (char *) palco_session_options_get_title (options);
  entry.cap_minutes = palco_session_options_get_cap_minutes (options);
  write_entry_async (self, PALCO_JOURNAL_BEGIN, &entry, callback, user_data);
}

void
palco_client_write_journal_async (PalcoClient         *self,
                                  PalcoJournalChange   change,
                                  PalcoSession        *session,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  PalcoJournalEntry entry = make_entry (self, session);

  write_entry_async (self, change, &entry, callback, user_data);
}

gboolean
palco_client_write_journal_finish (PalcoClient   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!palco_client_write_journal_finish (PALCO_CLIENT (source), result, &error))
    g_debug ("%s", error->message);
}

/* For what is already true on the side of the service: if it cannot be written, the next
 * reconciliation finds it out again. */
void
palco_client_note_in_journal (PalcoClient        *self,
                              PalcoJournalChange  change,
                              PalcoSession       *session)
{
  palco_client_write_journal_async (self, change, session, noted_cb, NULL);
}

static void
seen_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!palco_journal_write_finish (PALCO_JOURNAL (source), result, &error))
    g_debug ("%s", error->message);
}

/* Whether the journal does not know yet what is now known of @session. */
static gboolean
take_news (PalcoSession *session)
{
  PalcoSessionState state = palco_session_get_state (session);
  guint lease = palco_session_get_lease_minutes (session);

  if (palco_session_is_ended (session) ||
      (session->journalled_state == state && session->journalled_lease == lease))
    return FALSE;

  session->journalled_state = state;
  session->journalled_lease = lease;

  return TRUE;
}

/* Sessions that live, whoever started them: so that their end can be told later, and what
 * they cost. All of a page are one write. */
void
palco_client_see_in_journal (PalcoClient *self,
                             GPtrArray   *sessions)
{
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) palco_journal_entry_free);

  if (self->journal == NULL)
    return;

  for (guint i = 0; i < sessions->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (sessions, i);
      PalcoJournalEntry entry;

      if (!take_news (session))
        continue;

      entry = make_entry (self, session);
      g_ptr_array_add (entries, palco_journal_entry_copy (&entry));
    }

  if (entries->len > 0)
    palco_journal_write_many_async (self->journal, PALCO_JOURNAL_SEE, g_steal_pointer (&entries), seen_cb, NULL);
}

static PalcoRegion *
find_region (PalcoClient             *self,
             const PalcoJournalEntry *entry)
{
  PalcoRegion *region = self->catalogue != NULL
                          ? palco_catalogue_lookup_region (self->catalogue, entry->region) : NULL;
  const PalcoRegionInfo info = { .id = entry->region, .endpoint = entry->endpoint };

  return region != NULL ? g_object_ref (region) : palco_region_new (&info);
}

/* What the journal knows, until the service says more. */
static void
fill_session (PalcoSession            *session,
              const PalcoJournalEntry *entry)
{
  PalcoSessionFacts facts = PALCO_SESSION_FACTS_INIT;

  if (palco_session_get_state (session) != PALCO_SESSION_STATE_UNKNOWN)
    return;

  facts.size_id = *entry->size != '\0' ? g_strdup (entry->size) : NULL;
  facts.lease_minutes = entry->lease_minutes;
  facts.ready_time = entry->ready != 0 ? g_date_time_new_from_unix_utc (entry->ready) : NULL;
  palco_session_take_facts (session, &facts, NULL);
}

PalcoSession *
palco_client_recall_session (PalcoClient             *self,
                             const PalcoJournalEntry *entry)
{
  g_autoptr(PalcoRegion) region = find_region (self, entry);
  PalcoSession *session = palco_client_ensure_session (self, region, entry->id);

  fill_session (session, entry);

  return session;
}
