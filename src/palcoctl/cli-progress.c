/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-progress.h"

#include "cli-session.h"

#include <glib/gi18n.h>

#include <unistd.h>

static gboolean
tick_cb (gpointer user_data)
{
  CliProgress *progress = user_data;
  const char *state = progress->session != NULL ? cli_session_state_label (progress->session)
                                                : C_("session state", "Starting");
  g_autofree char *line = NULL;

  /* Translators: shown again each second in the same place of the terminal: state and seconds */
  line = g_strdup_printf (_("%s… %d s"), state,
                          (int) ((g_get_monotonic_time () - progress->begun_usec) / G_USEC_PER_SEC));
  g_printerr ("\r%s ", line);

  return G_SOURCE_CONTINUE;
}

void
cli_progress_begin (CliProgress  *progress,
                    PalcoSession *session)
{
  progress->session = session;
  progress->begun_usec = g_get_monotonic_time ();
  if (isatty (STDERR_FILENO))
    progress->source_id = g_timeout_add_seconds (1, tick_cb, progress);
}

/* Leaves the line to others. */
void
cli_progress_end (CliProgress *progress)
{
  if (progress->source_id == 0)
    return;

  g_clear_handle_id (&progress->source_id, g_source_remove);
  g_printerr ("\r\033[K");
}
