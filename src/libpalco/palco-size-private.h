/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-size.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  const char *description;      /* NULL: none */
  gint64      polygon_limit;    /* 0: none */
  double      teraflops;        /* 0: unknown */
  double      price_per_hour;   /* negative: unknown */
  const char *currency;
  int         total;            /* negative: unknown */
  int         free;             /* negative: unknown */
} PalcoSizeInfo;

PalcoSize *palco_size_new (const PalcoSizeInfo *info);

G_END_DECLS
