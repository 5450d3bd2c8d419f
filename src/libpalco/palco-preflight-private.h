/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-http-private.h"
#include "palco-preflight.h"
#include "palco-token-private.h"

G_BEGIN_DECLS

struct _PalcoPreflight
{
  GObject           parent_instance;
  PalcoAccount     *account;
  PalcoCredentials *credentials;
  PalcoTiming       timing;
  PalcoHttp        *http;
  GTlsDatabase     *tls_database;   /* NULL for that of the system */
  GPtrArray        *steps;
};

PalcoTiming *palco_preflight_get_timing       (PalcoPreflight       *self);
void         palco_preflight_set_tls_database (PalcoPreflight       *self,
                                               GTlsDatabase         *database);

void         palco_preflight_add_step         (PalcoPreflight       *self,
                                               PalcoPreflightStep   *step);

/* Goes through all checks; the task ends with TRUE unless it is cancelled. */
void         palco_preflight_start            (GTask                *task);

G_END_DECLS
