/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The JSON that --json prints: its members are part of the interface, see the manual page.
 * All nodes are handed over to the caller, and by cli_json_print() back. */

JsonNode *cli_json_new_array    (void);
void      cli_json_append       (JsonNode     *array,
                                 JsonNode     *element);

JsonNode *cli_json_from_account (PalcoAccount *account,
                                 gboolean      is_default);
JsonNode *cli_json_from_region  (PalcoAccount *account,
                                 PalcoRegion  *region);
JsonNode *cli_json_from_size    (PalcoAccount *account,
                                 PalcoSize    *size);
JsonNode *cli_json_from_session (PalcoSession *session);
JsonNode *cli_json_from_history_entry (PalcoHistoryEntry *entry,
                                       const char        *state);
JsonNode *cli_json_from_preflight_step (PalcoPreflightStep *step,
                                        const char         *message);
JsonNode *cli_json_from_import (PalcoImportAccount *imported,
                                PalcoAccount       *account,
                                const char         *result,
                                const char         *message);
JsonNode *cli_json_from_preset  (PalcoPreset  *preset);
JsonNode *cli_json_from_usage_row (PalcoUsageRow *row,
                                   const char    *day);
JsonNode *cli_json_from_error   (const char   *code,
                                 const char   *message,
                                 const char   *correlation_vector);

char     *cli_json_to_string    (JsonNode     *node);
void      cli_json_print        (JsonNode     *node);

G_END_DECLS
