/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/* A line of the terminal that tells how long a session has been starting. Where standard error
 * is no terminal there is none. */
typedef struct
{
  PalcoSession *session;      /* whose state is told; NULL until there is one */
  gint64        begun_usec;   /* monotonic */
  guint         source_id;    /* 0 while it is not shown */
} CliProgress;

void cli_progress_begin (CliProgress  *progress,
                         PalcoSession *session);
void cli_progress_end   (CliProgress  *progress);

G_END_DECLS
