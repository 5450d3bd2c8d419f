/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

#include "palco-protocol.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_SESSION (palcod_session_get_type ())

G_DECLARE_FINAL_TYPE (PalcodSession, palcod_session, PALCOD, SESSION, GObject)

/* What happens while a session is Starting. */
typedef enum
{
  PALCOD_STAGE_NONE,
  PALCOD_STAGE_WAITING,
  PALCOD_STAGE_STARTING,
} PalcodStage;

/* One session as the service knows it. Only its life changes it. Times called “…_time”
 * are wall clock for people (microseconds since 1970, 0 for not yet); “…_boottime” is the
 * clock that counts. */
typedef struct
{
  gint64      uid;             /* the store's own number of this session */
  char       *account_id;
  char       *id;
  char       *size;
  guint       lease_minutes;
  guint       created_lease_minutes;  /* as first asked for: what “same settings” compares */
  PalcoState  state;
  gint64      creation_time;
  gint64      ready_time;
  gint64      end_time;
  gint64      ready_boottime;  /* counts once there is a ready_time; may be before the boot */
  gint64      ended_elapsed;   /* µs in Ready, frozen at the end; -1 while it lives */
  char       *boot_id;         /* of the boot that the boot times belong to */
  char       *hostname;
  guint       handshake_port;
  guint       inspector_port;
  double      teraflops;
  char       *error_code;
  char       *error_message;
  char       *allocation;      /* the allocator's reference, NULL before it has one */
  char       *token_hash;      /* of the host token last handed out */
  char       *previous_token_hash;  /* still good: the last answer may have been lost */
} PalcodSessionRecord;

PalcodSession             *palcod_session_new                 (PalcodSessionRecord  *record);
const PalcodSessionRecord *palcod_session_get_record          (PalcodSession        *self);
const char                *palcod_session_get_stage           (PalcodSession        *self);
const char                *palcod_session_get_stage_code      (PalcodSession        *self);
gint64                     palcod_session_get_idle_seconds    (PalcodSession        *self);
gboolean                   palcod_session_has_client          (PalcodSession        *self);
gboolean                   palcod_session_has_lease           (PalcodSession        *self);
gint64                     palcod_session_get_deadline        (PalcodSession        *self);
gint64                     palcod_session_get_msecs_left      (PalcodSession        *self);
guint                      palcod_session_get_elapsed_minutes (PalcodSession        *self);
gboolean                   palcod_session_can_move            (PalcoState            from,
                                                               PalcoState            to);

/* The rest of the service only reads: these are for PalcodLife, and for the manager
 * before a session has one. palcod_session_move () changes the state and what follows
 * from it (times, address), and nothing when the move is illegal. The lease of one that is
 * Starting begins when its host is ready: it becomes Ready once that is stored. */
PalcodSessionRecord       *palcod_session_edit                (PalcodSession        *self);
gboolean                   palcod_session_move                (PalcodSession        *self,
                                                               PalcoState            to);
void                       palcod_session_begin_lease         (PalcodSession        *self);
void                       palcod_session_rebase              (PalcodSession        *self,
                                                               const char           *boot_id);
void                       palcod_session_set_stage           (PalcodSession        *self,
                                                               PalcodStage           stage);
void                       palcod_session_set_idle            (PalcodSession        *self,
                                                               gint64                msecs_idle);
void                       palcod_session_set_has_client      (PalcodSession        *self,
                                                               gboolean              has_client);

PalcodSessionRecord       *palcod_session_record_new          (void);
PalcodSessionRecord       *palcod_session_record_copy         (const PalcodSessionRecord *self);
void                       palcod_session_record_free         (PalcodSessionRecord  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcodSessionRecord, palcod_session_record_free)

G_END_DECLS
