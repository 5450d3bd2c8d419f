/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-client.h"
#include "palco-http-private.h"
#include "palco-journal-private.h"
#include "palco-session-facts.h"
#include "palco-timing.h"
#include "palco-token-private.h"

G_BEGIN_DECLS

struct _PalcoClient
{
  GObject           parent_instance;
  PalcoAccount     *account;
  PalcoCredentials *credentials;
  PalcoJournal     *journal;           /* may be NULL */
  PalcoCatalogue   *catalogue;         /* NULL until loaded */
  PalcoTiming       timing;
  PalcoHttp        *http;
  PalcoToken       *token;
  GHashTable       *sessions;          /* key → PalcoSession, not owned: one object each */
  GHashTable       *pending_stops;     /* key → PalcoSession */
  GSource          *stop_timer;
  guint             stop_delay_msecs;
  gint64            poll_not_before;   /* monotonic: the service asked for patience */
};

typedef struct
{
  const char  *method;
  PalcoRegion *region;
  const char  *path;   /* below that of the account; NULL for a link */
  const char  *link;   /* of the service, as it gave it */
  const char  *body;   /* NULL for none */
} PalcoClientCall;

PalcoTiming  *palco_client_get_timing            (PalcoClient             *self);
PalcoHttp    *palco_client_get_http              (PalcoClient             *self);

void          palco_client_set_catalogue         (PalcoClient             *self,
                                                  PalcoCatalogue          *catalogue);
PalcoSession *palco_client_ensure_session        (PalcoClient             *self,
                                                  PalcoRegion             *region,
                                                  const char              *id);
gint64        palco_client_get_patience_msecs    (PalcoClient             *self);
guint         palco_client_get_poll_msecs        (PalcoClient             *self,
                                                  PalcoSession            *session);

void          palco_client_open_async            (PalcoClient             *self,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data);
gboolean      palco_client_open_finish           (PalcoClient             *self,
                                                  GAsyncResult            *result,
                                                  GError                 **error);
void          palco_client_ensure_catalogue_async (PalcoClient            *self,
                                                   GCancellable           *cancellable,
                                                   GAsyncReadyCallback     callback,
                                                   gpointer                user_data);

void          palco_client_call_async            (PalcoClient             *self,
                                                  const PalcoClientCall   *call,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data);
PalcoReply   *palco_client_call_finish           (PalcoClient             *self,
                                                  GAsyncResult            *result,
                                                  GError                 **error);

PalcoSession *palco_client_take_reply            (PalcoClient             *self,
                                                  PalcoRegion             *region,
                                                  const char              *id,
                                                  PalcoReply              *reply,
                                                  GError                 **error);
char         *palco_client_dup_session_path      (const char              *id,
                                                  const char              *action);

void          palco_client_write_journal_async   (PalcoClient             *self,
                                                  PalcoJournalChange       change,
                                                  PalcoSession            *session,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data);
void          palco_client_begin_in_journal_async (PalcoClient            *self,
                                                   PalcoSession           *session,
                                                   PalcoSessionOptions    *options,
                                                   GAsyncReadyCallback     callback,
                                                   gpointer                user_data);
void          palco_client_see_in_journal        (PalcoClient             *self,
                                                  GPtrArray               *sessions);
void          palco_client_note_in_journal       (PalcoClient             *self,
                                                  PalcoJournalChange       change,
                                                  PalcoSession            *session);
gboolean      palco_client_write_journal_finish  (PalcoClient             *self,
                                                  GAsyncResult            *result,
                                                  GError                 **error);
PalcoSession *palco_client_recall_session        (PalcoClient             *self,
                                                  const PalcoJournalEntry *entry);

void          palco_client_deliver_stop_async    (PalcoClient             *self,
                                                  PalcoSession            *session,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data);
gboolean      palco_client_deliver_stop_finish   (PalcoClient             *self,
                                                  GAsyncResult            *result,
                                                  GError                 **error);
void          palco_client_keep_stop             (PalcoClient             *self,
                                                  PalcoSession            *session);
void          palco_client_drop_stops            (PalcoClient             *self);

G_END_DECLS
