/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

#ifndef _PALCO_EXTERN
# define _PALCO_EXTERN extern
#endif

/* One macro per minor release marks what it added; the build hides every other symbol. */
#define PALCO_AVAILABLE_IN_1_0 _PALCO_EXTERN
