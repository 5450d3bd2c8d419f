/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-http-private.h"
#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_TOKEN (palco_token_get_type ())

G_DECLARE_FINAL_TYPE (PalcoToken, palco_token, PALCO, TOKEN, GObject)

PalcoToken *palco_token_new          (PalcoHttp            *http,
                                      PalcoAccount         *account,
                                      PalcoCredentials     *credentials);
void        palco_token_set_sts_url  (PalcoToken           *self,
                                      const char           *sts_url);
char       *palco_token_dup_sts_url  (PalcoToken           *self);
void        palco_token_get_async    (PalcoToken           *self,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
char       *palco_token_get_finish   (PalcoToken           *self,
                                      GAsyncResult         *result,
                                      GError              **error);
void        palco_token_drop         (PalcoToken           *self,
                                      const char           *token);

gboolean    palco_token_is_header_safe (const char         *value);
gboolean    palco_token_check        (const char           *token,
                                      GError              **error);
gint64      palco_token_read_expiry  (const char           *token,
                                      gint64                now_secs);
GDateTime  *palco_token_dup_expiry   (const char           *token);

G_END_DECLS
