/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/* Errors of the library in the user's language: why it happened and what to do about it.
 * The caller knows what was being done, and says that before. */

char     *palco_explain_error           (const GError *error);
char     *palco_explain_error_detail    (const GError *error);
char     *palco_explain_retired         (void);
char     *palco_explain_failure         (const char   *code,
                                         const char   *message);
char     *palco_explain_session_failure (PalcoSession *session);
gboolean  palco_explain_can_retry       (const GError *error);

G_END_DECLS
