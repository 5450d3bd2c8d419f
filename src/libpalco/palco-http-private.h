/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "palco-timing.h"

G_BEGIN_DECLS

typedef struct
{
  const char *method;
  const char *url;
  const char *authorization;   /* the header; NULL for none */
  const char *body;            /* JSON; NULL for none */
  gboolean    any_status;      /* sent once, and what refuses it is a reply as well */
} PalcoRequest;

/* An answer of success; any other is an error unless it was asked for. */
typedef struct
{
  guint               status;
  GBytes             *body;
  SoupMessageHeaders *headers;
  char               *correlation_vector;
  gint64              retry_after_msecs;   /* -1: the service did not say */
  gboolean            was_redirected;
  gboolean            is_local;            /* all of it on this computer */
} PalcoReply;

void        palco_reply_free  (PalcoReply  *self);
JsonObject *palco_reply_parse (PalcoReply  *self,
                               GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoReply, palco_reply_free)

#define PALCO_TYPE_HTTP (palco_http_get_type ())

G_DECLARE_FINAL_TYPE (PalcoHttp, palco_http, PALCO, HTTP, GObject)

PalcoHttp  *palco_http_new         (const PalcoTiming   *timing);
void        palco_http_set_tls_database (PalcoHttp      *self,
                                         GTlsDatabase   *database);
void        palco_http_send_async  (PalcoHttp           *self,
                                    const PalcoRequest  *request,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
PalcoReply *palco_http_send_finish (PalcoHttp           *self,
                                    GAsyncResult        *result,
                                    GError             **error);

G_END_DECLS
