/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-session-facts.h"

G_BEGIN_DECLS

/* One page of the list of sessions. */
typedef struct
{
  GPtrArray *facts;       /* of PalcoSessionFacts */
  char      *next_link;   /* NULL on the last page */
} PalcoSessionPage;

PalcoSessionPage *palco_session_page_read (JsonObject        *object,
                                           GError           **error);
void              palco_session_page_free (PalcoSessionPage  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoSessionPage, palco_session_page_free)

G_END_DECLS
