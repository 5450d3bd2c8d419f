/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-exit.h"

#include "cli-json.h"
#include "cli-table.h"

#include <palco.h>

#include <glib/gi18n.h>

G_DEFINE_QUARK (cli-exit-error-quark, cli_exit_error)

/* The names are part of the JSON output. */
static const struct {
  PalcoError  code;
  const char *name;
  CliExit     status;
} palco_errors[] = {
  { PALCO_ERROR_FAILED, "failed", CLI_EXIT_FAILED },
  { PALCO_ERROR_INVALID_ARGUMENT, "invalid-argument", CLI_EXIT_USAGE },
  { PALCO_ERROR_AUTHENTICATION, "authentication", CLI_EXIT_CREDENTIALS },
  { PALCO_ERROR_FORBIDDEN, "forbidden", CLI_EXIT_CREDENTIALS },
  { PALCO_ERROR_NOT_FOUND, "not-found", CLI_EXIT_NOT_FOUND },
  { PALCO_ERROR_CONFLICT, "conflict", CLI_EXIT_REFUSED },
  { PALCO_ERROR_REFUSED, "refused", CLI_EXIT_REFUSED },
  { PALCO_ERROR_THROTTLED, "throttled", CLI_EXIT_UNAVAILABLE },
  { PALCO_ERROR_UNAVAILABLE, "unavailable", CLI_EXIT_UNAVAILABLE },
  { PALCO_ERROR_CONNECTION, "connection", CLI_EXIT_UNAVAILABLE },
  { PALCO_ERROR_PROTOCOL, "protocol", CLI_EXIT_UNAVAILABLE },
  { PALCO_ERROR_INSECURE, "insecure", CLI_EXIT_USAGE },
  { PALCO_ERROR_KEY_MISSING, "key-missing", CLI_EXIT_CREDENTIALS },
  { PALCO_ERROR_KEYRING_UNAVAILABLE, "keyring-unavailable", CLI_EXIT_CREDENTIALS },
  { PALCO_ERROR_KEYRING_LOCKED, "keyring-locked", CLI_EXIT_CREDENTIALS },
  { PALCO_ERROR_SESSION_FAILED, "session-failed", CLI_EXIT_SESSION_FAILED },
  { PALCO_ERROR_STORAGE, "storage", CLI_EXIT_STORAGE },
  { PALCO_ERROR_LOCAL_SERVICE, "local-service", CLI_EXIT_UNAVAILABLE },
  { PALCO_ERROR_CERTIFICATE, "certificate", CLI_EXIT_UNAVAILABLE },
  { PALCO_ERROR_TOKEN, "token", CLI_EXIT_CREDENTIALS },
  { PALCO_ERROR_TOKEN_COMMAND, "token-command", CLI_EXIT_CREDENTIALS },
  { PALCO_ERROR_TOKEN_COMMAND_DENIED, "token-command-denied", CLI_EXIT_CREDENTIALS },
  { PALCO_ERROR_STS_CHANGED, "sts-changed", CLI_EXIT_CREDENTIALS },
};

static const struct {
  CliExit     status;
  const char *name;
} cli_errors[] = {
  { CLI_EXIT_FAILED, "failed" },
  { CLI_EXIT_USAGE, "usage" },
  { CLI_EXIT_CREDENTIALS, "key-missing" },
  { CLI_EXIT_NOT_FOUND, "not-found" },
  { CLI_EXIT_UNAVAILABLE, "unavailable" },
  { CLI_EXIT_REFUSED, "refused" },
  { CLI_EXIT_SESSION_FAILED, "session-failed" },
  { CLI_EXIT_STORAGE, "storage" },
  { CLI_EXIT_INTERRUPTED, "interrupted" },
};

CliExit
cli_exit_from_error (const GError *error)
{
  if (error->domain == CLI_EXIT_ERROR)
    return error->code;

  if (error->domain == G_OPTION_ERROR)
    return CLI_EXIT_USAGE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CLI_EXIT_INTERRUPTED;

  for (guint i = 0; error->domain == PALCO_ERROR && i < G_N_ELEMENTS (palco_errors); i++)
    {
      if ((int) palco_errors[i].code == error->code)
        return palco_errors[i].status;
    }

  return CLI_EXIT_FAILED;
}

const char *
cli_exit_error_name (const GError *error)
{
  CliExit status = cli_exit_from_error (error);

  for (guint i = 0; error->domain == PALCO_ERROR && i < G_N_ELEMENTS (palco_errors); i++)
    {
      if ((int) palco_errors[i].code == error->code)
        return palco_errors[i].name;
    }

  for (guint i = 0; i < G_N_ELEMENTS (cli_errors); i++)
    {
      if (cli_errors[i].status == status)
        return cli_errors[i].name;
    }

  return "failed";
}

/* What to type next, where the library cannot know. */
static const char *
get_hint (const GError *error)
{
  if (g_error_matches (error, PALCO_ERROR, PALCO_ERROR_STS_CHANGED))
    return _("If it is, “palcoctl account trust NAME ADDRESS” accepts it.");

  if (g_error_matches (error, PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND_DENIED))
    return _("“palcoctl account trust NAME --token-command COMMAND” allows it.");

  return NULL;
}

/* Text for people on standard error, and one JSON object for programs on standard output. */
void
cli_exit_report (const GError *error,
                 gboolean      json)
{
  const char *correlation_vector = palco_error_get_correlation_vector (error);
  g_autofree char *message = cli_text_sanitize (error->message);

  g_printerr ("palcoctl: %s\n", message);
  if (get_hint (error) != NULL)
    g_printerr ("%s\n", get_hint (error));
  if (correlation_vector != NULL)
    {
      g_autofree char *vector = cli_text_sanitize (correlation_vector);

      /* Translators: names one request, for whoever runs the service (MS-CV) */
      g_printerr (_("Correlation id: %s\n"), vector);
    }

  if (json)
    cli_json_print (cli_json_from_error (cli_exit_error_name (error), error->message, correlation_vector));
}
