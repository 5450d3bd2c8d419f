/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-live-session.h"

#include "palco-boottime.h"
#include "palco-protocol.h"
#include "palco-session-words.h"

#define SECONDS_PER_MINUTE 60

/**
 * PalcoLiveSession:
 *
 * A session that runs, and the client that can change it.
 *
 * It stays the same when its account gets another client, as it does when somebody switches
 * accounts: what was told about a session is not told again.
 */

struct _PalcoLiveSession
{
  GObject            parent_instance;
  PalcoClient       *client;
  PalcoSession      *session;
  PalcoHistoryEntry *entry;     /* NULL until the journal is read, and if it does not know it */
  char              *key;
  gint64             end;       /* of the lease, in boot time */
  gboolean           is_lost;   /* nobody could be asked for too long after the end */
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoLiveSession, palco_live_session, G_TYPE_OBJECT)

/* Once the lease is over, the moment of its end stays known; of one that was found over, it is
 * not known better than now. While a session starts it is a guess, so that one whose service
 * falls silent is not waited for without an end; where no lease is told, the longest. */
static void
update_end (PalcoLiveSession *self)
{
  gint64 seconds_left = palco_session_get_seconds_left (self->session);
  gint64 lease = palco_session_get_lease_minutes (self->session);

  if (seconds_left < 0)
    seconds_left = (lease > 0 ? lease : PALCO_LEASE_MAX_MINUTES) * SECONDS_PER_MINUTE;
  else if (seconds_left > 0)
    self->end = -1;

  if (self->end < 0)
    self->end = palco_boottime_now () + seconds_left * G_USEC_PER_SEC;
}

static void
session_notify_cb (PalcoLiveSession *self)
{
  update_end (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
palco_live_session_finalize (GObject *object)
{
  PalcoLiveSession *self = PALCO_LIVE_SESSION (object);

  g_clear_object (&self->client);
  g_clear_object (&self->session);
  g_clear_object (&self->entry);
  g_free (self->key);

  G_OBJECT_CLASS (palco_live_session_parent_class)->finalize (object);
}

static void
palco_live_session_class_init (PalcoLiveSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_live_session_finalize;

  /**
   * PalcoLiveSession::changed:
   *
   * The service or the journal told something new about it, or it was lost or found again.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PALCO_TYPE_LIVE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
palco_live_session_init (PalcoLiveSession *self)
{
  self->end = -1;
}

PalcoLiveSession *
palco_live_session_new (PalcoClient  *client,
                        PalcoSession *session)
{
  PalcoLiveSession *self = g_object_new (PALCO_TYPE_LIVE_SESSION, NULL);

  self->key = palco_live_session_dup_key (client, session);
  palco_live_session_replace (self, client, session);

  return self;
}

/**
 * palco_live_session_replace:
 * @self: a live session
 * @client: the client of the same account that is in use now
 * @session: the same session, as that client knows it
 */
void
palco_live_session_replace (PalcoLiveSession *self,
                            PalcoClient      *client,
                            PalcoSession     *session)
{
  g_return_if_fail (PALCO_IS_LIVE_SESSION (self));

  g_set_object (&self->client, client);
  if (self->session == session)
    return;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);

  g_set_object (&self->session, session);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);
  session_notify_cb (self);
}

PalcoClient *
palco_live_session_get_client (PalcoLiveSession *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSION (self), NULL);

  return self->client;
}

PalcoSession *
palco_live_session_get_session (PalcoLiveSession *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSION (self), NULL);

  return self->session;
}

/* Returns: (nullable): what the journal knows of it */
PalcoHistoryEntry *
palco_live_session_get_entry (PalcoLiveSession *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSION (self), NULL);

  return self->entry;
}

void
palco_live_session_set_entry (PalcoLiveSession  *self,
                              PalcoHistoryEntry *entry)
{
  g_return_if_fail (PALCO_IS_LIVE_SESSION (self));

  if (g_set_object (&self->entry, entry))
    g_signal_emit (self, signals[CHANGED], 0);
}

/* As the page of sessions calls it. */
char *
palco_live_session_dup_name (PalcoLiveSession *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSION (self), NULL);

  return palco_session_words_name_of (self->entry, palco_session_get_id (self->session));
}

const char *
palco_live_session_get_key (PalcoLiveSession *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSION (self), NULL);

  return self->key;
}

static const char *
get_region_id (PalcoSession *session)
{
  PalcoRegion *region = palco_session_get_region (session);

  return region != NULL ? palco_region_get_id (region) : "";
}

static GVariant *
make_target (PalcoClient  *client,
             PalcoSession *session)
{
  const char *uid = palco_account_get_uid (palco_client_get_account (client));

  return g_variant_new ("(sss)", uid, get_region_id (session), palco_session_get_id (session));
}

/* Returns: a floating target of actions on this session: account, region, id */
GVariant *
palco_live_session_get_target (PalcoLiveSession *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSION (self), NULL);

  return make_target (self->client, self->session);
}

/* Returns: when its lease ends, in boot time, or ended; a guess while that is not known */
gint64
palco_live_session_get_end (PalcoLiveSession *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSION (self), -1);

  return self->end;
}

gboolean
palco_live_session_is_lost (PalcoLiveSession *self)
{
  g_return_val_if_fail (PALCO_IS_LIVE_SESSION (self), FALSE);

  return self->is_lost;
}

void
palco_live_session_set_lost (PalcoLiveSession *self,
                             gboolean          is_lost)
{
  g_return_if_fail (PALCO_IS_LIVE_SESSION (self));

  if (self->is_lost == is_lost)
    return;

  self->is_lost = is_lost;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What tells a session from all others; also the id of its notification. */
char *
palco_live_session_key_of (GVariant *target)
{
  const char *uid;
  const char *region_id;
  const char *id;

  g_variant_get (target, "(&s&s&s)", &uid, &region_id, &id);

  return g_strjoin (" ", uid, region_id, id, NULL);
}

/* The same of what the journal knows. */
char *
palco_live_session_entry_key (PalcoHistoryEntry *entry)
{
  return g_strjoin (" ", palco_history_entry_get_account_uid (entry),
                    palco_history_entry_get_region_id (entry),
                    palco_history_entry_get_session_id (entry), NULL);
}

char *
palco_live_session_dup_key (PalcoClient  *client,
                            PalcoSession *session)
{
  g_autoptr(GVariant) target = g_variant_ref_sink (make_target (client, session));

  return palco_live_session_key_of (target);
}
