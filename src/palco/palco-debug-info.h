/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-connection.h"

G_BEGIN_DECLS

/* What somebody who helps wants to know, without secrets, names and addresses. */

void  palco_debug_info_note_error (const GError    *error);
char *palco_debug_info_dup        (PalcoConnection *connection);

G_END_DECLS
