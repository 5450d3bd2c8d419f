/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-error.h"

G_DEFINE_QUARK (palcod-error-quark, palcod_error)
