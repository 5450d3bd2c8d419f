/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

#define CLI_LOCAL_ACCOUNT "local"

/* One run of palcoctl: what all commands were told, and what they share. */
typedef struct
{
  char              *account_name;   /* --account */
  char              *region_id;      /* --region */
  gboolean           json;           /* --json */
  gboolean           key_stdin;      /* --key-stdin */
  gboolean           json_printed;   /* an error that follows is for people only */

  GCancellable      *cancellable;
  int                signal_number;  /* the one that cancelled it, or 0 */
  guint              signal_ids[3];

  PalcoAccountList  *accounts;       /* NULL until they are loaded */
  PalcoAccount      *account;        /* the chosen one */
  PalcoLocalService *local_service;  /* NULL unless it is that of this computer */
  PalcoClient       *client;
} CliRun;

CliRun       *cli_run_new             (void);
void          cli_run_watch_signals   (CliRun       *run);
void          cli_run_free            (CliRun       *run);

gboolean      cli_run_load_accounts   (CliRun       *run,
                                       GError      **error);
gboolean      cli_run_choose_account  (CliRun       *run,
                                       GError      **error);
PalcoCredentials *
              cli_run_make_credentials (CliRun    *run,
                                        GError   **error);
gboolean      cli_run_open_journal    (CliRun       *run,
                                       PalcoJournal **journal,
                                       GError      **error);
gboolean      cli_run_connect         (CliRun       *run,
                                       gboolean      with_journal,
                                       GError      **error);
gboolean      cli_run_load_catalogue  (CliRun       *run,
                                       GError      **error);
void          cli_run_keep_trust      (CliRun       *run);
void          cli_run_settle_journal  (CliRun       *run);
gboolean      cli_run_measure_regions (CliRun       *run,
                                       PalcoRegion **nearest,
                                       GError      **error);
PalcoRegion  *cli_run_choose_nearest_region (CliRun *run,
                                             GError **error);
PalcoRegion  *cli_run_choose_region   (CliRun       *run,
                                       GError      **error);

const char   *cli_account_label       (PalcoAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

G_END_DECLS
