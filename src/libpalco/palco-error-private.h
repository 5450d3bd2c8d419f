/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-error.h"

G_BEGIN_DECLS

void     palco_error_set_correlation_vector (GError       *error,
                                             const char   *correlation_vector);

gint64   palco_error_get_retry_after_msecs  (const GError *error);
void     palco_error_set_retry_after_msecs  (GError       *error,
                                             gint64        msecs);

gboolean palco_error_is_uncertain           (const GError *error);
void     palco_error_set_uncertain          (GError       *error);

gboolean palco_error_has_code               (const GError *error,
                                             PalcoError    code);

G_END_DECLS
