/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

/**
 * PALCO_ERROR:
 *
 * The error domain of this library.
 */
#define PALCO_ERROR (palco_error_quark ())

/**
 * PalcoError:
 * @PALCO_ERROR_FAILED: something else; the message tells
 * @PALCO_ERROR_INVALID_ARGUMENT: the service or this library refused a value (400)
 * @PALCO_ERROR_AUTHENTICATION: the account id, its key or the token is wrong (401)
 * @PALCO_ERROR_FORBIDDEN: the account may not do this (403)
 * @PALCO_ERROR_NOT_FOUND: the service does not know the session (404)
 * @PALCO_ERROR_CONFLICT: the id is taken by a session with other settings (409)
 * @PALCO_ERROR_REFUSED: the session cannot be changed so, for example to a shorter lease (422)
 * @PALCO_ERROR_THROTTLED: too many requests; try again later (429)
 * @PALCO_ERROR_UNAVAILABLE: the service answered that it cannot help now (5xx)
 * @PALCO_ERROR_CONNECTION: the service could not be reached: name, network or time-out
 * @PALCO_ERROR_PROTOCOL: the answer is not one of this API
 * @PALCO_ERROR_INSECURE: the address is not HTTPS and not on this computer
 * @PALCO_ERROR_KEY_MISSING: no key is stored for the account
 * @PALCO_ERROR_KEYRING_UNAVAILABLE: no keyring service is running
 * @PALCO_ERROR_KEYRING_LOCKED: the keyring is locked and nobody unlocked it
 * @PALCO_ERROR_SESSION_FAILED: the session ended with an error on the service's side
 * @PALCO_ERROR_STORAGE: the journal or the list of accounts cannot be read or written
 * @PALCO_ERROR_LOCAL_SERVICE: the service on this computer cannot be started
 * @PALCO_ERROR_CERTIFICATE: the certificate of the service is not accepted
 * @PALCO_ERROR_TOKEN: the access token of the account has expired, or is refused
 * @PALCO_ERROR_TOKEN_COMMAND: the token command did not give a token
 * @PALCO_ERROR_TOKEN_COMMAND_DENIED: nobody has allowed the token command yet; it was not started
 * @PALCO_ERROR_STS_CHANGED: the service names another token service than that which is trusted;
 *   nothing was sent to it
 *
 * What a caller can act on.
 */
typedef enum
{
  PALCO_ERROR_FAILED,
  PALCO_ERROR_INVALID_ARGUMENT,
  PALCO_ERROR_AUTHENTICATION,
  PALCO_ERROR_FORBIDDEN,
  PALCO_ERROR_NOT_FOUND,
  PALCO_ERROR_CONFLICT,
  PALCO_ERROR_REFUSED,
  PALCO_ERROR_THROTTLED,
  PALCO_ERROR_UNAVAILABLE,
  PALCO_ERROR_CONNECTION,
  PALCO_ERROR_PROTOCOL,
  PALCO_ERROR_INSECURE,
  PALCO_ERROR_KEY_MISSING,
  PALCO_ERROR_KEYRING_UNAVAILABLE,
  PALCO_ERROR_KEYRING_LOCKED,
  PALCO_ERROR_SESSION_FAILED,
  PALCO_ERROR_STORAGE,
  PALCO_ERROR_LOCAL_SERVICE,
  PALCO_ERROR_CERTIFICATE,
  PALCO_ERROR_TOKEN,
  PALCO_ERROR_TOKEN_COMMAND,
  PALCO_ERROR_TOKEN_COMMAND_DENIED,
  PALCO_ERROR_STS_CHANGED,
} PalcoError;

PALCO_AVAILABLE_IN_1_0
GQuark      palco_error_quark                (void);

PALCO_AVAILABLE_IN_1_0
gboolean    palco_error_is_credentials       (const GError *error);
PALCO_AVAILABLE_IN_1_0
gboolean    palco_error_is_keyring           (const GError *error);
PALCO_AVAILABLE_IN_1_0
gboolean    palco_error_is_transient         (const GError *error);
PALCO_AVAILABLE_IN_1_0
gboolean    palco_error_is_cancelled         (const GError *error);

PALCO_AVAILABLE_IN_1_0
const char *palco_error_get_correlation_vector (const GError *error);

G_END_DECLS
