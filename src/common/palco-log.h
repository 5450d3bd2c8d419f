/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The log of the services. Where stderr is the journal: its fields, among them PALCO_LOG_MS_CV,
 * the correlation vector of the request that a message is about; elsewhere one line for people. */
void     palco_log_init     (const char     *program,
                             gboolean        is_debug);
gboolean palco_log_is_debug (void);

/* @ms_cv may be NULL. */
void     palco_log          (GLogLevelFlags  level,
                             const char     *ms_cv,
                             const char     *format,
                             ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
