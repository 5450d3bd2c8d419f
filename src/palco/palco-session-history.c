/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-history.h"

#define HISTORY_DAYS 30

/**
 * PalcoSessionHistory:
 *
 * What the journal knows of the sessions of an account, of the time that a service keeps them for.
 * It is read again when the journal changes; what cannot be read stays as it was.
 */

struct _PalcoSessionHistory
{
  GObject       parent_instance;
  PalcoJournal *journal;
  PalcoAccount *account;
  GCancellable *cancellable;
  gboolean      is_loading;
  gboolean      is_old;         /* the journal has changed since loading began */
};

enum {
  LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoSessionHistory, palco_session_history, G_TYPE_OBJECT)

static void load (PalcoSessionHistory *self);

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoSessionHistory) self = user_data;
  g_autoptr(GPtrArray) entries = palco_journal_load_history_finish (PALCO_JOURNAL (source), result,
                                                                    NULL);

  self->is_loading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (entries != NULL)
    g_signal_emit (self, signals[LOADED], 0, entries);
  if (self->is_old)
    load (self);
}

static void
load (PalcoSessionHistory *self)
{
  g_autoptr(GDateTime) now = NULL;
  g_autoptr(GDateTime) since = NULL;

  self->is_old = self->is_loading;
  if (self->is_loading)
    return;

  now = g_date_time_new_now_utc ();
  since = g_date_time_add_days (now, -HISTORY_DAYS);
  self->is_loading = TRUE;
  palco_journal_load_history_async (self->journal, self->account, since, self->cancellable,
                                    loaded_cb, g_object_ref (self));
}

static void
palco_session_history_finalize (GObject *object)
{
  PalcoSessionHistory *self = PALCO_SESSION_HISTORY (object);

  g_clear_object (&self->journal);
  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (palco_session_history_parent_class)->finalize (object);
}

static void
palco_session_history_class_init (PalcoSessionHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_session_history_finalize;

  /**
   * PalcoSessionHistory::loaded:
   * @entries: (element-type PalcoHistoryEntry): all of it
   */
  signals[LOADED] =
    g_signal_new ("loaded", PALCO_TYPE_SESSION_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
palco_session_history_init (PalcoSessionHistory *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * palco_session_history_new:
 * @client: whose account and journal
 *
 * Begins to read.
 */
PalcoSessionHistory *
palco_session_history_new (PalcoClient *client)
{
  PalcoSessionHistory *self = g_object_new (PALCO_TYPE_SESSION_HISTORY, NULL);
  PalcoJournal *journal = palco_client_get_journal (client);

  if (journal == NULL)
    return self;

  self->journal = g_object_ref (journal);
  self->account = g_object_ref (palco_client_get_account (client));
  g_signal_connect_object (journal, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);

  return self;
}

/* Nothing is told any more. */
void
palco_session_history_close (PalcoSessionHistory *self)
{
  g_return_if_fail (PALCO_IS_SESSION_HISTORY (self));

  g_cancellable_cancel (self->cancellable);
  if (self->journal != NULL)
    g_signal_handlers_disconnect_by_data (self->journal, self);
}
