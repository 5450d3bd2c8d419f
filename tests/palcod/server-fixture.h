/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <json-glib/json-glib.h>

#include "manager-fixture.h"
#include "palcod-server.h"

G_BEGIN_DECLS

#define SERVER_ACCOUNT "account"   /* the one whose sessions the manager's fixture makes */
#define SERVER_OTHER   "other"

/* The real server on a port of the kernel's choice, over the fixture of the manager. */
typedef struct
{
  ManagerFixture  base;
  PalcodConfig   *config;
  PalcodAccounts *accounts;
  PalcodTokens   *tokens;
  PalcodServer   *server;
  SoupSession    *client;
  char           *key;
  char           *token;
  char           *url;
} ServerFixture;

typedef struct
{
  guint               status;
  char               *reason;
  SoupMessageHeaders *headers;
  JsonNode           *json;      /* NULL for an empty body */
  gsize               length;
} Reply;

void         server_fixture_setup    (ServerFixture  *self,
                                      gconstpointer   data);
void         server_fixture_teardown (ServerFixture  *self,
                                      gconstpointer   data);

/* After a change of the configuration. */
void         server_fixture_restart  (ServerFixture  *self);

/* A request with whatever token; every answer is checked for what all must have. */
Reply       *server_fixture_send     (ServerFixture  *self,
                                      const char     *method,
                                      const char     *target,
                                      const char     *authorization,
                                      const char     *body);

/* With the token of the account and the api-version. */
Reply       *server_fixture_call     (ServerFixture  *self,
                                      const char     *method,
                                      const char     *path,
                                      const char     *body);

/* Writes @request to a connection of its own and returns all that comes back. */
char        *server_fixture_exchange (ServerFixture  *self,
                                      const char     *request,
                                      gsize           length);

void         reply_free              (Reply          *self);
const char  *reply_get_string        (Reply          *self,
                                      const char     *name);
const char  *reply_get_error_code    (Reply          *self);
const char  *reply_get_error_message (Reply          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

G_END_DECLS
