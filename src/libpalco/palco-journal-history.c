/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-private.h"

#include "palco-account.h"
#include "palco-history-entry-private.h"
#include "palco-region.h"
#include "palco-session.h"

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) entries = palco_journal_load_finish (PALCO_JOURNAL (source), result, &error);
  g_autoptr(GPtrArray) history = g_ptr_array_new_with_free_func (g_object_unref);

  if (entries == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* What was about to be asked for may never have been. */
  for (guint i = 0; i < entries->len; i++)
    {
      const PalcoJournalEntry *entry = g_ptr_array_index (entries, i);

      if (entry->phase != PALCO_JOURNAL_PHASE_PENDING)
        g_ptr_array_add (history, palco_history_entry_new (palco_journal_entry_copy (entry)));
    }

  g_task_return_pointer (task, g_steal_pointer (&history), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * palco_journal_load_history_async:
 * @self: a journal
 * @account: (nullable): whose sessions, or %NULL for those of all accounts
 * @since: (nullable): only sessions that had not ended then, or %NULL for all
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Reads what this computer knows about sessions, live and ended: those that it started, and
 * those of the same accounts that it saw. It goes back thirteen months.
 *
 * Since: 1.0
 */
void
palco_journal_load_history_async (PalcoJournal        *self,
                                  PalcoAccount        *account,
                                  GDateTime           *since,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_JOURNAL (self));
  g_return_if_fail (account == NULL || PALCO_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_journal_load_history_async);
  palco_journal_load_async (self, account != NULL ? palco_account_get_uid (account) : NULL,
                            since != NULL ? g_date_time_to_unix (since) : 0, cancellable, loaded_cb,
                            g_steal_pointer (&task));
}

/**
 * palco_journal_load_history_finish:
 * @self: a journal
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Journal.load_history_async]. It fails with %PALCO_ERROR_STORAGE.
 *
 * Returns: (transfer full) (element-type PalcoHistoryEntry): the entries, the newest first
 *
 * Since: 1.0
 */
GPtrArray *
palco_journal_load_history_finish (PalcoJournal  *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * palco_journal_set_cap_async:
 * @self: a journal
 * @account: whose session it is
 * @session: a session that lives
 * @cap_minutes: how long it may run in all when its lease is extended by itself; 0 to let the
 *   lease run out
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Remembers how far the lease of a session is to be extended. Nothing is asked of the service.
 *
 * Since: 1.0
 */
void
palco_journal_set_cap_async (PalcoJournal        *self,
                             PalcoAccount        *account,
                             PalcoSession        *session,
                             guint                cap_minutes,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  PalcoJournalEntry entry = { .cap_minutes = cap_minutes };

  g_return_if_fail (PALCO_IS_JOURNAL (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));
  g_return_if_fail (PALCO_IS_SESSION (session));

  entry.account = (char *) palco_account_get_uid (account);
  entry.region = (char *) palco_region_get_id (palco_session_get_region (session));
  entry.id = (char *) palco_session_get_id (session);
  palco_journal_write_async (self, PALCO_JOURNAL_SET_CAP, &entry, callback, user_data);
}

/**
 * palco_journal_set_cap_finish:
 * @self: a journal
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Journal.set_cap_async]. It fails with %PALCO_ERROR_STORAGE.
 *
 * Returns: %TRUE if it is remembered
 *
 * Since: 1.0
 */
gboolean
palco_journal_set_cap_finish (PalcoJournal  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return palco_journal_write_finish (self, result, error);
}
