/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/* Sessions out of nothing: no service is asked. What is 0 or NULL is a session of Milan, of the
 * size Standard, with a lease of an hour. */
typedef struct
{
  const char        *id;
  PalcoSessionState  state;
  const char        *size_id;
  guint              lease_minutes;
  gint64             seconds_left;      /* 0 for none told */
  gint64             created;           /* seconds since 1970 */
  const char        *stage_code;
  const char        *error_code;
  gboolean           client_connected;
} PalcoTestSession;

/* The same, as the journal knows it. */
typedef struct
{
  PalcoTestSession   session;
  const char        *title;
  guint              cap_minutes;       /* of automatic extension; 0 for none */
  gint64             ready;
  gint64             ended;
  double             price_per_hour;    /* in USD; 0 for none known */
  gboolean           price_is_estimate;
  gboolean           started_elsewhere;
} PalcoTestEntry;

PalcoSessionList  *palco_test_session_list_new     (void);
PalcoSession      *palco_test_session_new          (const PalcoTestSession *facts);
PalcoSession      *palco_test_session_list_add     (PalcoSessionList       *list,
                                                    const PalcoTestSession *facts);
void               palco_test_session_change       (PalcoSession           *session,
                                                    const PalcoTestSession *facts);
void               palco_test_session_set_stopping (PalcoSession           *session);
PalcoHistoryEntry *palco_test_entry_new            (const PalcoTestEntry   *facts);

G_END_DECLS
