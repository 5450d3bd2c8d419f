/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-session-facts.h"

G_BEGIN_DECLS

/* Not -1: a session may have been used last before this computer was switched on. */
#define PALCO_SESSION_USE_UNKNOWN G_MININT64

struct _PalcoSession
{
  GObject            parent_instance;
  PalcoRegion       *region;
  PalcoSessionFacts  facts;
  char              *correlation_vector;
  gint64             first_seen_usec; /* monotonic */
  gint64             deadline_usec;   /* in boot time; -1 when unknown */
  gint64             used_usec;       /* in boot time, when somebody last did something */
  gboolean           stop_pending;
  PalcoSessionState  journalled_state;
  guint              journalled_lease;
};

PalcoSession *palco_session_new              (const char        *id,
                                              PalcoRegion       *region);
void          palco_session_take_facts       (PalcoSession      *self,
                                              PalcoSessionFacts *facts,
                                              const char        *correlation_vector);
gint64        palco_session_find_deadline    (PalcoSession            *self,
                                              const PalcoSessionFacts *facts);
gint64        palco_session_find_used        (const PalcoSessionFacts *facts);
void          palco_session_complete_times   (PalcoSession      *self,
                                              PalcoSessionFacts *facts);
void          palco_session_set_stop_pending (PalcoSession      *self,
                                              gboolean           stop_pending);

G_END_DECLS
