/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

#include "palcod-accounts.h"
#include "palcod-answer-cache.h"
#include "palcod-config.h"
#include "palcod-manager.h"
#include "palcod-throttle.h"
#include "palcod-tokens.h"

G_BEGIN_DECLS

/* What answers need; owned by the server. */
typedef struct
{
  const PalcodConfig *config;
  PalcodAccounts     *accounts;
  PalcodTokens       *tokens;
  PalcodManager      *manager;
  PalcodThrottle     *throttle;
  PalcodAnswerCache  *cache;
  GCancellable       *cancellable;   /* cancelled with the server */
  gpointer            owner;         /* the server; a suspended request holds it */
} PalcodContext;

/* One request, from its route to its answer. */
typedef struct
{
  const PalcodContext *context;
  SoupServerMessage   *message;
  GHashTable          *query;        /* borrowed: NULL once the request is suspended */
  char                *account_id;   /* as in the path; the token's where the route needs one */
  char                *session_id;
  gboolean             is_disconnected;
} PalcodRequest;

/* Answers a request, or suspends it. */
typedef void (*PalcodRoute) (PalcodRequest *request);

PalcodRequest *palcod_request_new         (const PalcodContext  *context,
                                           SoupServerMessage    *message,
                                           GHashTable           *query);
void           palcod_request_unref       (PalcodRequest        *self);

/* What follows “Bearer ”, or NULL. */
const char    *palcod_request_get_bearer  (SoupServerMessage    *message);

/* Answers 429 and returns FALSE when this account asks too often (rule 42). */
gboolean       palcod_request_is_in_rate  (PalcodRequest        *self);

/* The answer comes later: from suspend to resume the request is its receiver's. */
PalcodRequest *palcod_request_suspend     (PalcodRequest        *self);
void           palcod_request_resume      (PalcodRequest        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcodRequest, palcod_request_unref)

G_END_DECLS
