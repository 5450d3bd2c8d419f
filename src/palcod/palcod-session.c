/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-session.h"

#include "palco-boottime.h"

struct _PalcodSession
{
  GObject              parent_instance;
  PalcodSessionRecord *record;
  PalcodStage          stage;
  gboolean             has_client;
  gboolean             knows_use;
  gint64               used_boottime;   /* when somebody last did something */
};

/* The code is for programs and stays as it is; the words are for people. */
static const struct
{
  const char *code;
  const char *text;
} stages[] = {
  [PALCOD_STAGE_NONE]     = { NULL, NULL },
  [PALCOD_STAGE_WAITING]  = { "WaitingForServer", "Waiting for a free server" },
  [PALCOD_STAGE_STARTING] = { "StartingServer", "Starting the server" },
};

G_DEFINE_FINAL_TYPE (PalcodSession, palcod_session, G_TYPE_OBJECT)

static void
palcod_session_finalize (GObject *object)
{
  PalcodSession *self = PALCOD_SESSION (object);

  g_clear_pointer (&self->record, palcod_session_record_free);

  G_OBJECT_CLASS (palcod_session_parent_class)->finalize (object);
}

static void
palcod_session_class_init (PalcodSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palcod_session_finalize;
}

static void
palcod_session_init (PalcodSession *self)
{
}

/* Takes @record. */
PalcodSession *
palcod_session_new (PalcodSessionRecord *record)
{
  PalcodSession *self = g_object_new (PALCOD_TYPE_SESSION, NULL);

  self->record = record;

  return self;
}

const PalcodSessionRecord *
palcod_session_get_record (PalcodSession *self)
{
  return self->record;
}

PalcodSessionRecord *
palcod_session_edit (PalcodSession *self)
{
  return self->record;
}

static PalcodStage
get_stage (PalcodSession *self)
{
  return self->record->state == PALCO_STATE_STARTING ? self->stage : PALCOD_STAGE_NONE;
}

/* What happens while it is Starting, in words for people; NULL in other states. */
const char *
palcod_session_get_stage (PalcodSession *self)
{
  return stages[get_stage (self)].text;
}

const char *
palcod_session_get_stage_code (PalcodSession *self)
{
  return stages[get_stage (self)].code;
}

void
palcod_session_set_stage (PalcodSession *self,
                          PalcodStage    stage)
{
  self->stage = stage;
}

gboolean
palcod_session_has_client (PalcodSession *self)
{
  return self->record->state == PALCO_STATE_READY && self->has_client;
}

void
palcod_session_set_has_client (PalcodSession *self,
                               gboolean       has_client)
{
  self->has_client = has_client;
}

/* Whole seconds of the lease in which nobody did anything; -1 while no host has told. Both ends
 * are rounded like the seconds left, so that the two change together. */
gint64
palcod_session_get_idle_seconds (PalcodSession *self)
{
  gint64 ready = self->record->ready_boottime;

  if (self->record->state != PALCO_STATE_READY || !self->knows_use)
    return -1;

  return (palco_boottime_now () - ready) / G_USEC_PER_SEC -
         MAX (self->used_boottime - ready, 0) / G_USEC_PER_SEC;
}

void
palcod_session_set_idle (PalcodSession *self,
                         gint64         msecs_idle)
{
  self->knows_use = TRUE;
  self->used_boottime = palco_boottime_now () - msecs_idle * G_TIME_SPAN_MILLISECOND;
}

/* In boot time; 0 while no lease runs. */
gint64
palcod_session_get_deadline (PalcodSession *self)
{
  if (self->record->state != PALCO_STATE_READY)
    return 0;

  return self->record->ready_boottime + self->record->lease_minutes * G_TIME_SPAN_MINUTE;
}

/* -1 while no lease runs. */
gint64
palcod_session_get_msecs_left (PalcodSession *self)
{
  gint64 left;

  if (self->record->state != PALCO_STATE_READY)
    return -1;

  left = palcod_session_get_deadline (self) - palco_boottime_now ();

  return MAX (left, 0) / G_TIME_SPAN_MILLISECOND;
}

static gint64
get_elapsed (PalcodSession *self)
{
  switch (self->record->state)
    {
    case PALCO_STATE_READY:
      return palco_boottime_now () - self->record->ready_boottime;

    case PALCO_STATE_STOPPED:
    case PALCO_STATE_EXPIRED:
    case PALCO_STATE_ERROR:
      return self->record->ended_elapsed;

    case PALCO_STATE_UNKNOWN:
    case PALCO_STATE_STARTING:
      break;
    }

  return 0;
}

/* Rule 30: whole minutes in Ready, rounded down. */
guint
palcod_session_get_elapsed_minutes (PalcodSession *self)
{
  return MAX (get_elapsed (self), 0) / G_TIME_SPAN_MINUTE;
}

gboolean
palcod_session_can_move (PalcoState from,
                         PalcoState to)
{
  switch (from)
    {
    case PALCO_STATE_STARTING:
      return to == PALCO_STATE_READY || to == PALCO_STATE_STOPPED || to == PALCO_STATE_ERROR;

    case PALCO_STATE_READY:
      return palco_state_is_ended (to);

    case PALCO_STATE_UNKNOWN:
    case PALCO_STATE_STOPPED:
    case PALCO_STATE_EXPIRED:
    case PALCO_STATE_ERROR:
      break;
    }

  return FALSE;
}

void
palcod_session_begin_lease (PalcodSession *self)
{
  if (palcod_session_has_lease (self))
    return;

  self->record->ready_time = g_get_real_time ();
  self->record->ready_boottime = palco_boottime_now ();
}

gboolean
palcod_session_has_lease (PalcodSession *self)
{
  return self->record->ready_time != 0;
}

static void
forget_lease (PalcodSessionRecord *record)
{
  record->ready_time = 0;
  record->ready_boottime = 0;
}

static void
become_ended (PalcodSessionRecord *record,
              gint64               elapsed)
{
  record->ended_elapsed = MAX (elapsed, 0);
  record->end_time = g_get_real_time ();
  g_clear_pointer (&record->hostname, g_free);
  record->handshake_port = 0;
  record->inspector_port = 0;

  /* Somebody may have noticed late, or a little early: a lease has its length. */
  if (record->state == PALCO_STATE_EXPIRED)
    record->end_time += record->ready_boottime + elapsed - palco_boottime_now ();
}

gboolean
palcod_session_move (PalcodSession *self,
                     PalcoState     to)
{
  gint64 elapsed = get_elapsed (self);

  if (!palcod_session_can_move (self->record->state, to))
    return FALSE;

  if (to == PALCO_STATE_EXPIRED)
    elapsed = self->record->lease_minutes * G_TIME_SPAN_MINUTE;

  if (to == PALCO_STATE_READY)
    palcod_session_begin_lease (self);
  else if (self->record->state == PALCO_STATE_STARTING)
    forget_lease (self->record);

  self->record->state = to;
  if (to != PALCO_STATE_READY)
    become_ended (self->record, elapsed);

  return TRUE;
}

/* Boot times mean nothing after a reboot: there, and only there, the wall clock tells how
 * long the session has been Ready. */
void
palcod_session_rebase (PalcodSession *self,
                       const char    *boot_id)
{
  PalcodSessionRecord *record = self->record;
  gint64 elapsed = MAX (g_get_real_time () - record->ready_time, 0);

  if (g_strcmp0 (record->boot_id, boot_id) == 0)
    return;

  if (palcod_session_has_lease (self) && !palco_state_is_ended (record->state))
    record->ready_boottime = palco_boottime_now () - elapsed;

  g_free (record->boot_id);
  record->boot_id = g_strdup (boot_id);
}

PalcodSessionRecord *
palcod_session_record_new (void)
{
  PalcodSessionRecord *self = g_new0 (PalcodSessionRecord, 1);

  self->state = PALCO_STATE_STARTING;
  self->ended_elapsed = -1;

  return self;
}

PalcodSessionRecord *
palcod_session_record_copy (const PalcodSessionRecord *self)
{
  PalcodSessionRecord *copy = g_memdup2 (self, sizeof *self);

  copy->account_id = g_strdup (self->account_id);
  copy->id = g_strdup (self->id);
  copy->size = g_strdup (self->size);
  copy->boot_id = g_strdup (self->boot_id);
  copy->hostname = g_strdup (self->hostname);
  copy->error_code = g_strdup (self->error_code);
  copy->error_message = g_strdup (self->error_message);
  copy->allocation = g_strdup (self->allocation);
  copy->token_hash = g_strdup (self->token_hash);
  copy->previous_token_hash = g_strdup (self->previous_token_hash);

  return copy;
}

void
palcod_session_record_free (PalcodSessionRecord *self)
{
  g_free (self->account_id);
  g_free (self->id);
  g_free (self->size);
  g_free (self->boot_id);
  g_free (self->hostname);
  g_free (self->error_code);
  g_free (self->error_message);
  g_free (self->allocation);
  g_free (self->token_hash);
  g_free (self->previous_token_hash);
  g_free (self);
}
