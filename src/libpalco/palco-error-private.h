/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-error.h"

G_BEGIN_DECLS

void palco_error_set_correlation_vector (GError     *error,
                                         const char *correlation_vector);

G_END_DECLS
