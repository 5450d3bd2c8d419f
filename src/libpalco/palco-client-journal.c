/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include "palco-account.h"
#include "palco-catalogue.h"
#include "palco-region-private.h"
#include "palco-session-private.h"

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

void
palco_client_write_journal_async (PalcoClient         *self,
                                  PalcoJournalChange   change,
                                  PalcoSession        *session,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  PalcoRegion *region = palco_session_get_region (session);
  const PalcoJournalEntry entry = {
    .account = (char *) palco_account_get_uid (self->account),
    .region = (char *) palco_region_get_id (region),
    .id = (char *) palco_session_get_id (session),
    .endpoint = (char *) palco_region_get_endpoint (region),
    .size = (char *) palco_session_get_size_id (session),
    .lease_minutes = palco_session_get_lease_minutes (session),
    .state = (char *) palco_session_get_state_name (session),
  };

  g_task_set_source_tag (task, palco_client_write_journal_async);

  if (self->journal != NULL)
    palco_journal_write_async (self->journal, change, &entry, written_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
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
