/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-explain.h"

#include <glib/gi18n.h>

static const char * const explanations[] = {
  [PALCO_ERROR_FAILED] =
    N_("Something unexpected happened. Try again; if it stays, report the details."),
  [PALCO_ERROR_INVALID_ARGUMENT] =
    N_("The service did not accept a value. Check what you entered and try again."),
  [PALCO_ERROR_AUTHENTICATION] =
    N_("The account ID or the account key is wrong, or the key was replaced. Enter the key again."),
  [PALCO_ERROR_FORBIDDEN] =
    N_("The account is not allowed to do this. Ask whoever runs the service."),
  [PALCO_ERROR_NOT_FOUND] =
    N_("The service does not know this session any more. It may have ended long ago."),
  [PALCO_ERROR_CONFLICT] =
    N_("Another session has the same ID. Try again to get a new one."),
  [PALCO_ERROR_REFUSED] =
    N_("The session cannot be changed like this: it has ended, or its lease can only grow, up to 24 hours."),
  [PALCO_ERROR_THROTTLED] =
    N_("The service got too many requests. Wait a few seconds, then try again."),
  [PALCO_ERROR_UNAVAILABLE] =
    N_("The service cannot help right now. Try again in a minute."),
  [PALCO_ERROR_CONNECTION] =
    N_("The service could not be reached. Check the network and the address of the account, then try again."),
  [PALCO_ERROR_PROTOCOL] =
    N_("The answer was not understood. Check that the address of the account belongs to a session service."),
  [PALCO_ERROR_INSECURE] =
    N_("The address does not begin with https://, so the account key could be read on the way. Use a secure address."),
  [PALCO_ERROR_KEY_MISSING] =
    N_("The keyring has no key for this account. Enter the account key again."),
  [PALCO_ERROR_KEYRING_UNAVAILABLE] =
    N_("No keyring is running, so the account key cannot be stored or read. Start one, or keep the key until Palco is closed."),
  [PALCO_ERROR_KEYRING_LOCKED] =
    N_("The keyring is locked. Unlock it and try again, or keep the account key until Palco is closed."),
  [PALCO_ERROR_SESSION_FAILED] =
    N_("The session ended with an error of the service. Start a new one; if it fails again, report the details."),
  [PALCO_ERROR_STORAGE] =
    N_("A file of Palco cannot be read or written. Check free space and permissions of your home folder, then try again."),
  [PALCO_ERROR_LOCAL_SERVICE] =
    N_("The service on this computer could not be started. Check that Palco is completely installed, then try again."),
  [PALCO_ERROR_CERTIFICATE] =
    N_("The certificate of the service is not accepted, so nothing was sent. Check the address of the account and the clock, or ask whoever runs the service for its CA certificate."),
  [PALCO_ERROR_TOKEN] =
    N_("The access token has expired, or the service does not accept it. Get a new one and enter it."),
  [PALCO_ERROR_TOKEN_COMMAND] =
    N_("The token command gave no access token. Try it in a terminal, or change it in the settings of the account."),
  [PALCO_ERROR_TOKEN_COMMAND_DENIED] =
    N_("The account signs in with a command that nobody has allowed on this computer yet, so it was not started. Look at it in the settings of the account."),
  [PALCO_ERROR_STS_CHANGED] =
    N_("The service now names another address for signing in. The account key was not sent there. Ask whoever runs the service before you trust the new address."),
};

/* What our own service gives as a reason; other services have codes of their own. */
static const struct {
  const char *code;
  const char *text;
} failures[] = {
  { "NoCapacity", N_("No server of this size is free. Try again later, or choose another size or region.") },
  { "HostLost", N_("The server of this session was lost. Start a new session.") },
  { "HostEnded", N_("The server of this session was lost. Start a new session.") },
  { "StartFailed", N_("The server of this session could not be started. Try again.") },
  { "StartTimeout", N_("The server of this session could not be started. Try again.") },
};

/**
 * palco_explain_error:
 * @error: an error of the library
 *
 * Returns: (transfer full): why it happened and what to do
 */
char *
palco_explain_error (const GError *error)
{
  int code = PALCO_ERROR_FAILED;

  if (error->domain == PALCO_ERROR)
    code = error->code;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    code = PALCO_ERROR_CONNECTION;

  if (code < 0 || code >= (int) G_N_ELEMENTS (explanations))
    code = PALCO_ERROR_FAILED;

  return g_strdup (_(explanations[code]));
}

/**
 * palco_explain_retired:
 *
 * Returns: (transfer full): why an address of Microsoft's service cannot work, and what to do
 */
char *
palco_explain_retired (void)
{
  return g_strdup (_("Microsoft switched this service off on 30 September 2025, so no session can be started there any more. Enter the address of another service."));
}

/**
 * palco_explain_error_detail:
 * @error: an error of the library
 *
 * What somebody who helps wants to read: the library's own words, and the mark by which the
 * service finds the request in its log.
 */
char *
palco_explain_error_detail (const GError *error)
{
  const char *vector = palco_error_get_correlation_vector (error);

  if (vector == NULL)
    return g_strdup (error->message);

  return g_strdup_printf ("%s\nMS-CV: %s", error->message, vector);
}

/**
 * palco_explain_failure:
 * @code: (nullable): the reason that the service gave
 * @message: (nullable): the same in its words
 *
 * Returns: (transfer full): why a session failed and what to do
 */
char *
palco_explain_failure (const char *code,
                       const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      if (g_strcmp0 (failures[i].code, code) == 0)
        return g_strdup (_(failures[i].text));
    }

  if (message != NULL && *message != '\0')
    /* Translators: %s are the words of the service, which may be in another language. */
    return g_strdup_printf (_("The service says: %s"), message);

  return g_strdup (_("The service gives no reason. Start a new session."));
}

char *
palco_explain_session_failure (PalcoSession *session)
{
  return palco_explain_failure (palco_session_get_error_code (session),
                                palco_session_get_error_message (session));
}

/* Whether the same request may well succeed when it is simply sent again. */
gboolean
palco_explain_can_retry (const GError *error)
{
  return palco_error_is_transient (error) ||
         g_error_matches (error, PALCO_ERROR, PALCO_ERROR_KEYRING_LOCKED) ||
         g_error_matches (error, PALCO_ERROR, PALCO_ERROR_STORAGE) ||
         g_error_matches (error, PALCO_ERROR, PALCO_ERROR_LOCAL_SERVICE);
}
