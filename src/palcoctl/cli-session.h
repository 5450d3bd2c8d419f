/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "cli-output.h"
#include "cli-run.h"

G_BEGIN_DECLS

/* What the commands about sessions share. */

gboolean      cli_session_connect        (CliRun       *run,
                                          GError      **error);
PalcoSession *cli_session_find           (CliRun       *run,
                                          const char   *id,
                                          GError      **error);
gboolean      cli_session_wait           (CliRun       *run,
                                          PalcoSession *session,
                                          GError      **error);
gboolean      cli_session_check_ready    (PalcoSession *session,
                                          GError      **error);
GPtrArray    *cli_session_reconcile      (CliRun       *run);
GPtrArray    *cli_session_load_history   (CliRun       *run,
                                          GError      **error);
GPtrArray    *cli_session_list           (CliRun       *run,
                                          GError      **collected);

void          cli_session_collect_error  (GError      **collected,
                                          GError       *error);
void          cli_session_add_hint       (GError      **error,
                                          const char   *id);
void          cli_session_tell_pending   (PalcoSession *session);
const char   *cli_session_state_label    (PalcoSession *session);
void          cli_session_output_list    (CliRun       *run,
                                          GPtrArray    *sessions);
void          cli_session_output_past    (CliRun       *run,
                                          GPtrArray    *entries);
void          cli_session_output_details (CliRun       *run,
                                          PalcoSession *session);

G_END_DECLS
