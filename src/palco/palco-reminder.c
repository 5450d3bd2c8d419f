/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-reminder.h"

#include "palco-boottime.h"
#include "palco-reminder-plan.h"

#define MINUTE_USECS (60 * G_USEC_PER_SEC)

/* Before it is told, the service is asked whether it is still so; who waits for the answer
 * must still be told in time. */
#define ASK_MSECS 4000

/* How long after its end a lease may still be spoken of by nobody; from then on its service is
 * asked each time that this has passed. */
#define LATE_USECS MINUTE_USECS

/* So many times in a row it may not answer until that is told: after a sleep the network takes
 * a moment. */
#define UNANSWERED_TOLD 2

/* And until the session is lost. That is an hour, and sleep is no part of it: most troubles are
 * over by then, and a service that is gone for good must not keep a program without a window. */
#define UNANSWERED_LOST 60

/* And so many times it may answer that the session runs, until that is told: minutes are rounded
 * on the wire, and a service may end it a little later. */
#define RUNNING_TOLD 10

/**
 * PalcoReminder:
 *
 * Finds out when there is something to tell of a session, to people who may be elsewhere.
 *
 * One timer on the clock of leases, set for what comes first, serves all sessions: nothing
 * wakes up in between. When a lease ran down without news, as while the computer slept, its
 * service is asked: that nobody answers does not mean that the session has ended.
 */

struct _PalcoReminder
{
  GObject            parent_instance;
  PalcoLiveSessions *sessions;
  GHashTable        *told;       /* PalcoLiveSession → Told */
  GCancellable      *asking;     /* of all that are being asked about */
  guint              n_asked;
  guint              ask_id;     /* until when they may answer */
  guint              timer_id;
  guint              plan_id;    /* an idle source, for many changes at once */
};

typedef struct
{
  PalcoSessionState state;
  guint             lease_minutes;
  guint             lead;          /* see palco-reminder-plan.h */
  gint64            retry;         /* once its lease is over, not asked before this; boot time */
  guint             n_unanswered;  /* since its lease is over */
  guint             n_running;     /* answers that it is ready, since then */
} Told;

enum {
  NEWS,
  WITHDRAW,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoReminder, palco_reminder, G_TYPE_OBJECT)

static void plan (PalcoReminder *self);

static void
tell (PalcoReminder     *self,
      PalcoLiveSession  *live,
      PalcoReminderNews  news)
{
  g_signal_emit (self, signals[NEWS], 0, live, news);
}

static void
withdraw (PalcoReminder    *self,
          PalcoLiveSession *live)
{
  g_signal_emit (self, signals[WITHDRAW], 0, live);
}

static gboolean
plan_cb (gpointer user_data)
{
  PalcoReminder *self = PALCO_REMINDER (user_data);

  self->plan_id = 0;
  plan (self);

  return G_SOURCE_REMOVE;
}

static void
plan_soon (PalcoReminder *self)
{
  if (self->plan_id == 0)
    self->plan_id = g_idle_add (plan_cb, self);
}

static gboolean
is_due (PalcoLiveSession *live,
        const Told       *told,
        guint            *lead)
{
  PalcoSession *session = palco_live_session_get_session (live);

  return palco_reminder_plan_due (palco_session_get_seconds_left (session), told->lead, lead);
}

static gboolean
is_over (PalcoLiveSession *live)
{
  return palco_boottime_now () >= palco_live_session_get_end (live);
}

/* When to ask whether a session whose lease is over has ended, in boot time. */
static gint64
find_late (PalcoLiveSession *live,
           const Told       *told)
{
  return MAX (palco_live_session_get_end (live) + LATE_USECS, told->retry);
}

static gboolean
is_late (PalcoLiveSession *live,
         const Told       *told,
         gint64            now)
{
  return find_late (live, told) <= now;
}

static void
tell_what_is_due (PalcoReminder *self)
{
  g_autoptr(GList) lives = g_hash_table_get_keys (self->told);

  for (GList *link = lives; link != NULL; link = link->next)
    {
      Told *told = g_hash_table_lookup (self->told, link->data);
      guint lead;

      if (!is_due (link->data, told, &lead))
        continue;

      told->lead = lead;
      tell (self, link->data, PALCO_REMINDER_NEWS_ENDS_SOON);
    }

  plan (self);
}

static gboolean
ask_timeout_cb (gpointer user_data)
{
  PalcoReminder *self = PALCO_REMINDER (user_data);

  self->ask_id = 0;
  g_cancellable_cancel (self->asking);

  return G_SOURCE_REMOVE;
}

typedef struct
{
  PalcoReminder    *reminder;
  PalcoLiveSession *live;
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->reminder);
  g_object_unref (asked->live);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
set_unanswered (PalcoLiveSession *live,
                Told             *told,
                guint             n_unanswered)
{
  told->n_unanswered = n_unanswered;
  palco_live_session_set_lost (live, n_unanswered >= UNANSWERED_LOST);
}

static void
take_answer (PalcoReminder    *self,
             PalcoLiveSession *live,
             Told             *told)
{
  if (told->n_unanswered >= UNANSWERED_TOLD)
    withdraw (self, live);

  set_unanswered (live, told, 0);
  if (is_over (live) && told->state == PALCO_SESSION_STATE_READY && ++told->n_running == RUNNING_TOLD)
    tell (self, live, PALCO_REMINDER_NEWS_NOT_ENDED);
}

static void
take_silence (PalcoReminder    *self,
              PalcoLiveSession *live,
              Told             *told)
{
  guint n_unanswered = told->n_unanswered + 1;

  if (!is_over (live))
    return;

  set_unanswered (live, told, n_unanswered);
  if (n_unanswered == UNANSWERED_TOLD || n_unanswered == UNANSWERED_LOST)
    tell (self, live, PALCO_REMINDER_NEWS_NOT_CHECKED);
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Asked) asked = user_data;
  PalcoReminder *self = asked->reminder;
  g_autoptr(GError) error = NULL;
  Told *told;

  palco_client_refresh_session_finish (PALCO_CLIENT (source), result, &error);

  /* Nobody wants to know any more. */
  if (self->sessions == NULL)
    return;

  told = g_hash_table_lookup (self->told, asked->live);
  if (g_error_matches (error, PALCO_ERROR, PALCO_ERROR_NOT_FOUND))
    palco_live_sessions_drop (self->sessions, asked->live);
  else if (told != NULL && error == NULL)
    take_answer (self, asked->live, told);
  else if (told != NULL)
    take_silence (self, asked->live, told);

  if (--self->n_asked > 0)
    return;

  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_object (&self->asking);
  tell_what_is_due (self);
}

static void
ask (PalcoReminder    *self,
     PalcoLiveSession *live)
{
  Asked *asked = g_new0 (Asked, 1);

  if (self->asking == NULL)
    {
      self->asking = g_cancellable_new ();
      self->ask_id = g_timeout_add (ASK_MSECS, ask_timeout_cb, self);
    }

  self->n_asked++;
  asked->reminder = g_object_ref (self);
  asked->live = g_object_ref (live);
  palco_client_refresh_session_async (palco_live_session_get_client (live),
                                      palco_live_session_get_session (live), self->asking,
                                      refreshed_cb, asked);
}

/* Asks about all of which something is due, or nothing was heard. */
static void
look (PalcoReminder *self)
{
  g_autoptr(GList) lives = g_hash_table_get_keys (self->told);
  gint64 now = palco_boottime_now ();

  for (GList *link = lives; link != NULL; link = link->next)
    {
      Told *told = g_hash_table_lookup (self->told, link->data);
      guint lead;

      if (!is_late (link->data, told, now) && !is_due (link->data, told, &lead))
        continue;

      told->retry = now + LATE_USECS;
      ask (self, link->data);
    }
}

static gboolean
timer_cb (gpointer user_data)
{
  PalcoReminder *self = PALCO_REMINDER (user_data);

  self->timer_id = 0;
  look (self);
  plan_soon (self);

  return G_SOURCE_REMOVE;
}

/* When there is something to tell of it, or to ask about it, in boot time. */
static gint64
find_next (PalcoLiveSession *live,
           const Told       *told,
           gint64            now)
{
  PalcoSession *session = palco_live_session_get_session (live);
  gint64 seconds = palco_reminder_plan_next (palco_session_get_seconds_left (session));
  guint lead;

  if (is_due (live, told, &lead))
    return now;

  if (seconds >= 0)
    return now + seconds * G_USEC_PER_SEC;

  return find_late (live, told);
}

/* Nothing is planned while the service is being asked: its answers may change the plan. */
static void
plan (PalcoReminder *self)
{
  gint64 now = palco_boottime_now ();
  gint64 soonest = G_MAXINT64;
  GHashTableIter iter;
  gpointer live, told;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->asking != NULL)
    return;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &live, &told))
    soonest = MIN (soonest, find_next (live, told, now));

  if (soonest < G_MAXINT64)
    self->timer_id = palco_boottime_add (soonest, timer_cb, self, NULL);
}

/* What the user just did, or just learns, needs no warning as well, and replaces what was told. */
static void
tell_anew (PalcoReminder     *self,
           PalcoLiveSession  *live,
           PalcoReminderNews  news)
{
  Told *told = g_hash_table_lookup (self->told, live);
  PalcoSession *session = palco_live_session_get_session (live);

  told->lead = palco_reminder_plan_skip (palco_session_get_seconds_left (session));
  told->n_running = 0;
  set_unanswered (live, told, 0);
  tell (self, live, news);
}

static void
added_cb (PalcoReminder    *self,
          PalcoLiveSession *live)
{
  PalcoSession *session = palco_live_session_get_session (live);
  Told *told = g_new0 (Told, 1);

  told->state = palco_session_get_state (session);
  told->lease_minutes = palco_session_get_lease_minutes (session);
  told->lead = PALCO_REMINDER_NOTHING_TOLD;
  g_hash_table_insert (self->told, g_object_ref (live), told);
  plan_soon (self);
}

static void
changed_cb (PalcoReminder    *self,
            PalcoLiveSession *live)
{
  PalcoSession *session = palco_live_session_get_session (live);
  Told *told = g_hash_table_lookup (self->told, live);
  PalcoSessionState old_state = told->state;
  guint old_lease = told->lease_minutes;

  told->state = palco_session_get_state (session);
  told->lease_minutes = palco_session_get_lease_minutes (session);
  plan_soon (self);

  if (told->state != PALCO_SESSION_STATE_READY)
    return;

  if (old_state == PALCO_SESSION_STATE_STARTING)
    tell_anew (self, live, PALCO_REMINDER_NEWS_READY);
  else if (told->lease_minutes > old_lease)
    tell_anew (self, live, PALCO_REMINDER_NEWS_EXTENDED);
}

/* A session that its service does not know any more, after its lease, ended with that. When that was
 * is known to a minute. */
static void
removed_cb (PalcoReminder    *self,
            PalcoLiveSession *live)
{
  PalcoSessionState state = palco_session_get_state (palco_live_session_get_session (live));

  g_hash_table_remove (self->told, live);
  plan_soon (self);

  if (state == PALCO_SESSION_STATE_EXPIRED ||
      (state == PALCO_SESSION_STATE_READY &&
       palco_boottime_now () >= palco_live_session_get_end (live) - MINUTE_USECS))
    tell (self, live, PALCO_REMINDER_NEWS_EXPIRED);
  else if (state == PALCO_SESSION_STATE_ERROR)
    tell (self, live, PALCO_REMINDER_NEWS_FAILED);
  else
    withdraw (self, live);
}

static void
palco_reminder_dispose (GObject *object)
{
  PalcoReminder *self = PALCO_REMINDER (object);

  g_cancellable_cancel (self->asking);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_handle_id (&self->plan_id, g_source_remove);
  g_clear_object (&self->sessions);

  G_OBJECT_CLASS (palco_reminder_parent_class)->dispose (object);
}

static void
palco_reminder_finalize (GObject *object)
{
  PalcoReminder *self = PALCO_REMINDER (object);

  g_hash_table_unref (self->told);
  g_clear_object (&self->asking);

  G_OBJECT_CLASS (palco_reminder_parent_class)->finalize (object);
}

static void
palco_reminder_class_init (PalcoReminderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_reminder_dispose;
  object_class->finalize = palco_reminder_finalize;

  /**
   * PalcoReminder::news:
   * @live: a session
   * @news: what happened to it, as #PalcoReminderNews
   *
   * There is something to tell; it replaces what was told of the session before.
   */
  signals[NEWS] =
    g_signal_new ("news", PALCO_TYPE_REMINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, PALCO_TYPE_LIVE_SESSION, G_TYPE_INT);

  /**
   * PalcoReminder::withdraw:
   * @live: a session
   *
   * What was told of the session is not true any more, and there is nothing else to tell.
   */
  signals[WITHDRAW] =
    g_signal_new ("withdraw", PALCO_TYPE_REMINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PALCO_TYPE_LIVE_SESSION);
}

static void
palco_reminder_init (PalcoReminder *self)
{
  self->told = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
}

PalcoReminder *
palco_reminder_new (PalcoLiveSessions *sessions)
{
  PalcoReminder *self = g_object_new (PALCO_TYPE_REMINDER, NULL);
  GListModel *model = palco_live_sessions_get_model (sessions);

  self->sessions = g_object_ref (sessions);
  g_signal_connect_object (sessions, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sessions, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sessions, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (model, i);

      added_cb (self, live);
    }

  return self;
}
