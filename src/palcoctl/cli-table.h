/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Columns of text, as wide on a terminal as what they contain. */
typedef struct _CliTable CliTable;

CliTable   *cli_table_new       (guint       n_columns);
void        cli_table_free      (CliTable   *self);
void        cli_table_add       (CliTable   *self,
                                 const char *first,
                                 ...);
char       *cli_table_to_string (CliTable   *self);

guint       cli_text_width      (const char *text);
char       *cli_text_sanitize   (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)

G_END_DECLS
