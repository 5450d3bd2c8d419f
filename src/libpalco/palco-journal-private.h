/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-journal.h"

G_BEGIN_DECLS

typedef enum
{
  PALCO_JOURNAL_PHASE_PENDING,   /* the PUT was about to be sent */
  PALCO_JOURNAL_PHASE_ALIVE,
  PALCO_JOURNAL_PHASE_ENDED,
} PalcoJournalPhase;

/* Strings are never NULL in what is read; in what is written NULL stands for “”. */
typedef struct
{
  char              *account;        /* uid */
  char              *region;
  char              *id;
  char              *endpoint;
  char              *size;
  guint              lease_minutes;
  PalcoJournalPhase  phase;
  gboolean           stop_pending;
  gboolean           in_flight;      /* a process that runs is sending the PUT */
  char              *state;          /* what the service last said */
  gboolean           started_here;
  char              *title;
  guint              cap_minutes;
  double             price_per_hour;
  char              *currency;       /* “” when no price is known */
  gboolean           price_is_estimate;
  gint64             created;        /* seconds since 1970, 0 when unknown; also the next two */
  gint64             ready;
  gint64             ended;
  char              *error_code;
  char              *error_message;
} PalcoJournalEntry;

PalcoJournalEntry *palco_journal_entry_copy (const PalcoJournalEntry *self);
void               palco_journal_entry_free (PalcoJournalEntry       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoJournalEntry, palco_journal_entry_free)

typedef enum
{
  PALCO_JOURNAL_BEGIN,      /* the PUT will be sent now */
  PALCO_JOURNAL_CONFIRM,    /* the service has the session */
  PALCO_JOURNAL_UNSETTLE,   /* nobody sends the PUT any more, and whether it arrived is unknown */
  PALCO_JOURNAL_FORGET,     /* the PUT had no effect */
  PALCO_JOURNAL_STOP,       /* a stop is wanted */
  PALCO_JOURNAL_SEE,        /* the service told about the session, which lives */
  PALCO_JOURNAL_SET_CAP,
  PALCO_JOURNAL_END,        /* the session has ended, in the given state */
} PalcoJournalChange;

guint      palco_journal_count_open_entries (GPtrArray          *entries);
void       palco_journal_write_async  (PalcoJournal             *self,
                                       PalcoJournalChange        change,
                                       const PalcoJournalEntry  *entry,
                                       GAsyncReadyCallback       callback,
                                       gpointer                  user_data);
void       palco_journal_write_many_async (PalcoJournal         *self,
                                           PalcoJournalChange    change,
                                           GPtrArray            *entries,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean   palco_journal_write_finish (PalcoJournal             *self,
                                       GAsyncResult             *result,
                                       GError                  **error);
void       palco_journal_load_async   (PalcoJournal             *self,
                                       const char               *account,
                                       gint64                    since,
                                       GCancellable             *cancellable,
                                       GAsyncReadyCallback       callback,
                                       gpointer                  user_data);
GPtrArray *palco_journal_load_finish  (PalcoJournal             *self,
                                       GAsyncResult             *result,
                                       GError                  **error);

G_END_DECLS
