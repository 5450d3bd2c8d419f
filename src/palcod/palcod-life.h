/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

#include "palcod-allocator.h"
#include "palcod-config.h"
#include "palcod-saver.h"
#include "palcod-session.h"
#include "palcod-store.h"

G_BEGIN_DECLS

/* Codes of sessions in Error, for programs; the message is for people. */
#define PALCOD_REASON_NO_CAPACITY   "NoCapacity"    /* no server of the size was free */
#define PALCOD_REASON_START_FAILED  "StartFailed"   /* the host could not be started */
#define PALCOD_REASON_START_TIMEOUT "StartTimeout"  /* it was not ready in time */
#define PALCOD_REASON_HOST_ENDED    "HostEnded"     /* it ended before the session did */
#define PALCOD_REASON_HOST_LOST     "HostLost"      /* nothing is heard of it any more */

/* What all lives of a service share; its owner frees it after the last of them. */
typedef struct
{
  PalcodStore        *store;
  PalcodAllocator    *allocator;
  const PalcodConfig *config;
  char               *boot_id;
  char               *control_url;
  char               *control_ca;
  guint               start_timeout_msecs;  /* for each of: a server found, the host ready */
  guint               host_silence_msecs;   /* after which a connection counts as lost */
  guint               host_grace_msecs;     /* how long a host may be out of touch */
  guint               retry_msecs;          /* first delay after a failed write */
} PalcodLifeContext;

#define PALCOD_TYPE_LIFE (palcod_life_get_type ())

G_DECLARE_FINAL_TYPE (PalcodLife, palcod_life, PALCOD, LIFE, GObject)

/* What happens to one session from its first write until it has ended, its host is gone and
 * all of that is stored: then it is “settled” and can be dropped. Emits “changed” after each
 * change that clients can see. */
PalcodLife    *palcod_life_new          (PalcodLifeContext       *context,
                                         PalcodSession           *session);
PalcodSession *palcod_life_get_session  (PalcodLife              *self);
gboolean       palcod_life_is_settled   (PalcodLife              *self);

/* Begins: with a host for a new session, with what is left of one after a restart. */
void           palcod_life_start        (PalcodLife              *self,
                                         const char              *token);
void           palcod_life_resume       (PalcodLife              *self);

void           palcod_life_stop         (PalcodLife              *self);
void           palcod_life_extend       (PalcodLife              *self,
                                         guint                    lease_minutes);
void           palcod_life_accept_host  (PalcodLife              *self,
                                         SoupWebsocketConnection *connection);

/* Knows when what the life changed is stored. */
PalcodSaver   *palcod_life_get_saver    (PalcodLife              *self);

/* The service goes down: drops timers and connections, and leaves the host running. */
void           palcod_life_leave        (PalcodLife              *self);

G_END_DECLS
