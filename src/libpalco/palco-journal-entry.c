/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-private.h"

void
palco_journal_entry_free (PalcoJournalEntry *self)
{
  g_free (self->account);
  g_free (self->region);
  g_free (self->id);
  g_free (self->endpoint);
  g_free (self->size);
  g_free (self->state);
  g_free (self->title);
  g_free (self->currency);
  g_free (self->error_code);
  g_free (self->error_message);
  g_free (self);
}

PalcoJournalEntry *
palco_journal_entry_copy (const PalcoJournalEntry *self)
{
  PalcoJournalEntry *copy = g_new (PalcoJournalEntry, 1);

  *copy = *self;
  copy->account = g_strdup (self->account);
  copy->region = g_strdup (self->region);
  copy->id = g_strdup (self->id);
  copy->endpoint = g_strdup (self->endpoint);
  copy->size = g_strdup (self->size);
  copy->state = g_strdup (self->state);
  copy->title = g_strdup (self->title);
  copy->currency = g_strdup (self->currency);
  copy->error_code = g_strdup (self->error_code);
  copy->error_message = g_strdup (self->error_message);

  return copy;
}
