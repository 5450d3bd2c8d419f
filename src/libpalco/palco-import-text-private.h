/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-import-account-private.h"

G_BEGIN_DECLS

#define PALCO_IMPORT_MAX_BYTES (64 * 1024)

/* The text of a file: what it has, and the same text without some of its keys. */

GPtrArray *palco_import_text_parse      (const char  *text,
                                         gsize        length,
                                         gboolean    *has_other_secrets,
                                         GError     **error);
char      *palco_import_text_scrub      (const char  *text,
                                         gsize        length,
                                         GPtrArray   *keys,
                                         gsize       *scrubbed_length);

G_END_DECLS
