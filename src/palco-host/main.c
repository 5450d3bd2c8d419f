/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-bootstrap.h"
#include "host-control.h"
#include "host-session.h"
#include "palco-log.h"

#include <glib-unix.h>

#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define BOOTSTRAP_TIMEOUT_MSECS 10000
#define WELCOME_TIMEOUT_MSECS   30000

/* Documented in palco-host(8). */
enum {
  STATUS_ENDED = EXIT_SUCCESS,
  STATUS_FAILED = EXIT_FAILURE,
  STATUS_USAGE = 2,
  STATUS_NO_BOOTSTRAP = 3,
  STATUS_NOT_WELCOME = 4,
};

typedef struct
{
  HostSession *session;
  GMainLoop   *loop;
} Host;

/* The token must not leave memory: no core dump, and no other process of this user may look. */
static void
protect_memory (void)
{
  const struct rlimit no_core = { 0, 0 };

  setrlimit (RLIMIT_CORE, &no_core);
  prctl (PR_SET_DUMPABLE, 0);
}

/* A session outlives the service that started it: neither its signals nor a broken pipe to
 * its log may end us. setsid() fails for who leads a session already, which is as good. */
static void
detach (void)
{
  signal (SIGPIPE, SIG_IGN);
  setsid ();
}

static gboolean
signal_cb (gpointer user_data)
{
  Host *host = user_data;

  host_session_end (host->session, "signal");

  return G_SOURCE_CONTINUE;
}

static void
ended_cb (HostSession *session,
          Host        *host)
{
  g_main_loop_quit (host->loop);
}

static int
report (const GError *error)
{
  if (error == NULL)
    return STATUS_ENDED;

  g_printerr ("palco-host: %s\n", error->message);

  return error->domain == HOST_CONTROL_ERROR ? STATUS_NOT_WELCOME : STATUS_FAILED;
}

static int
run (PalcoHostBootstrap *bootstrap)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(HostSession) session = host_session_new (bootstrap, WELCOME_TIMEOUT_MSECS);
  g_autoptr(GError) error = NULL;
  Host host = { session, loop };

  if (!host_session_start (session, &error))
    return report (error);

  g_signal_connect (session, "ended", G_CALLBACK (ended_cb), &host);
  g_unix_signal_add (SIGTERM, signal_cb, &host);
  g_unix_signal_add (SIGINT, signal_cb, &host);
  g_main_loop_run (loop);

  return report (host_session_get_error (session));
}

static gboolean
parse_options (int     *argc,
               char  ***argv,
               int     *fd,
               gboolean *show_version,
               GError **error)
{
  const GOptionEntry entries[] = {
    { "bootstrap-fd", 0, 0, G_OPTION_ARG_INT, fd,
      "File descriptor to read what this host is for", "FD" },
    { "version", 0, 0, G_OPTION_ARG_NONE, show_version, "Show the version and leave", NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("— one remote rendering session");

  g_option_context_set_summary (context, "palcod starts this program; it is of no use by hand.");
  g_option_context_add_main_entries (context, entries, NULL);

  return g_option_context_parse (context, argc, argv, error);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  PalcoHostBootstrap *bootstrap;
  gboolean show_version = FALSE;
  int fd = -1;

  protect_memory ();
  setlocale (LC_CTYPE, "");
  palco_log_init ("palco-host", FALSE);

  if (!parse_options (&argc, &argv, &fd, &show_version, &error))
    {
      report (error);
      return STATUS_USAGE;
    }

  if (show_version)
    {
      g_print ("palco-host %s\n", PALCO_VERSION);
      return STATUS_ENDED;
    }

  if (fd < 0 || argc > 1)
    {
      g_printerr ("palco-host: say --bootstrap-fd=FD and nothing else; palcod does\n");
      return STATUS_USAGE;
    }

  detach ();
  bootstrap = host_bootstrap_read (fd, BOOTSTRAP_TIMEOUT_MSECS, &error);
  if (bootstrap == NULL)
    {
      report (error);
      return STATUS_NO_BOOTSTRAP;
    }

  return run (bootstrap);
}
