/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-private.h"

#include "palco-address.h"
#include "palco-boottime.h"

/* What callers read of a session; palco-session.c is what changes it. */

/**
 * palco_session_get_id:
 * @self: a session
 *
 * The id that the client chose.
 *
 * Returns: the id
 *
 * Since: 1.0
 */
const char *
palco_session_get_id (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.id;
}

/**
 * palco_session_get_region:
 * @self: a session
 *
 * Where it runs.
 *
 * Returns: (transfer none): the region
 *
 * Since: 1.0
 */
PalcoRegion *
palco_session_get_region (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->region;
}

/**
 * palco_session_get_size_id:
 * @self: a session
 *
 * The id of its [class@Palco.Size].
 *
 * Returns: (nullable): the id, once the service has told it
 *
 * Since: 1.0
 */
const char *
palco_session_get_size_id (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.size_id;
}

/**
 * palco_session_get_state:
 * @self: a session
 *
 * Where it is in its life.
 *
 * Returns: the state
 *
 * Since: 1.0
 */
PalcoSessionState
palco_session_get_state (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), PALCO_SESSION_STATE_UNKNOWN);

  return self->facts.state;
}

/**
 * palco_session_get_state_name:
 * @self: a session
 *
 * The state in the spelling of the service, which may know more states than this
 * library.
 *
 * Returns: (nullable): the name, once the service has told it
 *
 * Since: 1.0
 */
const char *
palco_session_get_state_name (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.state_name;
}

/**
 * palco_session_get_lease_minutes:
 * @self: a session
 *
 * How long it may run at most, counted from [enum@Palco.SessionState] ready.
 *
 * Returns: minutes
 *
 * Since: 1.0
 */
guint
palco_session_get_lease_minutes (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), 0);

  return self->facts.lease_minutes;
}

/**
 * palco_session_get_elapsed_minutes:
 * @self: a session
 *
 * Whole minutes that it has been ready.
 *
 * Returns: minutes
 *
 * Since: 1.0
 */
guint
palco_session_get_elapsed_minutes (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), 0);

  return self->facts.elapsed_minutes;
}

/**
 * palco_session_get_seconds_left:
 * @self: a session
 *
 * Seconds until its lease ends, counted on while the computer sleeps; -1 while it has
 * not begun or has ended.
 *
 * Returns: seconds, or -1
 *
 * Since: 1.0
 */
gint64
palco_session_get_seconds_left (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), -1);

  if (self->deadline_usec < 0)
    return -1;

  return MAX (self->deadline_usec - palco_boottime_now (), 0) / G_USEC_PER_SEC;
}

/**
 * palco_session_get_idle_seconds:
 * @self: a session
 *
 * Seconds in which nobody used it, counted on while the computer sleeps.
 *
 * Returns: seconds, or -1 when the service does not tell, and while it is not ready
 *
 * Since: 1.0
 */
gint64
palco_session_get_idle_seconds (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), -1);

  if (self->used_usec == PALCO_SESSION_USE_UNKNOWN)
    return -1;

  return (palco_boottime_now () - self->used_usec) / G_USEC_PER_SEC;
}

/**
 * palco_session_get_creation_time:
 * @self: a session
 *
 * When the service got to know it.
 *
 * Returns: (nullable) (transfer none): the time, once the service has told it
 *
 * Since: 1.0
 */
GDateTime *
palco_session_get_creation_time (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.creation_time;
}

/**
 * palco_session_get_ready_time:
 * @self: a session
 *
 * When it became ready, which is when it began to be billed. Where the service does not tell,
 * it is taken from the minutes spent.
 *
 * Returns: (nullable) (transfer none): the time, or %NULL while it has not been ready
 *
 * Since: 1.0
 */
GDateTime *
palco_session_get_ready_time (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.ready_time;
}

/**
 * palco_session_get_end_time:
 * @self: a session
 *
 * When it stopped, expired or failed. Where the service does not tell, it is when that was seen.
 *
 * Returns: (nullable) (transfer none): the time, or %NULL while it has not ended
 *
 * Since: 1.0
 */
GDateTime *
palco_session_get_end_time (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.end_time;
}

/**
 * palco_session_get_hostname:
 * @self: a session
 *
 * The server, while ready.
 *
 * Returns: (nullable): a host name or address
 *
 * Since: 1.0
 */
const char *
palco_session_get_hostname (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.hostname;
}

/**
 * palco_session_get_handshake_port:
 * @self: a session
 *
 * The port that viewers connect to, while ready.
 *
 * Returns: a port, or 0
 *
 * Since: 1.0
 */
guint
palco_session_get_handshake_port (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), 0);

  return self->facts.handshake_port;
}

/**
 * palco_session_get_inspector_port:
 * @self: a session
 *
 * The port of its inspector page, while ready.
 *
 * Returns: a port, or 0
 *
 * Since: 1.0
 */
guint
palco_session_get_inspector_port (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), 0);

  return self->facts.inspector_port;
}

/**
 * palco_session_get_teraflops:
 * @self: a session
 *
 * The speed of its GPU.
 *
 * Returns: teraflops, or 0 when unknown
 *
 * Since: 1.0
 */
double
palco_session_get_teraflops (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), 0.0);

  return self->facts.teraflops;
}

/**
 * palco_session_get_stage:
 * @self: a session
 *
 * What is being done while it starts, in words for people.
 *
 * Returns: (nullable): the words, if the service gives any
 *
 * Since: 1.0
 */
const char *
palco_session_get_stage (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.stage;
}

/**
 * palco_session_get_stage_code:
 * @self: a session
 *
 * What is being done while it starts, for programs, which can tell it in the user's
 * language: “WaitingForServer”, “StartingServer”, or one that is newer than this.
 *
 * Returns: (nullable): the code, if the service gives any
 *
 * Since: 1.0
 */
const char *
palco_session_get_stage_code (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.stage_code;
}

/**
 * palco_session_get_error_code:
 * @self: a session
 *
 * Why it failed, for programs.
 *
 * Returns: (nullable): the code of the service
 *
 * Since: 1.0
 */
const char *
palco_session_get_error_code (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.error_code;
}

/**
 * palco_session_get_error_message:
 * @self: a session
 *
 * Why it failed, for people.
 *
 * Returns: (nullable): the message of the service
 *
 * Since: 1.0
 */
const char *
palco_session_get_error_message (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->facts.error_message;
}

/**
 * palco_session_get_correlation_vector:
 * @self: a session
 *
 * The name (MS-CV) under which the service logged the last answer about it.
 *
 * Returns: (nullable): the value
 *
 * Since: 1.0
 */
const char *
palco_session_get_correlation_vector (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  return self->correlation_vector;
}

/**
 * palco_session_get_stop_pending:
 * @self: a session
 *
 * Whether a stop was asked for that the service has not got yet. It is delivered as
 * soon as possible.
 *
 * Returns: %TRUE while that is so
 *
 * Since: 1.0
 */
gboolean
palco_session_get_stop_pending (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), FALSE);

  return self->stop_pending;
}

/**
 * palco_session_get_client_connected:
 * @self: a session
 *
 * Whether a viewer is connected.
 *
 * Returns: %TRUE if the service says so
 *
 * Since: 1.0
 */
gboolean
palco_session_get_client_connected (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), FALSE);

  return self->facts.client_connected;
}

/**
 * palco_session_is_ended:
 * @self: a session
 *
 * Whether it has stopped, expired or failed, which is for good.
 *
 * Returns: %TRUE if nothing runs any more
 *
 * Since: 1.0
 */
gboolean
palco_session_is_ended (PalcoSession *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION (self), FALSE);

  return self->facts.state == PALCO_SESSION_STATE_STOPPED ||
         self->facts.state == PALCO_SESSION_STATE_EXPIRED ||
         self->facts.state == PALCO_SESSION_STATE_ERROR;
}

/**
 * palco_session_dup_inspector_url:
 * @self: a session
 *
 * Makes the address of the inspector page, for a browser.
 *
 * Returns: (nullable) (transfer full): an address, or %NULL while there is none
 *
 * Since: 1.0
 */
char *
palco_session_dup_inspector_url (PalcoSession *self)
{
  const char *host;

  g_return_val_if_fail (PALCO_IS_SESSION (self), NULL);

  host = self->facts.hostname;
  if (host == NULL || self->facts.inspector_port == 0)
    return NULL;

  return g_uri_join (G_URI_FLAGS_NONE, palco_host_is_loopback (host) ? "http" : "https",
                     NULL, host, (int) self->facts.inspector_port, "/", NULL, NULL);
}
