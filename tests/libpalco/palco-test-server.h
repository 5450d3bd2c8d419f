/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A service of the session API that does what a test tells it to, on a port of its own. */

typedef struct
{
  guint       status;       /* 0 for 200 */
  const char *body;         /* “@BASE@” is the address of the server, “@ID@” the id of the session */
  const char *fixture;      /* a file below tests/fixtures instead */
  const char *headers[9];   /* names and values in turn */
  const char *raw;          /* what to send instead of an answer before cutting the connection */
  gboolean    hang;         /* never answer */
} PalcoTestAnswer;

typedef struct _PalcoTestServer PalcoTestServer;

PalcoTestServer *palco_test_server_new        (void);
PalcoTestServer *palco_test_server_new_tls    (GTlsCertificate        *certificate);
void             palco_test_server_free       (PalcoTestServer        *self);
const char      *palco_test_server_get_url    (PalcoTestServer        *self);

/* Answers to the same request are given in the order they were added; the last one stays. In the
 * path of a session “*” stands for any id. */
void             palco_test_server_answer     (PalcoTestServer        *self,
                                               const char             *method,
                                               const char             *path,
                                               const PalcoTestAnswer  *answer);
void             palco_test_server_reset      (PalcoTestServer        *self,
                                               const char             *method,
                                               const char             *path);

guint            palco_test_server_count      (PalcoTestServer        *self,
                                               const char             *method,
                                               const char             *path);
const char      *palco_test_server_get_header (PalcoTestServer        *self,
                                               const char             *name);
const char      *palco_test_server_get_body   (PalcoTestServer        *self);
const char      *palco_test_server_get_query  (PalcoTestServer        *self);

char            *palco_test_dup_fixture       (const char             *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoTestServer, palco_test_server_free)

G_END_DECLS
