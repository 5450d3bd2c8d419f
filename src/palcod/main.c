/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-log.h"
#include "palcod-command.h"
#include "palcod-local.h"
#include "palcod-service.h"

#include <glib-unix.h>

#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#define DEFAULT_CONFIG_PATH  PALCO_SYSCONFDIR "/palco/palcod.conf"
#define DEFAULT_IDLE_SECONDS 60

typedef struct
{
  char     *config_path;
  char     *host_program;
  char    **arguments;
  int       idle_secs;
  gboolean  is_local;
  gboolean  is_debug;
  gboolean  check_config;
  gboolean  show_version;
} Options;

static gboolean
parse_options (Options   *options,
               int       *argc,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config_path,
      "Read FILE instead of " DEFAULT_CONFIG_PATH, "FILE" },
    { "check-config", 0, 0, G_OPTION_ARG_NONE, &options->check_config,
      "Say whether the configuration is valid, and end", NULL },
    { "local", 0, 0, G_OPTION_ARG_NONE, &options->is_local,
      "Serve this computer's user only, on loopback and the session bus", NULL },
    { "idle-seconds", 0, 0, G_OPTION_ARG_INT, &options->idle_secs,
      "With --local: end after N seconds without sessions and clients", "N" },
    { "host-program", 0, 0, G_OPTION_ARG_FILENAME, &options->host_program,
      "Run FILE as palco-host", "FILE" },
    { "debug", 0, 0, G_OPTION_ARG_NONE, &options->is_debug, "Log every request", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->show_version, "Show the version, and end", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->arguments, NULL,
      "[account add|list|rotate|remove …]" },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Palco's session service");
  g_option_context_set_description (context, "The manual page palcod(8) explains the configuration "
                                    "and the commands for accounts.");
  g_option_context_add_main_entries (context, entries, NULL);

  return g_option_context_parse (context, argc, argv, error);
}

static PalcodConfig *
load_config (const Options  *options,
             const char     *path,
             GError        **error)
{
  PalcodConfig *config = options->is_local ? palcod_config_new_local (error)
                                           : palcod_config_load (path, error);

  if (config != NULL && options->host_program != NULL)
    {
      g_free (config->host_program);
      config->host_program = g_strdup (options->host_program);
    }

  return config;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static PalcodLocal *
join_bus (const Options  *options,
          PalcodService  *service,
          GMainLoop      *loop,
          GError        **error)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  PalcodLocal *local = NULL;

  if (bus != NULL)
    local = palcod_local_new (service, bus, MAX (options->idle_secs, 0), error);
  if (local != NULL)
    g_signal_connect_swapped (local, "done", G_CALLBACK (g_main_loop_quit), loop);

  return local;
}

/* Sessions of the desktop begin with 1024, fewer than connections may be open; the first that
 * finds none left ends libsoup's listening for good. Nothing here uses select(). */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;

  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

static int
serve (const Options *options,
       PalcodConfig  *config)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(PalcodService) service = NULL;
  g_autoptr(PalcodLocal) local = NULL;
  g_autoptr(GError) error = NULL;

  raise_descriptor_limit ();
  service = palcod_service_new (config, &error);

  if (service != NULL && options->is_local)
    local = join_bus (options, service, loop, &error);

  if (error != NULL)
    {
      palco_log (G_LOG_LEVEL_CRITICAL, NULL, "Cannot start: %s", error->message);
      return EXIT_FAILURE;
    }

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  palco_log (G_LOG_LEVEL_MESSAGE, NULL, "Serving at %s", palcod_service_get_url (service));
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}

static int
run (const Options *options)
{
  const char *path = options->config_path != NULL ? options->config_path : DEFAULT_CONFIG_PATH;
  const char * const *arguments = (const char * const *) options->arguments;
  g_autoptr(PalcodConfig) config = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments != NULL && !g_str_equal (arguments[0], "account"))
    {
      g_printerr ("palcod: “%s” is not a command; see palcod --help\n", arguments[0]);
      return PALCOD_EXIT_USAGE;
    }

  config = load_config (options, path, &error);

  if (config == NULL)
    {
      g_printerr ("palcod: %s\n", error->message);
      return PALCOD_EXIT_CONFIG;
    }

  if (arguments != NULL)
    return palcod_command_account (config, arguments + 1);
  if (options->check_config)
    return palcod_command_check_config (config, path);
  if (!options->is_local && palcod_command_check_files (config, path) != EXIT_SUCCESS)
    return PALCOD_EXIT_CONFIG;

  return serve (options, g_steal_pointer (&config));
}

int
main (int    argc,
      char **argv)
{
  Options options = { .idle_secs = DEFAULT_IDLE_SECONDS };
  g_autoptr(GError) error = NULL;
  int code;

  setlocale (LC_ALL, "");

  if (!parse_options (&options, &argc, &argv, &error))
    {
      g_printerr ("palcod: %s; see palcod --help\n", error->message);
      return PALCOD_EXIT_USAGE;
    }

  palco_log_init ("palcod", options.is_debug);

  if (options.show_version)
    {
      g_print ("palcod %s\n", PALCO_VERSION);
      return EXIT_SUCCESS;
    }

  code = run (&options);
  g_strfreev (options.arguments);
  g_free (options.config_path);
  g_free (options.host_program);

  return code;
}
