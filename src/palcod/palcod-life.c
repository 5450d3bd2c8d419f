/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-life-private.h"

#include "palco-boottime.h"
#include "palcod-error.h"

/* Host and service count the lease each for itself: a host that ends this shortly before the
 * deadline has ended because of it. */
#define LEASE_SLACK_MSECS 1000

#define ADVICE "Start a new session; if it happens again, tell the people who run the service."

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcodLife, palcod_life, G_TYPE_OBJECT)

PalcoState
palcod_life_get_state (PalcodLife *self)
{
  return palcod_session_get_record (self->session)->state;
}

gboolean
palcod_life_is_ended (PalcodLife *self)
{
  return palco_state_is_ended (palcod_life_get_state (self));
}

void
palcod_life_emit_changed (PalcodLife *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
check_settled (PalcodLife *self)
{
  if (!self->has_left && palcod_life_is_settled (self))
    g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

static void
clear_timers (PalcodLife *self)
{
  g_clear_handle_id (&self->start_id, g_source_remove);
  g_clear_handle_id (&self->lease_id, g_source_remove);
  g_clear_handle_id (&self->grace_id, g_source_remove);
}

/* Ends the host in each way there is: it may hear only one of them. */
static void
stop_host (PalcodLife *self)
{
  const char *allocation = palcod_session_get_record (self->session)->allocation;

  g_cancellable_cancel (self->start_cancellable);
  palcod_life_tell_host (self, PALCO_CONTROL_STOP);

  if (allocation != NULL)
    palcod_allocator_stop (self->context->allocator, allocation);
}

static void
log_transition (PalcodLife *self,
                PalcoState  from)
{
  const PalcodSessionRecord *record = palcod_session_get_record (self->session);

  if (record->state == PALCO_STATE_ERROR)
    g_message ("Session %s: %s → Error (%s): %s", record->id, palco_state_to_string (from),
               record->error_code, record->error_message);
  else
    g_message ("Session %s: %s → %s", record->id, palco_state_to_string (from),
               palco_state_to_string (record->state));
}

/* The only place where a session changes its state. An end takes effect whether it can be
 * stored or not: the write is tried until it succeeds, and the host does not wait for it. */
static void
transition (PalcodLife *self,
            PalcoState  to)
{
  PalcoState from = palcod_life_get_state (self);

  if (!palcod_session_move (self->session, to))
    {
      g_warning ("Session %s was not moved from %s to %s: that move does not exist",
                 palcod_session_get_record (self->session)->id,
                 palco_state_to_string (from), palco_state_to_string (to));
      return;
    }

  log_transition (self, from);
  clear_timers (self);
  if (palcod_life_is_ended (self))
    stop_host (self);

  palcod_saver_save (self->saver);
  palcod_life_emit_changed (self);
}

static void
fail (PalcodLife *self,
      const char *code,
      const char *message)
{
  PalcodSessionRecord *record = palcod_session_edit (self->session);

  record->error_code = g_strdup (code);
  record->error_message = g_strdup (message);
  transition (self, PALCO_STATE_ERROR);
}

/* To Ready, where the lease began and was not yet told of, or told of by a palcod that is gone. */
static void
catch_up (PalcodLife *self)
{
  if (palcod_life_get_state (self) == PALCO_STATE_STARTING &&
      palcod_session_has_lease (self->session))
    transition (self, PALCO_STATE_READY);
}

void
palcod_life_lose_host (PalcodLife *self,
                       const char *code,
                       const char *message)
{
  g_autofree char *advised = g_strconcat (message, " " ADVICE, NULL);

  catch_up (self);

  if (palcod_life_get_state (self) == PALCO_STATE_READY &&
      palcod_session_get_msecs_left (self->session) <= LEASE_SLACK_MSECS)
    transition (self, PALCO_STATE_EXPIRED);
  else
    fail (self, code, advised);
}

static gboolean
start_timeout_cb (gpointer user_data)
{
  PalcodLife *self = user_data;
  g_autofree char *message = NULL;

  self->start_id = 0;
  message = g_strdup_printf ("The server was not ready within %u seconds. " ADVICE,
                             self->context->start_timeout_msecs / 1000);
  fail (self, PALCOD_REASON_START_TIMEOUT, message);

  return G_SOURCE_REMOVE;
}

static void
arm_start_timeout (PalcodLife *self)
{
  g_clear_handle_id (&self->start_id, g_source_remove);
  self->start_id = g_timeout_add (self->context->start_timeout_msecs, start_timeout_cb, self);
}

static gboolean
grace_cb (gpointer user_data)
{
  PalcodLife *self = user_data;

  self->grace_id = 0;
  palcod_life_lose_host (self, PALCOD_REASON_HOST_LOST,
                         "The connection to the server was lost and did not come back.");

  return G_SOURCE_REMOVE;
}

void
palcod_life_arm_grace (PalcodLife *self)
{
  g_clear_handle_id (&self->grace_id, g_source_remove);
  self->grace_id = g_timeout_add (self->context->host_grace_msecs, grace_cb, self);
}

static gboolean
lease_cb (gpointer user_data)
{
  PalcodLife *self = user_data;

  self->lease_id = 0;
  transition (self, PALCO_STATE_EXPIRED);

  return G_SOURCE_REMOVE;
}

static void
arm_lease (PalcodLife *self)
{
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&self->lease_id, g_source_remove);
  self->lease_id = palco_boottime_add (palcod_session_get_deadline (self->session),
                                       lease_cb, self, &error);
  if (self->lease_id != 0)
    return;

  /* Out of file descriptors, say. A timer that stands still during suspend beats none. */
  g_message ("%s; using a lesser timer", error->message);
  self->lease_id = g_timeout_add (palcod_session_get_msecs_left (self->session), lease_cb, self);
}

static void
allocation_ended_cb (PalcodLife *self,
                     const char *allocation,
                     const char *message)
{
  PalcodSessionRecord *record = palcod_session_edit (self->session);

  if (g_strcmp0 (record->allocation, allocation) != 0)
    return;

  g_clear_pointer (&record->allocation, g_free);
  palcod_life_drop_link (self);

  if (palcod_life_is_ended (self))
    palcod_saver_save (self->saver);
  else
    palcod_life_lose_host (self, PALCOD_REASON_HOST_ENDED, message);
}

void
palcod_life_become_ready (PalcodLife *self)
{
  transition (self, PALCO_STATE_READY);
  arm_lease (self);
}

static void
take_allocation (PalcodLife *self,
                 char       *allocation)
{
  palcod_session_edit (self->session)->allocation = allocation;
  palcod_saver_save (self->saver);

  if (palcod_life_is_ended (self))
    {
      palcod_allocator_stop (self->context->allocator, allocation);
      return;
    }

  if (palcod_life_get_state (self) == PALCO_STATE_STARTING)
    {
      palcod_session_set_stage (self->session, PALCOD_STAGE_STARTING);
      arm_start_timeout (self);
      palcod_life_emit_changed (self);
    }
}

static void
fail_start (PalcodLife   *self,
            const GError *error)
{
  g_autofree char *advised = g_strconcat (error->message, " " ADVICE, NULL);

  if (g_error_matches (error, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY))
    fail (self, PALCOD_REASON_NO_CAPACITY, error->message);
  else
    fail (self, PALCOD_REASON_START_FAILED, advised);
}

static void
start_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(PalcodLife) self = user_data;
  g_autoptr(GError) error = NULL;
  char *allocation = palcod_allocator_start_finish (PALCOD_ALLOCATOR (source), result, &error);

  g_clear_object (&self->start_cancellable);
  if (self->has_left)
    {
      g_free (allocation);
      return;
    }

  if (allocation != NULL)
    take_allocation (self, allocation);
  else if (!palcod_life_is_ended (self))
    fail_start (self, error);

  check_settled (self);
}

static void
palcod_life_dispose (GObject *object)
{
  PalcodLife *self = PALCOD_LIFE (object);

  clear_timers (self);
  palcod_life_drop_link (self);
  g_clear_object (&self->saver);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (palcod_life_parent_class)->dispose (object);
}

static void
palcod_life_class_init (PalcodLifeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = palcod_life_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PALCOD_TYPE_LIFE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_SETTLED] = g_signal_new ("settled", PALCOD_TYPE_LIFE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
palcod_life_init (PalcodLife *self)
{
}

PalcodLife *
palcod_life_new (PalcodLifeContext *context,
                 PalcodSession     *session)
{
  PalcodLife *self = g_object_new (PALCOD_TYPE_LIFE, NULL);

  self->context = context;
  self->session = g_object_ref (session);
  palcod_session_set_stage (session, PALCOD_STAGE_WAITING);
  self->saver = palcod_saver_new (context->store, session, context->retry_msecs);

  g_signal_connect_object (self->saver, "saved", G_CALLBACK (check_settled),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context->allocator, "ended", G_CALLBACK (allocation_ended_cb),
                           self, G_CONNECT_SWAPPED);

  return self;
}

PalcodSession *
palcod_life_get_session (PalcodLife *self)
{
  return self->session;
}

PalcodSaver *
palcod_life_get_saver (PalcodLife *self)
{
  return self->saver;
}

gboolean
palcod_life_is_settled (PalcodLife *self)
{
  return palcod_life_is_ended (self) &&
         palcod_session_get_record (self->session)->allocation == NULL &&
         self->start_cancellable == NULL &&
         palcod_saver_is_saved (self->saver);
}

static PalcoHostBootstrap *
create_bootstrap (PalcodLife *self,
                  const char *token)
{
  const PalcodSessionRecord *record = palcod_session_get_record (self->session);
  const PalcodConfig *config = self->context->config;
  PalcoHostBootstrap *bootstrap = g_new0 (PalcoHostBootstrap, 1);

  bootstrap->control_url = g_strdup_printf ("%s/palco/v1/hosts/%" G_GINT64_FORMAT "/control",
                                            self->context->control_url, record->uid);
  bootstrap->control_ca = g_strdup (self->context->control_ca);
  bootstrap->token = g_strdup (token);
  bootstrap->session_id = g_strdup (record->id);
  bootstrap->size = g_strdup (record->size);
  bootstrap->hostname = g_strdup (config->host_name);
  bootstrap->bind_address = g_strdup (config->host_bind);
  bootstrap->use_tls = !config->is_local;
  bootstrap->lease_msecs = record->lease_minutes * G_GINT64_CONSTANT (60000);

  return bootstrap;
}

/* The session is stored already, with the hash of @token: whatever happens from here on, the
 * next palcod knows that a host may run for it. */
void
palcod_life_start (PalcodLife *self,
                   const char *token)
{
  g_autoptr(PalcoHostBootstrap) bootstrap = create_bootstrap (self, token);

  /* Whoever was told of the new session may have stopped it at once. */
  if (palcod_life_is_ended (self))
    return;

  arm_start_timeout (self);
  self->start_cancellable = g_cancellable_new ();
  palcod_allocator_start_async (self->context->allocator, bootstrap, self->start_cancellable,
                                start_cb, g_object_ref (self));
}

static gboolean
adopt_host (PalcodLife *self)
{
  PalcodSessionRecord *record = palcod_session_edit (self->session);

  if (record->allocation != NULL &&
      palcod_allocator_adopt (self->context->allocator, record->size, record->allocation))
    return TRUE;

  g_clear_pointer (&record->allocation, g_free);

  return FALSE;
}

static void
await_host (PalcodLife *self)
{
  if (palcod_life_get_state (self) == PALCO_STATE_READY)
    {
      arm_lease (self);
    }
  else
    {
      palcod_session_set_stage (self->session, PALCOD_STAGE_STARTING);
      arm_start_timeout (self);
    }

  palcod_life_arm_grace (self);
}

/* What another palcod began. A lease that ran out meanwhile comes before a host that is
 * gone: that is why it is gone. */
void
palcod_life_resume (PalcodLife *self)
{
  gboolean has_host = adopt_host (self);

  palcod_session_rebase (self->session, self->context->boot_id);
  palcod_saver_save (self->saver);
  catch_up (self);

  if (palcod_life_is_ended (self))
    stop_host (self);
  else if (palcod_session_get_msecs_left (self->session) == 0)
    transition (self, PALCO_STATE_EXPIRED);
  else if (has_host)
    await_host (self);
  else
    palcod_life_lose_host (self, PALCOD_REASON_HOST_LOST,
                           "The server was gone when the service came back after a restart.");
}

void
palcod_life_stop (PalcodLife *self)
{
  if (!palcod_life_is_ended (self))
    transition (self, PALCO_STATE_STOPPED);
}

/* The new lease is stored already. */
void
palcod_life_extend (PalcodLife *self,
                    guint       lease_minutes)
{
  PalcodSessionRecord *record = palcod_session_edit (self->session);

  if (lease_minutes <= record->lease_minutes)
    return;

  record->lease_minutes = lease_minutes;

  if (record->state == PALCO_STATE_READY)
    {
      arm_lease (self);
      palcod_life_tell_host (self, PALCO_CONTROL_LEASE);
    }

  palcod_life_emit_changed (self);
}

void
palcod_life_leave (PalcodLife *self)
{
  self->has_left = TRUE;
  clear_timers (self);
  palcod_life_drop_link (self);
  g_signal_handlers_disconnect_by_data (self->context->allocator, self);
  g_clear_object (&self->saver);
}
