/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

#include "palco-version-macros.h"

G_BEGIN_DECLS

typedef struct _PalcoAccount        PalcoAccount;
typedef struct _PalcoAccountList    PalcoAccountList;
typedef struct _PalcoCatalogue      PalcoCatalogue;
typedef struct _PalcoClient         PalcoClient;
typedef struct _PalcoCredentials    PalcoCredentials;
typedef struct _PalcoHistoryEntry   PalcoHistoryEntry;
typedef struct _PalcoImport         PalcoImport;
typedef struct _PalcoImportAccount  PalcoImportAccount;
typedef struct _PalcoJournal        PalcoJournal;
typedef struct _PalcoKeyring        PalcoKeyring;
typedef struct _PalcoKeyHolder      PalcoKeyHolder;
typedef struct _PalcoLauncher       PalcoLauncher;
typedef struct _PalcoLaunchPlan     PalcoLaunchPlan;
typedef struct _PalcoLatency        PalcoLatency;
typedef struct _PalcoLatencyMonitor PalcoLatencyMonitor;
typedef struct _PalcoLocalService   PalcoLocalService;
typedef struct _PalcoPreflight      PalcoPreflight;
typedef struct _PalcoPreflightStep  PalcoPreflightStep;
typedef struct _PalcoPriceTable     PalcoPriceTable;
typedef struct _PalcoPreset         PalcoPreset;
typedef struct _PalcoPresetList     PalcoPresetList;
typedef struct _PalcoRegion         PalcoRegion;
typedef struct _PalcoSession        PalcoSession;
typedef struct _PalcoSessionList    PalcoSessionList;
typedef struct _PalcoSessionOptions PalcoSessionOptions;
typedef struct _PalcoSignIn         PalcoSignIn;
typedef struct _PalcoSize           PalcoSize;
typedef struct _PalcoUsage          PalcoUsage;
typedef struct _PalcoUsageRow       PalcoUsageRow;

G_END_DECLS
