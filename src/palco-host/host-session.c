/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-session.h"

#include "host-activity.h"
#include "host-certificate.h"
#include "host-control.h"
#include "host-facts.h"
#include "host-handshake.h"
#include "host-inspector.h"
#include "host-lease.h"

struct _HostSession
{
  GObject             parent_instance;
  PalcoHostBootstrap *bootstrap;
  HostActivity       *activity;
  HostControl        *control;
  HostFacts          *facts;
  HostHandshake      *handshake;
  HostInspector      *inspector;
  HostLease          *lease;
  GError             *error;
  HostState           state;
  guint               give_up_msecs;
};

enum {
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char * const state_names[] = {
  [HOST_STATE_STARTING] = "Starting",
  [HOST_STATE_READY]    = "Ready",
  [HOST_STATE_ENDING]   = "Ending",
  [HOST_STATE_ENDED]    = "Ended",
};

G_DEFINE_FINAL_TYPE (HostSession, host_session, G_TYPE_OBJECT)

/* The only place that changes the state; it only goes forward. */
static gboolean
transition (HostSession *self,
            HostState    state)
{
  if (state <= self->state)
    {
      g_debug ("Refused to go from %s to %s", state_names[self->state], state_names[state]);
      return FALSE;
    }

  g_message ("Session %s: %s", self->bootstrap->session_id, state_names[state]);
  self->state = state;
  self->facts->state = state_names[state];

  return TRUE;
}

/* A lease that cannot be counted could run, and cost, for ever. */
static void
set_lease (HostSession *self,
           gint64       msecs_left)
{
  g_autoptr(GError) error = NULL;

  if (host_lease_set_msecs_left (self->lease, msecs_left, &error))
    return;

  if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  host_session_end (self, "the lease could not be counted");
}

static void
send_client (HostSession *self)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_CLIENT);

  message->connected = self->facts->has_client;
  host_control_send (self->control, message);
}

static void
send_activity (HostSession *self)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_ACTIVITY);

  message->msecs_idle = host_activity_get_msecs_idle (self->activity);
  host_control_send (self->control, message);
}

static void
send_ready (HostSession *self)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_READY);

  message->hostname = g_strdup (self->bootstrap->hostname);
  message->handshake_port = host_handshake_get_port (self->handshake);
  message->inspector_port = host_inspector_get_port (self->inspector);
  message->gpu = g_strdup (self->facts->gpu);
  host_control_send (self->control, message);
}

/* Said again at each welcome: palcod may have been restarted, or never have heard it. */
static void
take_welcome (HostSession *self,
              gint64       msecs_left)
{
  if (self->state == HOST_STATE_STARTING)
    {
      transition (self, HOST_STATE_READY);
      host_activity_begin (self->activity);
      set_lease (self, self->bootstrap->lease_msecs);
    }

  if (msecs_left >= 0)
    set_lease (self, msecs_left);

  send_ready (self);
  send_activity (self);
  send_client (self);
}

static void
message_cb (HostControl         *control,
            PalcoControlMessage *message,
            HostSession         *self)
{
  if (self->state >= HOST_STATE_ENDING)
    return;

  if (message->type == PALCO_CONTROL_WELCOME)
    take_welcome (self, message->msecs_left);
  else if (message->type == PALCO_CONTROL_LEASE && message->msecs_left >= 0)
    set_lease (self, message->msecs_left);
  else if (message->type == PALCO_CONTROL_STOP)
    host_session_end (self, message->reason != NULL ? message->reason : "stopped");
}

static void
failed_cb (HostControl *control,
           GError      *error,
           HostSession *self)
{
  if (self->error == NULL)
    self->error = g_error_copy (error);

  host_session_end (self, error->message);
}

static void
closed_cb (HostControl *control,
           HostSession *self)
{
  if (transition (self, HOST_STATE_ENDED))
    g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void
expired_cb (HostLease   *lease,
            HostSession *self)
{
  host_session_end (self, "expired");
}

static void
client_changed_cb (HostHandshake *handshake,
                   HostSession   *self)
{
  self->facts->has_client = host_handshake_has_client (handshake);
  send_client (self);
}

static void
host_session_dispose (GObject *object)
{
  HostSession *self = HOST_SESSION (object);

  g_clear_object (&self->control);
  g_clear_object (&self->handshake);
  g_clear_object (&self->inspector);
  g_clear_object (&self->lease);
  g_clear_object (&self->activity);

  G_OBJECT_CLASS (host_session_parent_class)->dispose (object);
}

static void
host_session_finalize (GObject *object)
{
  HostSession *self = HOST_SESSION (object);

  host_facts_free (self->facts);
  palco_host_bootstrap_free (self->bootstrap);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (host_session_parent_class)->finalize (object);
}

static void
host_session_class_init (HostSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = host_session_dispose;
  object_class->finalize = host_session_finalize;

  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", HOST_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
host_session_init (HostSession *self)
{
  self->activity = host_activity_new ();
  self->lease = host_lease_new ();
  g_signal_connect_object (self->lease, "expired", G_CALLBACK (expired_cb), self, 0);
}

/* Takes @bootstrap. */
HostSession *
host_session_new (PalcoHostBootstrap *bootstrap,
                  guint               give_up_msecs)
{
  HostSession *self = g_object_new (HOST_TYPE_SESSION, NULL);

  self->bootstrap = bootstrap;
  self->give_up_msecs = give_up_msecs;
  self->facts = host_facts_new (bootstrap, self->lease);
  self->facts->state = state_names[HOST_STATE_STARTING];

  return self;
}

static gboolean
make_certificate (HostSession      *self,
                  GTlsCertificate **certificate,
                  GError          **error)
{
  g_autoptr(GInetAddress) address =
    g_inet_address_new_from_string (self->bootstrap->bind_address);

  if (self->bootstrap->use_tls)
    {
      *certificate = host_certificate_new (self->bootstrap->hostname, error);
      return *certificate != NULL;
    }

  if (address != NULL && g_inet_address_get_is_loopback (address))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "Ports without TLS may listen on a loopback address only, not on “%s”",
               self->bootstrap->bind_address);

  return FALSE;
}

/* Ports first: when palcod says welcome, everything is there already. */
gboolean
host_session_start (HostSession  *self,
                    GError      **error)
{
  const char *address = self->bootstrap->bind_address;
  g_autoptr(GTlsCertificate) certificate = NULL;

  if (!make_certificate (self, &certificate, error))
    return FALSE;

  self->handshake = host_handshake_new (address, certificate, self->bootstrap->hostname, error);
  if (self->handshake == NULL)
    return FALSE;

  self->inspector = host_inspector_new (address, certificate, self->facts, error);
  if (self->inspector == NULL)
    return FALSE;

  self->control = host_control_new (self->bootstrap, self->give_up_msecs, error);
  if (self->control == NULL)
    return FALSE;

  g_signal_connect_object (self->handshake, "client-changed",
                           G_CALLBACK (client_changed_cb), self, 0);
  g_signal_connect_object (self->handshake, "used", G_CALLBACK (host_activity_note),
                           self->activity, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector, "used", G_CALLBACK (host_activity_note),
                           self->activity, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->activity, "report", G_CALLBACK (send_activity), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->control, "message", G_CALLBACK (message_cb), self, 0);
  g_signal_connect_object (self->control, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (self->control, "closed", G_CALLBACK (closed_cb), self, 0);
  host_control_start (self->control);

  return TRUE;
}

/* @reason is for palcod and the log. The ports close at once; “ended” follows when palcod has
 * heard, or a moment later when it does not listen. */
void
host_session_end (HostSession *self,
                  const char  *reason)
{
  if (!transition (self, HOST_STATE_ENDING))
    return;

  g_message ("Session %s ends: %s", self->bootstrap->session_id, reason);
  g_clear_object (&self->handshake);
  g_clear_object (&self->inspector);
  host_control_end (self->control, reason);
}

HostState
host_session_get_state (HostSession *self)
{
  return self->state;
}

const GError *
host_session_get_error (HostSession *self)
{
  return self->error;
}
