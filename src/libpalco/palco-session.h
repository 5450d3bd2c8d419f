/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

/**
 * PalcoSessionState:
 * @PALCO_SESSION_STATE_UNKNOWN: a state that this version does not know, or none reported yet
 * @PALCO_SESSION_STATE_STARTING: a server is being found and started; not billed yet
 * @PALCO_SESSION_STATE_READY: the server runs, is billed, and can be connected to
 * @PALCO_SESSION_STATE_STOPPED: somebody stopped it
 * @PALCO_SESSION_STATE_EXPIRED: its lease ran out
 * @PALCO_SESSION_STATE_ERROR: it failed; see [property@Palco.Session:error-message]
 *
 * The life of a session, as the service tells it.
 */
typedef enum
{
  PALCO_SESSION_STATE_UNKNOWN,
  PALCO_SESSION_STATE_STARTING,
  PALCO_SESSION_STATE_READY,
  PALCO_SESSION_STATE_STOPPED,
  PALCO_SESSION_STATE_EXPIRED,
  PALCO_SESSION_STATE_ERROR,
} PalcoSessionState;

#define PALCO_TYPE_SESSION (palco_session_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoSession, palco_session, PALCO, SESSION, GObject)

PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_id                 (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
PalcoRegion      *palco_session_get_region             (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_size_id            (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
PalcoSessionState palco_session_get_state              (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_state_name         (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_session_is_ended               (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
guint             palco_session_get_lease_minutes      (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
guint             palco_session_get_elapsed_minutes    (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
gint64            palco_session_get_seconds_left       (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
gint64            palco_session_get_idle_seconds       (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
GDateTime        *palco_session_get_creation_time      (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
GDateTime        *palco_session_get_ready_time         (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
GDateTime        *palco_session_get_end_time           (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_hostname           (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
guint             palco_session_get_handshake_port     (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
guint             palco_session_get_inspector_port     (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
char             *palco_session_dup_inspector_url      (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
double            palco_session_get_teraflops          (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_stage              (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_stage_code         (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_error_code         (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_error_message      (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
const char       *palco_session_get_correlation_vector (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_session_get_stop_pending       (PalcoSession *self);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_session_get_client_connected   (PalcoSession *self);

G_END_DECLS
