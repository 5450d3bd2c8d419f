/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-sessions.h"

#include "palco-history-entry-private.h"
#include "palco-session-private.h"
#include "palco-test-regions.h"

#define NOTHING_LISTENS "http://127.0.0.1:1"

PalcoSessionList *
palco_test_session_list_new (void)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", NOTHING_LISTENS, "anna");
  g_autoptr(PalcoKeyHolder) keys = palco_key_holder_new (NULL);
  g_autoptr(PalcoClient) client = palco_client_new (account, PALCO_CREDENTIALS (keys), NULL);

  return palco_session_list_new (client);
}

static const char *
get_size_id (const PalcoTestSession *facts)
{
  return facts->size_id != NULL ? facts->size_id : "Standard";
}

static const char *
get_state_name (PalcoSessionState state)
{
  g_autoptr(GEnumClass) states = g_type_class_ref (PALCO_TYPE_SESSION_STATE);

  return g_enum_get_value (states, state)->value_nick;
}

/* As an answer of the service. */
void
palco_test_session_change (PalcoSession           *session,
                           const PalcoTestSession *facts)
{
  g_auto(PalcoSessionFacts) told = PALCO_SESSION_FACTS_INIT;

  told.size_id = g_strdup (get_size_id (facts));
  told.state = facts->state;
  told.state_name = g_strdup (get_state_name (facts->state));
  told.lease_minutes = facts->lease_minutes != 0 ? facts->lease_minutes : 60;
  told.seconds_left = facts->seconds_left != 0 ? facts->seconds_left : -1;
  told.creation_time = g_date_time_new_from_unix_utc (facts->created);
  told.hostname = g_strdup ("milan.example");
  told.stage_code = g_strdup (facts->stage_code);
  told.error_code = g_strdup (facts->error_code);
  told.client_connected = facts->client_connected;

  palco_session_take_facts (session, &told, "cv.1");
}

PalcoSession *
palco_test_session_new (const PalcoTestSession *facts)
{
  g_autoptr(PalcoRegion) region = palco_test_region_new ("Milan", 45.46, 9.19);
  PalcoSession *session = palco_session_new (facts->id, region);

  palco_test_session_change (session, facts);

  return session;
}

/* Returns: (transfer none) */
PalcoSession *
palco_test_session_list_add (PalcoSessionList       *list,
                             const PalcoTestSession *facts)
{
  g_autoptr(PalcoSession) session = palco_test_session_new (facts);

  palco_session_list_add (list, session);

  return session;
}

void
palco_test_session_set_stopping (PalcoSession *session)
{
  palco_session_set_stop_pending (session, TRUE);
}

PalcoHistoryEntry *
palco_test_entry_new (const PalcoTestEntry *facts)
{
  const PalcoTestSession *session = &facts->session;
  PalcoJournalEntry entry = {
    .account = (char *) "studio",
    .region = (char *) "Milan",
    .id = (char *) session->id,
    .size = (char *) get_size_id (session),
    .lease_minutes = session->lease_minutes != 0 ? session->lease_minutes : 60,
    .cap_minutes = facts->cap_minutes,
    .phase = facts->ended != 0 ? PALCO_JOURNAL_PHASE_ENDED : PALCO_JOURNAL_PHASE_ALIVE,
    .state = (char *) get_state_name (session->state),
    .started_here = !facts->started_elsewhere,
    .title = (char *) (facts->title != NULL ? facts->title : ""),
    .price_per_hour = facts->price_per_hour,
    .currency = (char *) (facts->price_per_hour > 0 ? "USD" : ""),
    .price_is_estimate = facts->price_is_estimate,
    .created = session->created,
    .ready = facts->ready,
    .ended = facts->ended,
    .endpoint = (char *) NOTHING_LISTENS,
    .error_code = (char *) (session->error_code != NULL ? session->error_code : ""),
    .error_message = (char *) "",
  };

  return palco_history_entry_new (palco_journal_entry_copy (&entry));
}
