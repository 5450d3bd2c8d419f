/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-live-sessions.h"

/**
 * PalcoLiveSessions:
 *
 * The sessions that run, or start, of all accounts that somebody looks after.
 *
 * One whose service cannot be asked any more, because its account is just being switched or the
 * network is gone, stays: it runs nevertheless.
 *
 * What the journal knows of them comes a moment after they are added.
 */

struct _PalcoLiveSessions
{
  GObject       parent_instance;
  GPtrArray    *lists;         /* PalcoSessionList */
  GListStore   *sessions;      /* PalcoLiveSession */
  GHashTable   *by_key;        /* its own key → PalcoLiveSession */
  GHashTable   *journals;      /* of the accounts; a set */
  GCancellable *cancellable;
};

enum {
  ADDED,
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoLiveSessions, palco_live_sessions, G_TYPE_OBJECT)

static void
session_changed_cb (PalcoLiveSessions *self,
                    PalcoLiveSession  *live)
{
  g_autoptr(PalcoLiveSession) owner = g_object_ref (live);

  if (palco_session_is_ended (palco_live_session_get_session (live)))
    palco_live_sessions_drop (self, owner);
  else
    g_signal_emit (self, signals[CHANGED], 0, owner);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoLiveSessions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries =
    palco_journal_load_history_finish (PALCO_JOURNAL (source), result, &error);

  if (palco_error_is_cancelled (error))
    return;

  if (entries == NULL)
    {
      g_warning ("Sessions have no names and are not extended by themselves: %s", error->message);
      return;
    }

  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *key = palco_live_session_entry_key (entries->pdata[i]);
      PalcoLiveSession *live = palco_live_sessions_lookup (self, key);

      if (live != NULL)
        palco_live_session_set_entry (live, entries->pdata[i]);
    }
}

/* Of those that have not ended. */
static void
load (PalcoLiveSessions *self,
      PalcoJournal      *journal)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  palco_journal_load_history_async (journal, NULL, now, self->cancellable, loaded_cb,
                                    g_object_ref (self));
}

/* What it knows of a session may be there before the session, and does not change then. */
static void
ask_journal (PalcoLiveSessions *self,
             PalcoClient       *client)
{
  PalcoJournal *journal = palco_client_get_journal (client);

  if (journal == NULL)
    return;

  if (g_hash_table_add (self->journals, g_object_ref (journal)))
    g_signal_connect_object (journal, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);

  load (self, journal);
}

static void
add (PalcoLiveSessions *self,
     PalcoClient       *client,
     PalcoSession      *session)
{
  g_autoptr(PalcoLiveSession) live = palco_live_session_new (client, session);

  g_signal_connect_object (live, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_hash_table_insert (self->by_key, (char *) palco_live_session_get_key (live), live);
  g_list_store_append (self->sessions, live);
  g_signal_emit (self, signals[ADDED], 0, live);
}

static void
take_list (PalcoLiveSessions *self,
           PalcoSessionList  *list)
{
  PalcoClient *client = palco_session_list_get_client (list);
  gboolean any_added = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr(PalcoSession) session = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autofree char *key = palco_live_session_dup_key (client, session);
      PalcoLiveSession *live = palco_live_sessions_lookup (self, key);

      if (live != NULL)
        {
          palco_live_session_replace (live, client, session);
        }
      else if (!palco_session_is_ended (session))
        {
          add (self, client, session);
          any_added = TRUE;
        }
    }

  if (any_added)
    ask_journal (self, client);
}

/* A list forgets only what its service does not know any more. */
static void
drop_vanished (PalcoLiveSessions *self,
               PalcoSessionList  *list)
{
  for (guint i = palco_live_sessions_get_n (self); i > 0; i--)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (G_LIST_MODEL (self->sessions), i - 1);
      PalcoSession *session = palco_live_session_get_session (live);

      if (palco_live_session_get_client (live) == palco_session_list_get_client (list) &&
          palco_session_list_lookup (list, palco_session_get_id (session)) == NULL)
        palco_live_sessions_drop (self, live);
    }
}

static void
list_changed_cb (PalcoLiveSessions *self,
                 guint              position,
                 guint              n_removed,
                 guint              n_added,
                 PalcoSessionList  *list)
{
  if (n_removed > 0)
    drop_vanished (self, list);
  if (n_added > 0)
    take_list (self, list);
}

static void
drop_lists (PalcoLiveSessions *self)
{
  for (guint i = 0; i < self->lists->len; i++)
    g_signal_handlers_disconnect_by_data (self->lists->pdata[i], self);

  g_ptr_array_set_size (self->lists, 0);
}

static void
palco_live_sessions_dispose (GObject *object)
{
  PalcoLiveSessions *self = PALCO_LIVE_SESSIONS (object);

  g_cancellable_cancel (self->cancellable);
  drop_lists (self);

  G_OBJECT_CLASS (palco_live_sessions_parent_class)->dispose (object);
}

static void
palco_live_sessions_finalize (GObject *object)
{
  PalcoLiveSessions *self = PALCO_LIVE_SESSIONS (object);

  g_ptr_array_unref (self->lists);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->journals);
  g_object_unref (self->cancellable);
  g_object_unref (self->sessions);

  G_OBJECT_CLASS (palco_live_sessions_parent_class)->finalize (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, PALCO_TYPE_LIVE_SESSIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, PALCO_TYPE_LIVE_SESSION);
}

static void
palco_live_sessions_class_init (PalcoLiveSessionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_live_sessions_dispose;
  object_class->finalize = palco_live_sessions_finalize;

  /**
   * PalcoLiveSessions::added:
   * @live: a session that was not known yet
   */
  signals[ADDED] = new_signal ("added");

  /**
   * PalcoLiveSessions::changed:
   * @live: a session of which there is news; it still runs
   */
  signals[CHANGED] = new_signal ("changed");

  /**
   * PalcoLiveSessions::removed:
   * @live: a session that has ended, or that its service does not know; its state is the last known
   */
  signals[REMOVED] = new_signal ("removed");
}

static void
palco_live_sessions_init (PalcoLiveSessions *self)
{
  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  self->sessions = g_list_store_new (PALCO_TYPE_LIVE_SESSION);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->journals = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->cancellable = g_cancellable_new ();
}

PalcoLiveSessions *
palco_live_sessions_new (void)
{
  return g_object_new (PALCO_TYPE_LIVE_SESSIONS, NULL);
}

/**
 * palco_live_sessions_set_lists:
 * @self: live sessions
 * @lists: (element-type PalcoSessionList): one for each account
 */
void
palco_live_sessions_set_lists (PalcoLiveSessions *self,
                               GPtrArray         *lists)
{
  g_return_if_fail (PALCO_IS_LIVE_SESSIONS (self));

  drop_lists (self);
  for (guint i = 0; i < lists->len; i++)
    {
      g_signal_connect_object (lists->pdata[i], "items-changed", G_CALLBACK (list_changed_cb),
                               self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->lists, g_object_ref (lists->pdata[i]));
      take_list (self, lists->pdata[i]);
    }
}

/**
 * palco_live_sessions_drop:
 * @self: live sessions
 * @live: one that is known to have ended, or that its service does not know
 */
void
palco_live_sessions_drop (PalcoLiveSessions *self,
                          PalcoLiveSession  *live)
{
  g_autoptr(PalcoLiveSession) owner G_GNUC_UNUSED = g_object_ref (live);
  guint position;

  g_return_if_fail (PALCO_IS_LIVE_SESSIONS (self));

  if (!g_list_store_find (self->sessions, live, &position))
    return;

  g_signal_handlers_disconnect_by_data (live, self);
  g_hash_table_remove (self->by_key, palco_live_session_get_key (live));
  g_list_store_remove (self->sessions, position);
  g_signal_emit (self, signals[REMOVED], 0, live);
}

PalcoLiveSession *
palco_live_sessions_lookup (PalcoLiveSessions *self,
                            const char        *key)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSIONS (self), NULL);

  return g_hash_table_lookup (self->by_key, key);
}

/* Returns: (transfer none): a list of PalcoLiveSession */
GListModel *
palco_live_sessions_get_model (PalcoLiveSessions *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSIONS (self), NULL);

  return G_LIST_MODEL (self->sessions);
}

guint
palco_live_sessions_get_n (PalcoLiveSessions *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSIONS (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->sessions));
}

/* Those that are lost keep nothing running: nobody can be told of them. */
gboolean
palco_live_sessions_any_not_lost (PalcoLiveSessions *self)
{
  gboolean any = FALSE;

  g_return_val_if_fail (PALCO_IS_LIVE_SESSIONS (self), FALSE);

  for (guint i = 0; i < palco_live_sessions_get_n (self); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      any |= !palco_live_session_is_lost (live);
    }

  return any;
}
