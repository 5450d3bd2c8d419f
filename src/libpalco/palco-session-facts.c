/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-facts.h"

void
palco_session_facts_clear (PalcoSessionFacts *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->size_id, g_free);
  g_clear_pointer (&self->state_name, g_free);
  g_clear_pointer (&self->creation_time, g_date_time_unref);
  g_clear_pointer (&self->hostname, g_free);
  g_clear_pointer (&self->stage, g_free);
  g_clear_pointer (&self->error_code, g_free);
  g_clear_pointer (&self->error_message, g_free);
}
