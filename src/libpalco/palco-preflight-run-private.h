/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-limit-private.h"
#include "palco-preflight-private.h"

G_BEGIN_DECLS

/* One run of a preflight: a task whose source is the preflight. Each check ends the task, or
 * starts the next one. */

/* Where certificates and tokens of a day begin to suffer. */
#define PALCO_PREFLIGHT_CLOCK_OFF_SECS (5 * 60)

typedef void (*PalcoPreflightNext) (GTask *task);

typedef struct
{
  PalcoLimit          limit;
  GUri               *uri;          /* the host that is looked at */
  PalcoPreflightNext  next;         /* once the way to it is known */
  GHashTable         *hosts;        /* “host:port” that were looked at */
  PalcoToken         *token;
  PalcoCatalogue     *catalogue;
  PalcoRegion        *region;
  char               *access_token;
  gint64              ahead_secs;   /* how far the clock of this computer is ahead */
} PalcoPreflightRun;

void palco_preflight_run_add       (GTask                *task,
                                    PalcoPreflightCheck   check,
                                    PalcoPreflightStatus  status,
                                    PalcoPreflightFault   fault,
                                    const char           *detail);
void palco_preflight_run_pass      (GTask                *task,
                                    PalcoPreflightCheck   check);
void palco_preflight_run_fail      (GTask                *task,
                                    PalcoPreflightCheck   check,
                                    PalcoPreflightFault   fault,
                                    const char           *detail);
void palco_preflight_run_fail_with (GTask                *task,
                                    PalcoPreflightCheck   check,
                                    const GError         *error);
void palco_preflight_run_end       (GTask                *task);

void palco_preflight_run_check_way (GTask                *task,
                                    const char           *address,
                                    PalcoPreflightNext    next);
void palco_preflight_run_check_service (GTask            *task);
void palco_preflight_run_check_key (GTask                *task);

G_END_DECLS
