/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

/* The only header that users of the library include. */

#include "palco-account.h"
#include "palco-account-list.h"
#include "palco-catalogue.h"
#include "palco-client.h"
#include "palco-credentials.h"
#include "palco-enums.h"
#include "palco-error.h"
#include "palco-history-entry.h"
#include "palco-import-account.h"
#include "palco-import.h"
#include "palco-journal.h"
#include "palco-key-holder.h"
#include "palco-keyring.h"
#include "palco-launch-plan.h"
#include "palco-launcher.h"
#include "palco-latency.h"
#include "palco-latency-monitor.h"
#include "palco-local-service.h"
#include "palco-preflight-step.h"
#include "palco-preflight.h"
#include "palco-preset.h"
#include "palco-preset-list.h"
#include "palco-price-table.h"
#include "palco-region.h"
#include "palco-session.h"
#include "palco-session-list.h"
#include "palco-session-options.h"
#include "palco-sign-in.h"
#include "palco-size.h"
#include "palco-types.h"
#include "palco-usage.h"
#include "palco-usage-row.h"
#include "palco-version.h"
#include "palco-version-macros.h"
