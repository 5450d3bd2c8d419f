/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PALCO_LINK_SCHEME "palco"

/* What a link asks to be shown. It comes from anywhere, so it never does more than that.
 *
 *   palco://session/REGION/ID
 *   palco://new
 *   palco://new?preset=NAME */
typedef struct
{
  char *region_id;   /* of a session, with the next; else NULL */
  char *session_id;
  char *preset;      /* NULL for none */
} PalcoLink;

PalcoLink *palco_link_parse (const char  *uri,
                             GError     **error);
void       palco_link_free  (PalcoLink   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoLink, palco_link_free)

G_END_DECLS
