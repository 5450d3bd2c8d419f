/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

const char *palco_region_words_name (PalcoRegion *region);

G_END_DECLS
