/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

#include "palco-client-private.h"
#include "palco-test-await.h"
#include "palco-test-server.h"

G_BEGIN_DECLS

/* A client of a test server, with a journal in a folder of its own, that never waits long. */

#define TEST_ACCOUNT  "ac-1"
#define TEST_KEY      "key-1"
#define TEST_TOKEN    "token-1"
#define TOKEN_PATH    "/Accounts/" TEST_ACCOUNT "/token"
#define SESSIONS_PATH "/accounts/" TEST_ACCOUNT "/sessions"
#define SESSION_PATH  SESSIONS_PATH "/s1"
#define STOP_PATH     SESSION_PATH "/:stop"
#define DISCOVERY     "/.well-known/palco"

#define TEST_SESSION(status) \
  "{\"id\":\"s1\",\"size\":\"Standard\",\"status\":\"" status "\",\"maxLeaseTimeMinutes\":30"
#define STARTING_JSON TEST_SESSION ("Starting") "}"
#define STOPPED_JSON  TEST_SESSION ("Stopped") "}"
#define READY_JSON \
  TEST_SESSION ("Ready") ",\"elapsedTimeMinutes\":1,\"hostname\":\"h\"," \
  "\"handshakePort\":50000,\"arrInspectorPort\":50001}"

typedef struct
{
  PalcoTestServer *server;
  char            *dir;
  char            *journal_path;
  PalcoAccount    *account;
  PalcoKeyHolder  *keys;
  PalcoJournal    *journal;
  PalcoClient     *client;
  PalcoRegion     *region;
} PalcoTestClient;

void          palco_test_client_set_up       (PalcoTestClient *self,
                                              gconstpointer    data);
void          palco_test_client_tear_down    (PalcoTestClient *self,
                                              gconstpointer    data);
void          palco_test_client_answer       (PalcoTestClient *self,
                                              const char      *method,
                                              const char      *path,
                                              guint            status,
                                              const char      *body);
void          palco_test_client_restart      (PalcoTestClient *self);

PalcoJournal *palco_test_open_journal        (const char      *path,
                                              GError         **error);
PalcoSession *palco_test_client_create       (PalcoTestClient *self,
                                              GError         **error);
PalcoSession *palco_test_client_get          (PalcoTestClient *self,
                                              GError         **error);
GPtrArray    *palco_test_client_list         (PalcoTestClient *self,
                                              GError         **error);
gboolean      palco_test_client_stop         (PalcoTestClient *self,
                                              PalcoSession    *session,
                                              GError         **error);
GPtrArray    *palco_test_client_reconcile    (PalcoTestClient *self,
                                              GError         **error);
GPtrArray    *palco_test_client_read_journal (PalcoTestClient *self);

typedef struct
{
  const char *path;
  void      (*test) (PalcoTestClient *self, gconstpointer data);
} PalcoTestClientTest;

void          palco_test_client_add          (const PalcoTestClientTest *tests,
                                              guint                      n_tests);

G_END_DECLS
