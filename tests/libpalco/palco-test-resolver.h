/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A resolver that knows the names it is told, and no others. */

#define PALCO_TEST_TYPE_RESOLVER (palco_test_resolver_get_type ())

G_DECLARE_FINAL_TYPE (PalcoTestResolver, palco_test_resolver, PALCO_TEST, RESOLVER, GResolver)

PalcoTestResolver *palco_test_resolver_install (void);
void               palco_test_resolver_remove  (PalcoTestResolver *self);
void               palco_test_resolver_add     (PalcoTestResolver *self,
                                                const char        *name,
                                                const char        *address);
void               palco_test_resolver_hang    (PalcoTestResolver *self);
guint              palco_test_resolver_count   (PalcoTestResolver *self);

G_END_DECLS
