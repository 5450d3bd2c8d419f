/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-life-private.h"

#include "palcod-secret.h"

/* What passes between a life and its host on the control channel. */

void
palcod_life_tell_host (PalcodLife       *self,
                       PalcoControlType  type)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (type);

  message->msecs_left = palcod_session_get_msecs_left (self->session);
  message->reason = g_strdup (palco_state_to_string (palcod_life_get_state (self)));

  if (self->link != NULL)
    palcod_host_link_send (self->link, message);
}

/* A host that was lost meanwhile says so again when it is back. */
static void
lease_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(PalcodLife) self = user_data;

  palcod_saver_flush_finish (PALCOD_SAVER (source), result, NULL);

  if (palcod_life_get_state (self) != PALCO_STATE_STARTING || self->link == NULL)
    return;

  palcod_life_become_ready (self);
  palcod_life_tell_host (self, PALCO_CONTROL_LEASE);
}

/* Nobody hears of Ready before the next palcod would know of it, too: a state does not go back,
 * and a lease does not begin twice. On a full disk that has to be risked: who waits for the server
 * would wait for whoever makes room. */
static void
begin_lease (PalcodLife *self)
{
  palcod_session_begin_lease (self->session);
  palcod_saver_save (self->saver);
  palcod_saver_flush_async (self->saver, lease_stored_cb, g_object_ref (self));
}

/* Also after a restart or a new dial, when it is Ready already and only says so again. */
static void
host_ready (PalcodLife                *self,
            const PalcoControlMessage *message)
{
  PalcodSessionRecord *record = palcod_session_edit (self->session);
  const PalcodSize *size = palcod_config_lookup_size (self->context->config, record->size);

  g_free (record->hostname);
  record->hostname = g_strdup (message->hostname);
  record->handshake_port = message->handshake_port;
  record->inspector_port = message->inspector_port;
  record->teraflops = size != NULL ? size->teraflops : 0;

  if (record->state == PALCO_STATE_STARTING)
    {
      begin_lease (self);
      return;
    }

  palcod_saver_save (self->saver);
  palcod_life_emit_changed (self);
  palcod_life_tell_host (self, PALCO_CONTROL_LEASE);
}

static void
host_ending (PalcodLife *self,
             const char *reason)
{
  g_autofree char *message = g_strdup_printf ("The server ended the session: %s.",
                                              reason != NULL ? reason : "no reason was given");

  palcod_life_lose_host (self, PALCOD_REASON_HOST_ENDED, message);
}

static void
link_message_cb (PalcodLife                *self,
                 const PalcoControlMessage *message)
{
  if (palcod_life_is_ended (self))
    return;

  switch (message->type)
    {
    case PALCO_CONTROL_READY:
      host_ready (self, message);
      break;

    case PALCO_CONTROL_CLIENT:
      palcod_session_set_has_client (self->session, message->connected);
      palcod_life_emit_changed (self);
      break;

    case PALCO_CONTROL_ACTIVITY:
      palcod_session_set_idle (self->session, message->msecs_idle);
      palcod_life_emit_changed (self);
      break;

    case PALCO_CONTROL_ENDING:
      host_ending (self, message->reason);
      break;

    case PALCO_CONTROL_UNKNOWN:
    case PALCO_CONTROL_WELCOME:
    case PALCO_CONTROL_LEASE:
    case PALCO_CONTROL_STOP:
      break;
    }
}

void
palcod_life_drop_link (PalcodLife *self)
{
  if (self->link == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->link, self);
  g_clear_object (&self->link);
}

static void
link_closed_cb (PalcodLife *self)
{
  palcod_life_drop_link (self);

  if (!palcod_life_is_ended (self))
    palcod_life_arm_grace (self);
}

typedef struct
{
  PalcodLife     *life;
  PalcodHostLink *link;
  char           *token;
} Welcome;

static void
welcome_free (Welcome *welcome)
{
  g_clear_object (&welcome->life);
  g_clear_object (&welcome->link);
  g_clear_pointer (&welcome->token, palco_secret_free);
  g_free (welcome);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Welcome, welcome_free)

static void
welcome_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Welcome) welcome = user_data;
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_WELCOME);

  palcod_saver_flush_finish (PALCOD_SAVER (source), result, NULL);
  message->token = g_steal_pointer (&welcome->token);
  message->msecs_left = palcod_session_get_msecs_left (welcome->life->session);
  palcod_host_link_send (welcome->link, message);
}

/* The host may use the new token only once palcod cannot forget it. */
static void
welcome_host (PalcodLife *self)
{
  PalcodSessionRecord *record = palcod_session_edit (self->session);
  Welcome *welcome = g_new0 (Welcome, 1);

  welcome->life = g_object_ref (self);
  welcome->link = g_object_ref (self->link);
  welcome->token = palcod_secret_new ();

  g_free (record->token_hash);
  record->token_hash = palcod_secret_hash (welcome->token);

  palcod_saver_save (self->saver);
  palcod_saver_flush_async (self->saver, welcome_cb, welcome);
}

void
palcod_life_accept_host (PalcodLife              *self,
                         SoupWebsocketConnection *connection)
{
  if (palcod_life_is_ended (self))
    {
      palcod_host_link_dismiss (connection, palco_state_to_string (palcod_life_get_state (self)));
      return;
    }

  g_clear_handle_id (&self->grace_id, g_source_remove);
  palcod_life_drop_link (self);
  self->link = palcod_host_link_new (connection, self->context->host_silence_msecs);
  g_signal_connect_object (self->link, "message", G_CALLBACK (link_message_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->link, "closed", G_CALLBACK (link_closed_cb),
                           self, G_CONNECT_SWAPPED);

  welcome_host (self);
}
