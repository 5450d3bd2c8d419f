/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-test-server.h"

#define ACCOUNT_ID      "acc-1"
#define TOKEN_PATH      "/Accounts/" ACCOUNT_ID "/token"
#define SESSIONS_PATH   "/accounts/" ACCOUNT_ID "/sessions"
#define DISCOVERY_PATH  "/.well-known/palco"
#define DISCOVERY_JSON  "{\"service\":\"Test\",\"regions\":[{\"id\":\"here\",\"endpoint\":\"@BASE@\"}]}"

/* {"exp":1}, unsigned. */
#define OLD_TOKEN       "e30.eyJleHAiOjF9.x"

PalcoTestServer *palco_test_service_new    (const char      *certificate_name,
                                            GTlsDatabase   **trusted);
void             palco_test_service_answer (PalcoTestServer *server,
                                            const char      *path,
                                            guint            status,
                                            const char      *body);
