/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-fault-private.h"

#include "palco-error.h"

/* What it means that nothing comes back at all. */
PalcoPreflightFault
palco_preflight_fault_from_silence (PalcoPreflightCheck check)
{
  static const PalcoPreflightFault faults[] = {
    [PALCO_PREFLIGHT_CHECK_ADDRESS] = PALCO_PREFLIGHT_FAULT_LOCAL_SERVICE,
    [PALCO_PREFLIGHT_CHECK_PROXY] = PALCO_PREFLIGHT_FAULT_PROXY_UNREACHABLE,
    [PALCO_PREFLIGHT_CHECK_NAME] = PALCO_PREFLIGHT_FAULT_NAME_NO_RESOLVER,
    [PALCO_PREFLIGHT_CHECK_CONNECTION] = PALCO_PREFLIGHT_FAULT_CONNECTION_TIMED_OUT,
    [PALCO_PREFLIGHT_CHECK_TLS] = PALCO_PREFLIGHT_FAULT_TLS_TIMED_OUT,
    [PALCO_PREFLIGHT_CHECK_CLOCK] = PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER,
    [PALCO_PREFLIGHT_CHECK_SERVICE] = PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER,
    [PALCO_PREFLIGHT_CHECK_KEY] = PALCO_PREFLIGHT_FAULT_KEYRING_LOCKED,
    [PALCO_PREFLIGHT_CHECK_SIGN_IN] = PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER,
    [PALCO_PREFLIGHT_CHECK_SESSIONS] = PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER,
  };

  return faults[check];
}

/* @negotiating: the proxy is there, and it was asked for the connection. */
PalcoPreflightFault
palco_preflight_fault_from_proxy (const GError *error,
                                  gboolean      negotiating)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED))
    return PALCO_PREFLIGHT_FAULT_PROXY_AUTHENTICATION;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return PALCO_PREFLIGHT_FAULT_PROXY_SETTINGS;

  return negotiating ? PALCO_PREFLIGHT_FAULT_PROXY_REFUSED
                     : PALCO_PREFLIGHT_FAULT_PROXY_UNREACHABLE;
}

PalcoPreflightFault
palco_preflight_fault_from_name (const GError *error)
{
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE) ||
      g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_INTERNAL))
    return PALCO_PREFLIGHT_FAULT_NAME_NO_RESOLVER;

  return PALCO_PREFLIGHT_FAULT_NAME_UNKNOWN;
}

PalcoPreflightFault
palco_preflight_fault_from_connection (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return PALCO_PREFLIGHT_FAULT_CONNECTION_REFUSED;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return PALCO_PREFLIGHT_FAULT_CONNECTION_TIMED_OUT;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return PALCO_PREFLIGHT_FAULT_CONNECTION_NO_ROUTE;

  return PALCO_PREFLIGHT_FAULT_CONNECTION_FAILED;
}

/* Several things can be wrong with one certificate: the first of them is told. */
PalcoPreflightFault
palco_preflight_fault_from_certificate (GTlsCertificateFlags flags)
{
  static const struct {
    GTlsCertificateFlags flag;
    PalcoPreflightFault  fault;
  } reasons[] = {
    { G_TLS_CERTIFICATE_REVOKED, PALCO_PREFLIGHT_FAULT_TLS_REVOKED },
    { G_TLS_CERTIFICATE_EXPIRED, PALCO_PREFLIGHT_FAULT_TLS_EXPIRED },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, PALCO_PREFLIGHT_FAULT_TLS_NOT_YET_VALID },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, PALCO_PREFLIGHT_FAULT_TLS_OTHER_HOST },
    { G_TLS_CERTIFICATE_UNKNOWN_CA, PALCO_PREFLIGHT_FAULT_TLS_UNKNOWN_CA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (flags & reasons[i].flag)
        return reasons[i].fault;
    }

  return PALCO_PREFLIGHT_FAULT_TLS_INVALID;
}

/* Of libpalco, once the host is known to be there. */
PalcoPreflightFault
palco_preflight_fault_from_error (PalcoPreflightCheck  check,
                                  const GError        *error)
{
  static const PalcoPreflightFault faults[] = {
    [PALCO_ERROR_FAILED] = PALCO_PREFLIGHT_FAULT_SERVICE_OTHER,
    [PALCO_ERROR_INVALID_ARGUMENT] = PALCO_PREFLIGHT_FAULT_API_VERSION,
    [PALCO_ERROR_AUTHENTICATION] = PALCO_PREFLIGHT_FAULT_KEY_REFUSED,
    [PALCO_ERROR_FORBIDDEN] = PALCO_PREFLIGHT_FAULT_PERMISSION,
    [PALCO_ERROR_NOT_FOUND] = PALCO_PREFLIGHT_FAULT_ACCOUNT_UNKNOWN,
    [PALCO_ERROR_CONFLICT] = PALCO_PREFLIGHT_FAULT_SERVICE_OTHER,
    [PALCO_ERROR_REFUSED] = PALCO_PREFLIGHT_FAULT_SERVICE_OTHER,
    [PALCO_ERROR_THROTTLED] = PALCO_PREFLIGHT_FAULT_THROTTLED,
    [PALCO_ERROR_UNAVAILABLE] = PALCO_PREFLIGHT_FAULT_SERVICE_UNAVAILABLE,
    [PALCO_ERROR_CONNECTION] = PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER,
    [PALCO_ERROR_PROTOCOL] = PALCO_PREFLIGHT_FAULT_SERVICE_OTHER,
    [PALCO_ERROR_INSECURE] = PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL,
    [PALCO_ERROR_KEY_MISSING] = PALCO_PREFLIGHT_FAULT_KEY_MISSING,
    [PALCO_ERROR_KEYRING_UNAVAILABLE] = PALCO_PREFLIGHT_FAULT_KEYRING_UNAVAILABLE,
    [PALCO_ERROR_KEYRING_LOCKED] = PALCO_PREFLIGHT_FAULT_KEYRING_LOCKED,
    [PALCO_ERROR_SESSION_FAILED] = PALCO_PREFLIGHT_FAULT_SERVICE_OTHER,
    [PALCO_ERROR_STORAGE] = PALCO_PREFLIGHT_FAULT_KEY_MISSING,
    [PALCO_ERROR_LOCAL_SERVICE] = PALCO_PREFLIGHT_FAULT_LOCAL_SERVICE,
    [PALCO_ERROR_CERTIFICATE] = PALCO_PREFLIGHT_FAULT_TLS_INVALID,
    [PALCO_ERROR_TOKEN] = PALCO_PREFLIGHT_FAULT_TOKEN_EXPIRED,
    [PALCO_ERROR_TOKEN_COMMAND] = PALCO_PREFLIGHT_FAULT_TOKEN_COMMAND,
    [PALCO_ERROR_TOKEN_COMMAND_DENIED] = PALCO_PREFLIGHT_FAULT_TOKEN_COMMAND_DENIED,
    [PALCO_ERROR_STS_CHANGED] = PALCO_PREFLIGHT_FAULT_STS_CHANGED,
  };

  if (error->domain != PALCO_ERROR || error->code >= (int) G_N_ELEMENTS (faults))
    return palco_preflight_fault_from_silence (check);

  return faults[error->code];
}

/* Of the session API, asked for the list of sessions with a fresh token. */
PalcoPreflightFault
palco_preflight_fault_from_status (guint status)
{
  switch (status)
    {
    case 200:
      return PALCO_PREFLIGHT_FAULT_NONE;

    case 400:
      return PALCO_PREFLIGHT_FAULT_API_VERSION;

    case 401:
      return PALCO_PREFLIGHT_FAULT_TOKEN_REFUSED;

    case 403:
      return PALCO_PREFLIGHT_FAULT_PERMISSION;

    case 404:
      return PALCO_PREFLIGHT_FAULT_ACCOUNT_UNKNOWN;

    case 429:
      return PALCO_PREFLIGHT_FAULT_THROTTLED;

    case 511:
      return PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL;

    default:
      return status >= 500 ? PALCO_PREFLIGHT_FAULT_SERVICE_UNAVAILABLE
                           : PALCO_PREFLIGHT_FAULT_SERVICE_OTHER;
    }
}
