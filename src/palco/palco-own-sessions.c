/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-own-sessions.h"

/* An account is shared: a service tells the sessions of everybody who uses it. Only the journal
 * knows which of them were started from here. */

static GHashTable *
make_keys (GPtrArray *entries)
{
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      PalcoHistoryEntry *entry = entries->pdata[i];

      if (palco_history_entry_is_started_here (entry))
        g_hash_table_add (keys, palco_live_session_entry_key (entry));
    }

  return keys;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GListModel *model = palco_live_sessions_get_model (g_task_get_source_object (task));
  g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) keys = NULL;
  GError *error = NULL;
  g_autoptr(GPtrArray) entries =
    palco_journal_load_history_finish (PALCO_JOURNAL (source), result, &error);

  if (entries == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  keys = make_keys (entries);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (model, i);

      if (g_hash_table_contains (keys, palco_live_session_get_key (live)))
        g_ptr_array_add (own, g_steal_pointer (&live));
    }

  g_task_return_pointer (task, g_steal_pointer (&own), (GDestroyNotify) g_ptr_array_unref);
}

/* All accounts have the same journal. */
static PalcoJournal *
get_journal (PalcoLiveSessions *sessions)
{
  g_autoptr(PalcoLiveSession) live =
    g_list_model_get_item (palco_live_sessions_get_model (sessions), 0);

  return live != NULL ? palco_client_get_journal (palco_live_session_get_client (live)) : NULL;
}

/**
 * palco_own_sessions_find_async:
 * @sessions: what runs
 * @cancellable: (nullable): to give up
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Finds those that this user started from this computer.
 */
void
palco_own_sessions_find_async (PalcoLiveSessions   *sessions,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (sessions, cancellable, callback, user_data);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  PalcoJournal *journal;

  g_return_if_fail (PALCO_IS_LIVE_SESSIONS (sessions));

  g_task_set_source_tag (task, palco_own_sessions_find_async);
  journal = get_journal (sessions);
  if (journal == NULL)
    g_task_return_pointer (task, g_ptr_array_new_with_free_func (g_object_unref),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    palco_journal_load_history_async (journal, NULL, now, cancellable, loaded_cb,
                                      g_steal_pointer (&task));
}

/* Returns: (transfer full) (element-type PalcoLiveSession): in their order */
GPtrArray *
palco_own_sessions_find_finish (PalcoLiveSessions  *sessions,
                                GAsyncResult       *result,
                                GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sessions), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
