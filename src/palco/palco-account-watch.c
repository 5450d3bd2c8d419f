/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-watch.h"

#define RETRY_MIN_SECS 15
#define RETRY_MAX_SECS (10 * 60)

/**
 * PalcoAccountWatch:
 *
 * The sessions of an account that is not in use, if the journal knows any.
 *
 * While there is one its client stays, which goes on delivering stops, and the service is asked
 * how they do. Nobody is asked for anything here: an account without a key at hand waits until
 * it is used.
 */

struct _PalcoAccountWatch
{
  GObject           parent_instance;
  PalcoClient      *client;
  PalcoJournal     *journal;
  PalcoSessionList *sessions;       /* those that the service knows */
  guint             n_unseen;       /* those that it could not be asked about */
  GCancellable     *cancellable;
  gboolean          is_checking;
  guint             retry_secs;
  guint             retry_id;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoAccountWatch, palco_account_watch, G_TYPE_OBJECT)

static void
tell (PalcoAccountWatch *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Where nothing runs there is no news. */
static void
update_polling (PalcoAccountWatch *self)
{
  palco_session_list_set_polling (self->sessions, palco_account_watch_get_n_running (self) > 0);
}

static void
state_changed_cb (PalcoAccountWatch *self)
{
  update_polling (self);
  tell (self);
}

static void
items_changed_cb (PalcoAccountWatch *self,
                  guint              position,
                  guint              n_removed,
                  guint              n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(PalcoSession) session = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      g_signal_connect_object (session, "notify::state", G_CALLBACK (state_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }

  /* A look brings them one by one, and tells when it has brought all. */
  if (!self->is_checking)
    tell (self);
}

static gboolean
retry_cb (gpointer user_data)
{
  PalcoAccountWatch *self = PALCO_ACCOUNT_WATCH (user_data);

  self->retry_id = 0;
  palco_account_watch_check (self);

  return G_SOURCE_REMOVE;
}

static void
check_later (PalcoAccountWatch *self)
{
  self->retry_secs = CLAMP (self->retry_secs * 2, RETRY_MIN_SECS, RETRY_MAX_SECS);
  self->retry_id = g_timeout_add_seconds (self->retry_secs, retry_cb, self);
}

/* What the journal has open and the service did not speak of was not reached, or is being
 * started by another program. */
static void
recounted_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(PalcoAccountWatch) self = user_data;
  g_autoptr(GError) error = NULL;
  gssize n_open = palco_journal_count_open_finish (PALCO_JOURNAL (source), result, &error);
  guint n_running = palco_account_watch_get_n_running (self);

  self->is_checking = FALSE;
  if (palco_error_is_cancelled (error))
    return;

  self->n_unseen = MAX (n_open - (gssize) n_running, 0);
  if (self->n_unseen > 0)
    check_later (self);

  tell (self);
}

static void
reconciled_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(PalcoAccountWatch) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = palco_client_reconcile_finish (PALCO_CLIENT (source), result, &error);

  if (found != NULL && !g_cancellable_is_cancelled (self->cancellable))
    {
      for (guint i = 0; i < found->len; i++)
        palco_session_list_add (self->sessions, found->pdata[i]);

      update_polling (self);
      palco_journal_count_open_async (self->journal, palco_account_watch_get_account (self),
                                      self->cancellable, recounted_cb, g_object_ref (self));
      return;
    }

  self->is_checking = FALSE;
  if (!g_cancellable_is_cancelled (self->cancellable) && palco_error_is_transient (error))
    check_later (self);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PalcoAccountWatch) self = user_data;
  g_autoptr(GError) error = NULL;
  gssize n_open = palco_journal_count_open_finish (PALCO_JOURNAL (source), result, &error);

  if (palco_error_is_cancelled (error))
    return;

  /* A journal that cannot be read tells its error where it is needed. */
  self->n_unseen = MAX (n_open - (gssize) palco_account_watch_get_n_running (self), 0);
  if (n_open <= 0)
    self->is_checking = FALSE;
  else
    palco_client_reconcile_async (self->client, self->cancellable, reconciled_cb,
                                  g_object_ref (self));

  tell (self);
}

static void
palco_account_watch_finalize (GObject *object)
{
  PalcoAccountWatch *self = PALCO_ACCOUNT_WATCH (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_object (&self->sessions);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (palco_account_watch_parent_class)->finalize (object);
}

static void
palco_account_watch_class_init (PalcoAccountWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_account_watch_finalize;

  /**
   * PalcoAccountWatch::changed:
   *
   * The numbers may be others now.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PALCO_TYPE_ACCOUNT_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
palco_account_watch_init (PalcoAccountWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * palco_account_watch_new:
 * @client: a client with a journal
 *
 * Looks at nothing yet.
 *
 * Returns: (transfer full): a watch of the account of @client
 */
PalcoAccountWatch *
palco_account_watch_new (PalcoClient *client)
{
  PalcoAccountWatch *self;

  g_return_val_if_fail (PALCO_IS_CLIENT (client), NULL);

  self = g_object_new (PALCO_TYPE_ACCOUNT_WATCH, NULL);
  self->client = g_object_ref (client);
  g_object_get (client, "journal", &self->journal, NULL);
  self->sessions = palco_session_list_new (client);
  g_signal_connect_object (self->sessions, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * palco_account_watch_check:
 * @self: a watch
 *
 * Looks into the journal, and asks the service if something is open there.
 */
void
palco_account_watch_check (PalcoAccountWatch *self)
{
  g_return_if_fail (PALCO_IS_ACCOUNT_WATCH (self));

  if (self->is_checking)
    return;

  self->is_checking = TRUE;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  palco_journal_count_open_async (self->journal, palco_account_watch_get_account (self),
                                  self->cancellable, counted_cb, g_object_ref (self));
}

/**
 * palco_account_watch_end:
 * @self: a watch
 *
 * Gives up what is under way; it is not to be used afterwards.
 */
void
palco_account_watch_end (PalcoAccountWatch *self)
{
  g_return_if_fail (PALCO_IS_ACCOUNT_WATCH (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  palco_session_list_set_polling (self->sessions, FALSE);
}

PalcoSessionList *
palco_account_watch_get_sessions (PalcoAccountWatch *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT_WATCH (self), NULL);

  return self->sessions;
}

PalcoAccount *
palco_account_watch_get_account (PalcoAccountWatch *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT_WATCH (self), NULL);

  return palco_client_get_account (self->client);
}

/**
 * palco_account_watch_get_n_open:
 * @self: a watch
 *
 * Returns: how many sessions are running, or may be
 */
guint
palco_account_watch_get_n_open (PalcoAccountWatch *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT_WATCH (self), 0);

  return self->n_unseen + palco_account_watch_get_n_running (self);
}

/**
 * palco_account_watch_get_n_running:
 * @self: a watch
 *
 * Returns: how many sessions are running, as the service said
 */
guint
palco_account_watch_get_n_running (PalcoAccountWatch *self)
{
  guint n_running = 0;

  g_return_val_if_fail (PALCO_IS_ACCOUNT_WATCH (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sessions)); i++)
    {
      g_autoptr(PalcoSession) session = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      n_running += !palco_session_is_ended (session);
    }

  return n_running;
}
