/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "palco-session.h"

G_BEGIN_DECLS

/* A session object of the wire, read. Zero means that the service did not say, like on
 * the wire itself; seconds_left and idle_seconds are -1 then. */
typedef struct
{
  char              *id;
  char              *size_id;
  PalcoSessionState  state;
  char              *state_name;
  guint              lease_minutes;
  gboolean           has_elapsed;
  guint              elapsed_minutes;
  gint64             seconds_left;
  gint64             idle_seconds;
  GDateTime         *creation_time;
  GDateTime         *ready_time;
  GDateTime         *end_time;
  char              *hostname;
  guint              handshake_port;
  guint              inspector_port;
  double             teraflops;
  char              *stage;
  char              *stage_code;
  char              *error_code;
  char              *error_message;
  gboolean           client_connected;
} PalcoSessionFacts;

#define PALCO_SESSION_FACTS_INIT { .seconds_left = -1, .idle_seconds = -1 }

gboolean  palco_session_facts_read  (PalcoSessionFacts  *self,
                                     JsonObject         *object,
                                     GError            **error);
PalcoSessionState palco_session_state_from_name (const char *name);
void      palco_session_facts_clear (PalcoSessionFacts  *self);
void      palco_session_facts_free  (PalcoSessionFacts  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalcoSessionFacts, palco_session_facts_clear)

G_END_DECLS
