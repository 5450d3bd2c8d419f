/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-auto-extend.h"

#include "palco-auto-extend-plan.h"
#include "palco-boottime.h"
#include "palco-protocol.h"

#define STEP_MAX_MINUTES 15
#define RETRY_USECS      (20 * G_USEC_PER_SEC)

/**
 * PalcoAutoExtend:
 *
 * Extends the leases of sessions that were started so, as palco-auto-extend-plan.h decides.
 *
 * What was agreed on is in the journal; how a session is used, its service is asked right
 * before. What cannot be asked or extended is told, and tried again until the lease is over.
 */

struct _PalcoAutoExtend
{
  GObject            parent_instance;
  PalcoLiveSessions *sessions;
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
  guint    tried_lease;     /* that the service was asked to make longer */
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

/* NULL for none. What is known of the asking stays: only the cap can have been changed. */
static Agreement *
lookup (PalcoAutoExtend  *self,
        PalcoLiveSession *live)
{
  PalcoHistoryEntry *entry = palco_live_session_get_entry (live);
  guint cap_minutes = entry != NULL ? palco_history_entry_get_cap_minutes (entry) : 0;
  const char *key = palco_live_session_get_key (live);
  Agreement *agreement = g_hash_table_lookup (self->by_key, key);

  if (cap_minutes == 0)
    {
      g_hash_table_remove (self->by_key, key);
      return NULL;
    }

  if (agreement == NULL)
    {
      agreement = g_new0 (Agreement, 1);
      g_hash_table_insert (self->by_key, g_strdup (key), agreement);
    }

  agreement->cap_minutes = MIN (cap_minutes, PALCO_LEASE_MAX_MINUTES);
  agreement->step_minutes =
    CLAMP (palco_history_entry_get_lease_minutes (entry), 1, STEP_MAX_MINUTES);

  return agreement;
}

static void
give_up (PalcoAutoExtend   *self,
         PalcoLiveSession  *live,
         Agreement         *agreement,
         PalcoReminderNews  news)
{
  guint lease_minutes = palco_session_get_lease_minutes (palco_live_session_get_session (live));

  if (agreement->given_up_lease == lease_minutes)
    return;

  agreement->given_up_lease = lease_minutes;
  g_signal_emit (self, signals[GAVE_UP], 0, live, news);
}

/* The agreement may have been changed, or the session ended, while the service was asked: then
 * there is none. */
static Agreement *
finish_call (Call         *call,
             const GError *error)
{
  PalcoAutoExtend *self = call->self;
  const char *key = palco_live_session_get_key (call->live);
  Agreement *agreement;

  if (palco_error_is_cancelled (error))
    return NULL;

  if (g_error_matches (error, PALCO_ERROR, PALCO_ERROR_NOT_FOUND))
    palco_live_sessions_drop (self->sessions, call->live);

  if (palco_live_sessions_lookup (self->sessions, key) != call->live)
    return NULL;

  agreement = lookup (self, call->live);
  if (agreement != NULL)
    agreement->is_busy = FALSE;
  if (error != NULL)
    g_debug ("A lease is not extended yet: %s", error->message);

  plan_soon (self);

  return agreement;
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  PalcoSession *session = palco_live_session_get_session (call->live);
  Agreement *agreement;

  palco_client_refresh_session_finish (PALCO_CLIENT (source), result, &error);
  agreement = finish_call (call, error);
  if (agreement == NULL)
    return;

  if (error == NULL)
    {
      agreement->asked_lease = palco_session_get_lease_minutes (session);
      return;
    }

  agreement->retry = palco_boottime_now () + RETRY_USECS;
  give_up (call->self, call->live, agreement, PALCO_REMINDER_NEWS_NOT_EXTENDED);
}

/* Whatever the answer was, the service is asked what became of it: it may have ended. */
static void
extended_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  Agreement *agreement;

  palco_client_update_session_finish (PALCO_CLIENT (source), result, &error);
  agreement = finish_call (call, error);
  if (agreement != NULL)
    agreement->asked_lease = 0;
}

/* A second time for the same end means that the first was of no use. There is still time to act:
 * so the user is told, while it goes on trying. */
static void
extend (PalcoAutoExtend  *self,
        PalcoLiveSession *live,
        Agreement        *agreement,
        guint             minutes)
{
  PalcoSession *session = palco_live_session_get_session (live);
  guint lease_minutes = palco_session_get_lease_minutes (session);

  if (agreement->tried_lease == lease_minutes)
    {
      agreement->retry = palco_boottime_now () + RETRY_USECS;
      give_up (self, live, agreement, PALCO_REMINDER_NEWS_NOT_EXTENDED);
    }

  agreement->tried_lease = lease_minutes;
  agreement->is_busy = TRUE;
  palco_client_update_session_async (palco_live_session_get_client (live), session, minutes,
                                     self->cancellable, extended_cb, call_new (self, live));
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
      extend (self, live, agreement, minutes);
    }
  else
    {
      give_up (self, live, agreement,
               decision == PALCO_AUTO_EXTEND_CAP ? PALCO_REMINDER_NEWS_CAP_REACHED
                                                 : PALCO_REMINDER_NEWS_LEFT_ALONE);
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

static void
removed_cb (PalcoAutoExtend  *self,
            PalcoLiveSession *live)
{
  g_hash_table_remove (self->by_key, palco_live_session_get_key (live));
}

static void
palco_auto_extend_dispose (GObject *object)
{
  PalcoAutoExtend *self = PALCO_AUTO_EXTEND (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_handle_id (&self->plan_id, g_source_remove);
  g_clear_object (&self->sessions);

  G_OBJECT_CLASS (palco_auto_extend_parent_class)->dispose (object);
}

static void
palco_auto_extend_finalize (GObject *object)
{
  PalcoAutoExtend *self = PALCO_AUTO_EXTEND (object);

  g_object_unref (self->cancellable);
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
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

PalcoAutoExtend *
palco_auto_extend_new (PalcoLiveSessions *sessions)
{
  PalcoAutoExtend *self = g_object_new (PALCO_TYPE_AUTO_EXTEND, NULL);

  self->sessions = g_object_ref (sessions);
  g_signal_connect_object (sessions, "changed", G_CALLBACK (plan_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sessions, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);

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
