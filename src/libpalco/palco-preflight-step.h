/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

/**
 * PalcoPreflightCheck:
 * @PALCO_PREFLIGHT_CHECK_ADDRESS: whether requests may go to the address at all
 * @PALCO_PREFLIGHT_CHECK_PROXY: the proxy of the desktop, when one is needed
 * @PALCO_PREFLIGHT_CHECK_NAME: the name of the host
 * @PALCO_PREFLIGHT_CHECK_CONNECTION: its port
 * @PALCO_PREFLIGHT_CHECK_TLS: encryption, and the certificate of the host
 * @PALCO_PREFLIGHT_CHECK_CLOCK: the clock of this computer against that of the service
 * @PALCO_PREFLIGHT_CHECK_SERVICE: what answers there
 * @PALCO_PREFLIGHT_CHECK_KEY: whether there is a key on this computer
 * @PALCO_PREFLIGHT_CHECK_SIGN_IN: a token from the token service
 * @PALCO_PREFLIGHT_CHECK_SESSIONS: the session API, with that token
 *
 * What a [class@Palco.Preflight] looks at, in this order.
 *
 * Since: 1.0
 */
typedef enum
{
  PALCO_PREFLIGHT_CHECK_ADDRESS,
  PALCO_PREFLIGHT_CHECK_PROXY,
  PALCO_PREFLIGHT_CHECK_NAME,
  PALCO_PREFLIGHT_CHECK_CONNECTION,
  PALCO_PREFLIGHT_CHECK_TLS,
  PALCO_PREFLIGHT_CHECK_CLOCK,
  PALCO_PREFLIGHT_CHECK_SERVICE,
  PALCO_PREFLIGHT_CHECK_KEY,
  PALCO_PREFLIGHT_CHECK_SIGN_IN,
  PALCO_PREFLIGHT_CHECK_SESSIONS,
} PalcoPreflightCheck;

/**
 * PalcoPreflightStatus:
 * @PALCO_PREFLIGHT_STATUS_OK: nothing is wrong
 * @PALCO_PREFLIGHT_STATUS_WARNING: works, but somebody should know
 * @PALCO_PREFLIGHT_STATUS_FAILED: this is the fault
 * @PALCO_PREFLIGHT_STATUS_SKIPPED: not needed here, or not reached
 *
 * How a check ended.
 *
 * Since: 1.0
 */
typedef enum
{
  PALCO_PREFLIGHT_STATUS_OK,
  PALCO_PREFLIGHT_STATUS_WARNING,
  PALCO_PREFLIGHT_STATUS_FAILED,
  PALCO_PREFLIGHT_STATUS_SKIPPED,
} PalcoPreflightStatus;

/**
 * PalcoPreflightFault:
 * @PALCO_PREFLIGHT_FAULT_NONE: nothing is wrong
 * @PALCO_PREFLIGHT_FAULT_ADDRESS_INVALID: the address cannot be read
 * @PALCO_PREFLIGHT_FAULT_ADDRESS_INSECURE: the address is neither HTTPS nor on this computer
 * @PALCO_PREFLIGHT_FAULT_ADDRESS_RETIRED: Microsoft has ended the service at this address
 * @PALCO_PREFLIGHT_FAULT_PROXY_SETTINGS: the proxy settings of the desktop cannot be used
 * @PALCO_PREFLIGHT_FAULT_PROXY_UNREACHABLE: the proxy does not answer
 * @PALCO_PREFLIGHT_FAULT_PROXY_REFUSED: the proxy does not connect to this host
 * @PALCO_PREFLIGHT_FAULT_PROXY_AUTHENTICATION: the proxy wants a user name and a password
 * @PALCO_PREFLIGHT_FAULT_NAME_UNKNOWN: there is no host of this name
 * @PALCO_PREFLIGHT_FAULT_NAME_NO_RESOLVER: nobody could be asked for the name
 * @PALCO_PREFLIGHT_FAULT_CONNECTION_REFUSED: the host is there, nothing listens on the port
 * @PALCO_PREFLIGHT_FAULT_CONNECTION_TIMED_OUT: the port does not answer: host down, or filtered
 * @PALCO_PREFLIGHT_FAULT_CONNECTION_NO_ROUTE: no way leads to the host
 * @PALCO_PREFLIGHT_FAULT_CONNECTION_FAILED: another reason; see the detail
 * @PALCO_PREFLIGHT_FAULT_TLS_UNKNOWN_CA: this computer does not know who signed the certificate
 * @PALCO_PREFLIGHT_FAULT_TLS_OTHER_HOST: the certificate belongs to another host
 * @PALCO_PREFLIGHT_FAULT_TLS_EXPIRED: the certificate has expired, or the clock is ahead
 * @PALCO_PREFLIGHT_FAULT_TLS_NOT_YET_VALID: the certificate is of the future: the clock is behind
 * @PALCO_PREFLIGHT_FAULT_TLS_REVOKED: the certificate was revoked
 * @PALCO_PREFLIGHT_FAULT_TLS_INVALID: the certificate is not valid for another reason
 * @PALCO_PREFLIGHT_FAULT_TLS_PROTOCOL: what answers does not speak TLS, or no version in common
 * @PALCO_PREFLIGHT_FAULT_TLS_TIMED_OUT: what answers falls silent before encryption is agreed
 * @PALCO_PREFLIGHT_FAULT_CLOCK_AHEAD: the clock of this computer is more than five minutes ahead
 * @PALCO_PREFLIGHT_FAULT_CLOCK_BEHIND: the clock of this computer is more than five minutes behind
 * @PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL: the network wants a sign-in on a page of its own first
 * @PALCO_PREFLIGHT_FAULT_SERVICE_NOT_DESCRIBED: the service does not tell its regions and sizes
 * @PALCO_PREFLIGHT_FAULT_SERVICE_OTHER: what answers is no service of this API
 * @PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER: the service takes requests and does not answer
 * @PALCO_PREFLIGHT_FAULT_SERVICE_UNAVAILABLE: the service says that it cannot help now (5xx)
 * @PALCO_PREFLIGHT_FAULT_LOCAL_SERVICE: the service of this computer cannot be started
 * @PALCO_PREFLIGHT_FAULT_KEY_MISSING: no key is stored for the account
 * @PALCO_PREFLIGHT_FAULT_KEYRING_LOCKED: the keyring is locked
 * @PALCO_PREFLIGHT_FAULT_KEYRING_UNAVAILABLE: no keyring is running
 * @PALCO_PREFLIGHT_FAULT_KEY_REFUSED: the service does not accept the key with this account id
 * @PALCO_PREFLIGHT_FAULT_ACCOUNT_UNKNOWN: the service does not know the account id
 * @PALCO_PREFLIGHT_FAULT_TOKEN_EXPIRED: the token has expired
 * @PALCO_PREFLIGHT_FAULT_TOKEN_REFUSED: the session API does not accept the token
 * @PALCO_PREFLIGHT_FAULT_TOKEN_COMMAND: the token command did not give a token
 * @PALCO_PREFLIGHT_FAULT_TOKEN_COMMAND_DENIED: nobody has allowed the token command yet
 * @PALCO_PREFLIGHT_FAULT_STS_CHANGED: the service names another token service than the trusted one
 * @PALCO_PREFLIGHT_FAULT_PERMISSION: the account may not use this
 * @PALCO_PREFLIGHT_FAULT_THROTTLED: the service got too many requests
 * @PALCO_PREFLIGHT_FAULT_API_VERSION: the service has no version of the API that this library speaks
 *
 * What is wrong, as precisely as it can be told. It names the sentence to show, too.
 *
 * Since: 1.0
 */
typedef enum
{
  PALCO_PREFLIGHT_FAULT_NONE,
  PALCO_PREFLIGHT_FAULT_ADDRESS_INVALID,
  PALCO_PREFLIGHT_FAULT_ADDRESS_INSECURE,
  PALCO_PREFLIGHT_FAULT_ADDRESS_RETIRED,
  PALCO_PREFLIGHT_FAULT_PROXY_SETTINGS,
  PALCO_PREFLIGHT_FAULT_PROXY_UNREACHABLE,
  PALCO_PREFLIGHT_FAULT_PROXY_REFUSED,
  PALCO_PREFLIGHT_FAULT_PROXY_AUTHENTICATION,
  PALCO_PREFLIGHT_FAULT_NAME_UNKNOWN,
  PALCO_PREFLIGHT_FAULT_NAME_NO_RESOLVER,
  PALCO_PREFLIGHT_FAULT_CONNECTION_REFUSED,
  PALCO_PREFLIGHT_FAULT_CONNECTION_TIMED_OUT,
  PALCO_PREFLIGHT_FAULT_CONNECTION_NO_ROUTE,
  PALCO_PREFLIGHT_FAULT_CONNECTION_FAILED,
  PALCO_PREFLIGHT_FAULT_TLS_UNKNOWN_CA,
  PALCO_PREFLIGHT_FAULT_TLS_OTHER_HOST,
  PALCO_PREFLIGHT_FAULT_TLS_EXPIRED,
  PALCO_PREFLIGHT_FAULT_TLS_NOT_YET_VALID,
  PALCO_PREFLIGHT_FAULT_TLS_REVOKED,
  PALCO_PREFLIGHT_FAULT_TLS_INVALID,
  PALCO_PREFLIGHT_FAULT_TLS_PROTOCOL,
  PALCO_PREFLIGHT_FAULT_TLS_TIMED_OUT,
  PALCO_PREFLIGHT_FAULT_CLOCK_AHEAD,
  PALCO_PREFLIGHT_FAULT_CLOCK_BEHIND,
  PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL,
  PALCO_PREFLIGHT_FAULT_SERVICE_NOT_DESCRIBED,
  PALCO_PREFLIGHT_FAULT_SERVICE_OTHER,
  PALCO_PREFLIGHT_FAULT_SERVICE_NO_ANSWER,
  PALCO_PREFLIGHT_FAULT_SERVICE_UNAVAILABLE,
  PALCO_PREFLIGHT_FAULT_LOCAL_SERVICE,
  PALCO_PREFLIGHT_FAULT_KEY_MISSING,
  PALCO_PREFLIGHT_FAULT_KEYRING_LOCKED,
  PALCO_PREFLIGHT_FAULT_KEYRING_UNAVAILABLE,
  PALCO_PREFLIGHT_FAULT_KEY_REFUSED,
  PALCO_PREFLIGHT_FAULT_ACCOUNT_UNKNOWN,
  PALCO_PREFLIGHT_FAULT_TOKEN_EXPIRED,
  PALCO_PREFLIGHT_FAULT_TOKEN_REFUSED,
  PALCO_PREFLIGHT_FAULT_TOKEN_COMMAND,
  PALCO_PREFLIGHT_FAULT_TOKEN_COMMAND_DENIED,
  PALCO_PREFLIGHT_FAULT_STS_CHANGED,
  PALCO_PREFLIGHT_FAULT_PERMISSION,
  PALCO_PREFLIGHT_FAULT_THROTTLED,
  PALCO_PREFLIGHT_FAULT_API_VERSION,
} PalcoPreflightFault;

#define PALCO_TYPE_PREFLIGHT_STEP (palco_preflight_step_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoPreflightStep, palco_preflight_step, PALCO, PREFLIGHT_STEP, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoPreflightCheck   palco_preflight_step_get_check  (PalcoPreflightStep *self);
PALCO_AVAILABLE_IN_1_0
PalcoPreflightStatus  palco_preflight_step_get_status (PalcoPreflightStep *self);
PALCO_AVAILABLE_IN_1_0
PalcoPreflightFault   palco_preflight_step_get_fault  (PalcoPreflightStep *self);
PALCO_AVAILABLE_IN_1_0
const char           *palco_preflight_step_get_host   (PalcoPreflightStep *self);
PALCO_AVAILABLE_IN_1_0
guint                 palco_preflight_step_get_port   (PalcoPreflightStep *self);
PALCO_AVAILABLE_IN_1_0
const char           *palco_preflight_step_get_detail (PalcoPreflightStep *self);

G_END_DECLS
