/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An HTTP proxy that answers each CONNECT with the same status and leads nowhere. */
typedef struct _PalcoTestProxy PalcoTestProxy;

PalcoTestProxy *palco_test_proxy_new          (guint           status);
void            palco_test_proxy_free         (PalcoTestProxy *self);
const char     *palco_test_proxy_get_uri      (PalcoTestProxy *self);
GProxyResolver *palco_test_proxy_get_resolver (PalcoTestProxy *self);
char           *palco_test_proxy_dup_asked    (PalcoTestProxy *self);
guint           palco_test_proxy_count        (PalcoTestProxy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoTestProxy, palco_test_proxy_free)

G_END_DECLS
