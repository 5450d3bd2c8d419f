/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-words.h"

#include <glib/gi18n.h>

#include <string.h>

static const char * const titles[] = {
  [PALCO_PREFLIGHT_CHECK_ADDRESS] = NC_("preflight", "Address"),
  [PALCO_PREFLIGHT_CHECK_PROXY] = NC_("preflight", "Proxy"),
  [PALCO_PREFLIGHT_CHECK_NAME] = NC_("preflight", "Host name"),
  [PALCO_PREFLIGHT_CHECK_CONNECTION] = NC_("preflight", "Connection"),
  [PALCO_PREFLIGHT_CHECK_TLS] = NC_("preflight", "Encryption"),
  [PALCO_PREFLIGHT_CHECK_CLOCK] = NC_("preflight", "Clock"),
  [PALCO_PREFLIGHT_CHECK_SERVICE] = NC_("preflight", "Service"),
  [PALCO_PREFLIGHT_CHECK_KEY] = NC_("preflight", "Account key"),
  [PALCO_PREFLIGHT_CHECK_SIGN_IN] = NC_("preflight", "Sign-in"),
  [PALCO_PREFLIGHT_CHECK_SESSIONS] = NC_("preflight", "Sessions"),
};

/* Translators: how a check of the connection ended */
static const char * const statuses[] = {
  [PALCO_PREFLIGHT_STATUS_OK] = NC_("preflight", "works"),
  [PALCO_PREFLIGHT_STATUS_WARNING] = NC_("preflight", "warning"),
  [PALCO_PREFLIGHT_STATUS_FAILED] = NC_("preflight", "failed"),
  [PALCO_PREFLIGHT_STATUS_SKIPPED] = NC_("preflight", "skipped"),
};

/* Translators: in all of these, %s is a host with its port, such as “render.example.org:443” */
static const char * const explanations[] = {
  [PALCO_PREFLIGHT_FAULT_NONE] = "",
  [PALCO_PREFLIGHT_FAULT_ADDRESS_INVALID] =
    N_("The address cannot be used. It should look like https://render.example.org."),
  [PALCO_PREFLIGHT_FAULT_ADDRESS_INSECURE] =
    N_("The address does not begin with https://, so the account key could be read on the way. Use a secure address."),
  [PALCO_PREFLIGHT_FAULT_ADDRESS_RETIRED] =
    N_("Microsoft has ended Azure Remote Rendering, so %s starts no sessions any more. Nothing was sent to it. Add an account of another service."),
  [PALCO_PREFLIGHT_FAULT_PROXY_SETTINGS] =
    N_("The proxy settings of the desktop cannot be used. Correct them in the network settings."),
  [PALCO_PREFLIGHT_FAULT_PROXY_UNREACHABLE] =
    N_("The proxy %s does not answer. Check the proxy in the network settings, or ask whoever runs the network."),
  [PALCO_PREFLIGHT_FAULT_PROXY_REFUSED] =
    N_("The proxy %s does not connect to the service. Check the address of the account, or ask whoever runs the network to allow it."),
  [PALCO_PREFLIGHT_FAULT_PROXY_AUTHENTICATION] =
    N_("The proxy %s wants a user name and a password. Enter them in the network settings of the desktop."),
  [PALCO_PREFLIGHT_FAULT_NAME_UNKNOWN] =
    N_("There is no host of the name in %s. Check the address of the account for typing mistakes."),
  [PALCO_PREFLIGHT_FAULT_NAME_NO_RESOLVER] =
    N_("The name in %s could not be looked up, because no name server answers. Check that this computer is connected to a network."),
  [PALCO_PREFLIGHT_FAULT_CONNECTION_REFUSED] =
    N_("Nothing listens at %s. Check the port in the address, and whether the service is running."),
  [PALCO_PREFLIGHT_FAULT_CONNECTION_TIMED_OUT] =
    N_("%s does not answer. The host may be down, or a firewall drops the connection. Ask whoever runs the service or the network."),
  [PALCO_PREFLIGHT_FAULT_CONNECTION_NO_ROUTE] =
    N_("No way leads from this network to %s. Check the network, and the VPN if the service needs one."),
  [PALCO_PREFLIGHT_FAULT_CONNECTION_FAILED] =
    N_("No connection to %s could be made. Check the network and try again."),
  [PALCO_PREFLIGHT_FAULT_TLS_UNKNOWN_CA] =
    N_("This computer does not know who signed the certificate of %s, so nothing was sent. Ask whoever runs the service for its CA certificate, and add that to those of this computer."),
  [PALCO_PREFLIGHT_FAULT_TLS_OTHER_HOST] =
    N_("The certificate at %s belongs to another host, so nothing was sent. Check the address of the account."),
  [PALCO_PREFLIGHT_FAULT_TLS_EXPIRED] =
    N_("The certificate of %s has expired, so nothing was sent. Check the date of this computer; if that is right, ask whoever runs the service to renew the certificate."),
  [PALCO_PREFLIGHT_FAULT_TLS_NOT_YET_VALID] =
    N_("The certificate of %s is not valid yet, so nothing was sent. The clock of this computer is probably behind: set its date and time."),
  [PALCO_PREFLIGHT_FAULT_TLS_REVOKED] =
    N_("The certificate of %s was revoked, so nothing was sent. Ask whoever runs the service for a new one."),
  [PALCO_PREFLIGHT_FAULT_TLS_INVALID] =
    N_("The certificate of %s is not safe, so nothing was sent. Ask whoever runs the service for a new one."),
  [PALCO_PREFLIGHT_FAULT_TLS_PROTOCOL] =
    N_("What answers at %s does not speak HTTPS as this computer does. Check the port in the address."),
  [PALCO_PREFLIGHT_FAULT_TLS_TIMED_OUT] =
    N_("%s takes connections but says nothing. Check the port in the address; a firewall may also do this."),
  [PALCO_PREFLIGHT_FAULT_CLOCK_AHEAD] =
    N_("The clock of this computer is more than five minutes ahead of that of %s. Set the date and time of this computer."),
  [PALCO_PREFLIGHT_FAULT_CLOCK_BEHIND] =
    N_("The clock of this computer is more than five minutes behind that of %s. Set the date and time of this computer."),
  [PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL] =
    N_("The network shows a page of its own instead of %s. Open a web browser, sign in to the network, then try again."),
  [PALCO_PREFLIGHT_FAULT_SERVICE_NOT_DESCRIBED] =
    N_("%s does not tell its regions and sizes. Sessions may work all the same, without prices and free servers."),
  [PALCO_PREFLIGHT_FAULT_SERVICE_OTHER] =
    N_("What answers at %s is not a session service. Check the address of the account."),
  [PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER] =
    N_("%s takes requests but does not answer them. Try again; if it stays, ask whoever runs the service."),
  [PALCO_PREFLIGHT_FAULT_SERVICE_UNAVAILABLE] =
    N_("The service at %s cannot help right now. Try again in a minute."),
  [PALCO_PREFLIGHT_FAULT_LOCAL_SERVICE] =
    N_("The service on this computer could not be started. Check that Palco is completely installed, then try again."),
  [PALCO_PREFLIGHT_FAULT_KEY_MISSING] =
    N_("The keyring has no key for this account. Enter the account key again."),
  [PALCO_PREFLIGHT_FAULT_KEYRING_LOCKED] =
    N_("The keyring is locked. Unlock it and try again, or keep the account key until Palco is closed."),
  [PALCO_PREFLIGHT_FAULT_KEYRING_UNAVAILABLE] =
    N_("No keyring is running, so the account key cannot be stored or read. Start one, or keep the key until Palco is closed."),
  [PALCO_PREFLIGHT_FAULT_KEY_REFUSED] =
    N_("%s does not accept the account ID with this key. Check the ID, and enter the key again: it may have been replaced."),
  [PALCO_PREFLIGHT_FAULT_ACCOUNT_UNKNOWN] =
    N_("%s does not know the account ID. Check it, and the address of the account."),
  [PALCO_PREFLIGHT_FAULT_TOKEN_EXPIRED] =
    N_("The access token has expired. Enter a new one."),
  [PALCO_PREFLIGHT_FAULT_TOKEN_REFUSED] =
    N_("%s does not accept the access token. It may belong to another service: check the address of the account, or ask whoever runs the service."),
  [PALCO_PREFLIGHT_FAULT_TOKEN_COMMAND] =
    N_("The token command of the account did not print an access token. Run it in a terminal to see why."),
  [PALCO_PREFLIGHT_FAULT_TOKEN_COMMAND_DENIED] =
    N_("Nobody has allowed the token command of the account on this computer yet. Allow it in the settings of the account."),
  [PALCO_PREFLIGHT_FAULT_STS_CHANGED] =
    N_("The service names another token service than the one that got the key so far: %s. Nothing was sent to it. Ask whoever runs the service whether it is theirs."),
  [PALCO_PREFLIGHT_FAULT_PERMISSION] =
    N_("The account is not allowed to use sessions at %s. Ask whoever runs the service."),
  [PALCO_PREFLIGHT_FAULT_THROTTLED] =
    N_("%s got too many requests. Wait a minute, then try again."),
  [PALCO_PREFLIGHT_FAULT_API_VERSION] =
    N_("%s speaks another version of the session API than Palco. Update Palco, or ask whoever runs the service."),
};

/**
 * palco_preflight_words_title:
 * @check: what was looked at
 *
 * Returns: its name, for a row
 */
const char *
palco_preflight_words_title (PalcoPreflightCheck check)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "preflight", titles[check]);
}

/**
 * palco_preflight_words_status:
 * @status: how it ended
 *
 * Returns: a word for it
 */
const char *
palco_preflight_words_status (PalcoPreflightStatus status)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "preflight", statuses[status]);
}

/**
 * palco_preflight_words_place:
 * @step: a step
 *
 * Returns: (transfer full) (nullable): its host and port, as in an address
 */
char *
palco_preflight_words_place (PalcoPreflightStep *step)
{
  const char *host = palco_preflight_step_get_host (step);
  guint port = palco_preflight_step_get_port (step);

  if (host == NULL || port == 0)
    return g_strdup (host);

  return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%u" : "%s:%u", host, port);
}

/**
 * palco_preflight_words_explain:
 * @step: a step
 *
 * Returns: (transfer full) (nullable): what is wrong and what to do; %NULL when nothing is
 */
char *
palco_preflight_words_explain (PalcoPreflightStep *step)
{
  PalcoPreflightFault fault = palco_preflight_step_get_fault (step);
  g_autofree char *place = palco_preflight_words_place (step);
  GString *text;

  if (fault == PALCO_PREFLIGHT_FAULT_NONE)
    return NULL;

  text = g_string_new (_(explanations[fault]));
  g_string_replace (text, "%s", place != NULL ? place : _("the service"), 1);

  return g_string_free (text, FALSE);
}
