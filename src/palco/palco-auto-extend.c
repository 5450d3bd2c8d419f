/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-auto-extend.h"

#include "palco-auto-extend-plan.h"
#include "palco-boottime.h"

#define LEASE_MAX_MINUTES 1440
#define STEP_MAX_MINUTES  15
#define RETRY_USECS       (20 * G_USEC_PER_SEC)

/**
 * PalcoAutoExtend:
 *
 * Extends the leases of sessions that were started so, as palco-auto-extend-plan.h decides.
 *
 * What was agreed on is in the journal; how a session is used, its service is asked right
 * before. What cannot be asked or extended is tried again until the lease is over.
 */

struct _PalcoAutoExtend
{
  GObject            parent_instance;
  PalcoLiveSessions *sessions;
  GHashTable        *journals;     /* of the accounts; a set */
  GHashTable        *by_key;       /* key of a live session → Agreement */
  GCancellable      *cancellable;
  guint              timer_id;
  guint              plan_id;
};

/* What the user chose when the session was started. */
typedef struct
{
  guint    cap_minutes;
  guint    step_minutes;
  guint    asked_lease;     /* whose end the service was asked about */
  guint    given_up_lease;  /* whose end was told to be the last */
  gint64   retry;           /* not before this, in boot time */
  gboolean is_busy;
} Agreement;

enum {
  GAVE_UP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoAutoExtend, palco_auto_extend, G_TYPE_OBJECT)

static void plan (PalcoAutoExtend *self);

static gboolean
plan_cb (gpointer user_data)
{
  PalcoAutoExtend *self = PALCO_AUTO_EXTEND (user_data);

  self->plan_id = 0;
  plan (self);

  return G_SOURCE_REMOVE;
}

static void
plan_soon (PalcoAutoExtend *self)
{
  if (self->plan_id == 0)
    self->plan_id = g_idle_add (plan_cb, self);
}

static gboolean
timer_cb (gpointer user_data)
{
  PalcoAutoExtend *self = PALCO_AUTO_EXTEND (user_data);

  self->timer_id = 0;
  plan (self);

  return G_SOURCE_REMOVE;
}

typedef struct
{
  PalcoAutoExtend  *self;
  PalcoLiveSession *live;
} Call;

static Call *
call_new (PalcoAutoExtend  *self,
          PalcoLiveSession *live)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->live = g_object_ref (live);

  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->self);
  g_object_unref (call->live);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static Agreement *
lookup (PalcoAutoExtend  *self,
        PalcoLiveSession *live)
{
  return g_hash_table_lookup (self->by_key, palco_live_session_get_key (live));
}

/* The agreement may have been changed, or the session ended, while the service was asked. */
static void
finish_call (Call         *call,
             const GError *error)
{
  Agreement *agreement = lookup (call->self, call->live);

  if (palco_error_is_cancelled (error) || agreement == NULL)
    return;

  agreement->is_busy = FALSE;
  if (error != NULL)
    {
      g_debug ("A lease is not extended yet: %s", error->message);
      agreement->retry = palco_boottime_now () + RETRY_USECS;
    }

  plan_soon (call->self);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  Agreement *agreement = lookup (call->self, call->live);
  PalcoSession *session = palco_live_session_get_session (call->live);

  if (palco_client_refresh_session_finish (PALCO_CLIENT (source), result, &error) &&
      agreement != NULL)
    agreement->asked_lease = palco_session_get_lease_minutes (session);

  finish_call (call, error);
}

static void
extended_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;

  palco_client_update_session_finish (PALCO_CLIENT (source), result, &error);
  finish_call (call, error);
}

static void
give_up (PalcoAutoExtend         *self,
         PalcoLiveSession        *live,
         Agreement               *agreement,
         PalcoAutoExtendDecision  decision)
{
  guint lease_minutes = palco_session_get_lease_minutes (palco_live_session_get_session (live));

  if (agreement->given_up_lease == lease_minutes)
    return;

  agreement->given_up_lease = lease_minutes;
  g_signal_emit (self, signals[GAVE_UP], 0, live,
                 decision == PALCO_AUTO_EXTEND_CAP ? PALCO_REMINDER_NEWS_CAP_REACHED
                                                   : PALCO_REMINDER_NEWS_LEFT_ALONE);
}

static void
act (PalcoAutoExtend  *self,
     PalcoLiveSession *live,
     Agreement        *agreement)
{
  PalcoSession *session = palco_live_session_get_session (live);
  PalcoClient *client = palco_live_session_get_client (live);
  const PalcoAutoExtendFacts facts = {
    .seconds_left = palco_session_get_seconds_left (session),
    .idle_seconds = palco_session_get_idle_seconds (session),
    .lease_minutes = palco_session_get_lease_minutes (session),
    .cap_minutes = agreement->cap_minutes,
    .step_minutes = agreement->step_minutes,
  };
  guint minutes;
  PalcoAutoExtendDecision decision = palco_auto_extend_plan_decide (&facts, &minutes);

  if (decision == PALCO_AUTO_EXTEND_WAIT)
    return;

  if (agreement->asked_lease != facts.lease_minutes)
    {
      agreement->is_busy = TRUE;
      palco_client_refresh_session_async (client, session, self->cancellable, asked_cb,
                                          call_new (self, live));
    }
  else if (decision == PALCO_AUTO_EXTEND_NOW)
    {
      agreement->is_busy = TRUE;
      palco_client_update_session_async (client, session, minutes, self->cancellable,
                                         extended_cb, call_new (self, live));
    }
  else
    {
      give_up (self, live, agreement, decision);
    }
}

/* In boot time; -1 while no lease runs. */
static gint64
find_due (PalcoLiveSession *live,
          const Agreement  *agreement)
{
  gint64 seconds_left =
    palco_session_get_seconds_left (palco_live_session_get_session (live));
  guint lead = palco_auto_extend_plan_lead (agreement->step_minutes);
  gint64 due = palco_boottime_now () + (seconds_left - lead) * G_USEC_PER_SEC;

  return seconds_left > 0 ? MAX (due, agreement->retry) : -1;
}

/* Does what is due, and sets the timer for what comes next. After giving up there is nothing
 * to wait for but news, which come by themselves. */
static void
plan (PalcoAutoExtend *self)
{
  GListModel *model = palco_live_sessions_get_model (self->sessions);
  gint64 now = palco_boottime_now ();
  gint64 soonest = G_MAXINT64;

  g_clear_handle_id (&self->timer_id, g_source_remove);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (model, i);
      Agreement *agreement = lookup (self, live);
      gint64 due = agreement != NULL ? find_due (live, agreement) : -1;

      if (due < 0 || agreement->is_busy)
        continue;

      if (due <= now)
        act (self, live, agreement);
      else
        soonest = MIN (soonest, due);
    }

  if (soonest < G_MAXINT64)
    self->timer_id = palco_boottime_add (soonest, timer_cb, self, NULL);
}

/* What is known of the asking stays: only the cap can have been changed. */
static void
agree (PalcoAutoExtend   *self,
       PalcoHistoryEntry *entry)
{
  guint cap_minutes = palco_history_entry_get_cap_minutes (entry);
  g_autofree char *key = palco_live_session_entry_key (entry);
  Agreement *agreement = g_hash_table_lookup (self->by_key, key);

  if (cap_minutes == 0)
    {
      g_hash_table_remove (self->by_key, key);
      return;
    }

  if (agreement == NULL)
    {
      agreement = g_new0 (Agreement, 1);
      g_hash_table_insert (self->by_key, g_steal_pointer (&key), agreement);
    }

  agreement->cap_minutes = MIN (cap_minutes, LEASE_MAX_MINUTES);
  agreement->step_minutes =
    CLAMP (palco_history_entry_get_lease_minutes (entry), 1, STEP_MAX_MINUTES);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoAutoExtend) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries =
    palco_journal_load_history_finish (PALCO_JOURNAL (source), result, &error);

  if (palco_error_is_cancelled (error))
    return;

  if (entries == NULL)
    {
      g_warning ("Sessions are not extended by themselves: %s", error->message);
      return;
    }

  for (guint i = 0; i < entries->len; i++)
    agree (self, entries->pdata[i]);

  plan_soon (self);
}

/* Of those that have not ended. */
static void
load (PalcoAutoExtend *self,
      PalcoJournal    *journal)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  palco_journal_load_history_async (journal, NULL, now, self->cancellable, loaded_cb,
                                    g_object_ref (self));
}

static void
added_cb (PalcoAutoExtend  *self,
          PalcoLiveSession *live)
{
  g_autoptr(PalcoJournal) journal = NULL;

  g_object_get (palco_live_session_get_client (live), "journal", &journal, NULL);
  if (journal == NULL || g_hash_table_contains (self->journals, journal))
    return;

  g_signal_connect_object (journal, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_hash_table_add (self->journals, g_object_ref (journal));
  load (self, journal);
}

static void
palco_auto_extend_dispose (GObject *object)
{
  PalcoAutoExtend *self = PALCO_AUTO_EXTEND (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_handle_id (&self->plan_id, g_source_remove);
  g_hash_table_remove_all (self->journals);
  g_clear_object (&self->sessions);

  G_OBJECT_CLASS (palco_auto_extend_parent_class)->dispose (object);
}

static void
palco_auto_extend_finalize (GObject *object)
{
  PalcoAutoExtend *self = PALCO_AUTO_EXTEND (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->journals);
  g_hash_table_unref (self->by_key);

  G_OBJECT_CLASS (palco_auto_extend_parent_class)->finalize (object);
}

static void
palco_auto_extend_class_init (PalcoAutoExtendClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_auto_extend_dispose;
  object_class->finalize = palco_auto_extend_finalize;

  /**
   * PalcoAutoExtend::gave-up:
   * @live: a session whose lease is about to end
   * @news: why it is not extended, as #PalcoReminderNews
   */
  signals[GAVE_UP] =
    g_signal_new ("gave-up", PALCO_TYPE_AUTO_EXTEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, PALCO_TYPE_LIVE_SESSION, G_TYPE_INT);
}

static void
palco_auto_extend_init (PalcoAutoExtend *self)
{
  self->journals = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

PalcoAutoExtend *
palco_auto_extend_new (PalcoLiveSessions *sessions)
{
  PalcoAutoExtend *self = g_object_new (PALCO_TYPE_AUTO_EXTEND, NULL);

  self->sessions = g_object_ref (sessions);
  g_signal_connect_object (sessions, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sessions, "changed", G_CALLBACK (plan_soon), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * palco_auto_extend_expects:
 * @self: what extends leases
 * @live: a session
 *
 * Returns: %TRUE if its lease will be extended, so that its end is no news
 */
gboolean
palco_auto_extend_expects (PalcoAutoExtend  *self,
                           PalcoLiveSession *live)
{
  guint lease_minutes = palco_session_get_lease_minutes (palco_live_session_get_session (live));
  Agreement *agreement;

  g_return_val_if_fail (PALCO_IS_AUTO_EXTEND (self), FALSE);

  agreement = lookup (self, live);

  return agreement != NULL && agreement->given_up_lease != lease_minutes &&
         lease_minutes < agreement->cap_minutes;
}
