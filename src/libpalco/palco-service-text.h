/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a service says, as far as people are to see it. */

gboolean  palco_service_text_is_name   (const char *text);
char     *palco_service_text_dup_words (const char *text);

G_END_DECLS
