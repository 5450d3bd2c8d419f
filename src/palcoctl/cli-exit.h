/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How palcoctl ends: part of its interface, documented in --help and in the manual page. */
typedef enum
{
  CLI_EXIT_OK             = 0,
  CLI_EXIT_FAILED         = 1,
  CLI_EXIT_USAGE          = 2,
  CLI_EXIT_CREDENTIALS    = 3,
  CLI_EXIT_NOT_FOUND      = 4,
  CLI_EXIT_UNAVAILABLE    = 5,
  CLI_EXIT_REFUSED        = 6,
  CLI_EXIT_SESSION_FAILED = 7,
  CLI_EXIT_STORAGE        = 8,
  CLI_EXIT_SIGNAL_BASE    = 128,  /* plus the number of the signal */
  CLI_EXIT_INTERRUPTED    = 130,
} CliExit;

/* Errors of palcoctl itself: the code is the exit code. */
#define CLI_EXIT_ERROR (cli_exit_error_quark ())

GQuark      cli_exit_error_quark (void);

CliExit     cli_exit_from_error  (const GError *error);
const char *cli_exit_error_name  (const GError *error);
void        cli_exit_report      (const GError *error,
                                  gboolean      json);

G_END_DECLS
