/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-price-table.h"

G_BEGIN_DECLS

#define PALCO_PRICES_TYPE G_VARIANT_TYPE ("a{s(ds)}")

G_END_DECLS
