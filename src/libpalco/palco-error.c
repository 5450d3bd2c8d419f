/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-error-private.h"

typedef struct
{
  char     *correlation_vector;
  gint64    retry_after_msecs;   /* -1: the service did not say */
  gboolean  uncertain;           /* the service may have done it all the same */
} PalcoErrorPrivate;

static void
palco_error_private_init (PalcoErrorPrivate *priv)
{
  priv->retry_after_msecs = -1;
}

static void
palco_error_private_copy (const PalcoErrorPrivate *source,
                          PalcoErrorPrivate       *copy)
{
  *copy = *source;
  copy->correlation_vector = g_strdup (source->correlation_vector);
}

static void
palco_error_private_clear (PalcoErrorPrivate *priv)
{
  g_free (priv->correlation_vector);
}

G_DEFINE_EXTENDED_ERROR (PalcoError, palco_error)

void
palco_error_set_correlation_vector (GError     *error,
                                    const char *correlation_vector)
{
  PalcoErrorPrivate *priv = palco_error_get_private (error);

  g_return_if_fail (priv != NULL);

  g_free (priv->correlation_vector);
  priv->correlation_vector = g_strdup (correlation_vector);
}

gint64
palco_error_get_retry_after_msecs (const GError *error)
{
  return error->domain == PALCO_ERROR ? palco_error_get_private (error)->retry_after_msecs : -1;
}

void
palco_error_set_retry_after_msecs (GError *error,
                                   gint64  msecs)
{
  palco_error_get_private (error)->retry_after_msecs = msecs;
}

/* Whether the request may have had its effect although no good answer came. A request
 * that was cancelled is the usual case; of foreign errors nothing is known either. */
gboolean
palco_error_is_uncertain (const GError *error)
{
  return error->domain != PALCO_ERROR || palco_error_get_private (error)->uncertain;
}

void
palco_error_set_uncertain (GError *error)
{
  palco_error_get_private (error)->uncertain = TRUE;
}

gboolean
palco_error_has_code (const GError *error,
                      PalcoError    code)
{
  return g_error_matches (error, PALCO_ERROR, code);
}

/**
 * palco_error_is_credentials:
 * @error: (nullable): an error
 *
 * Whether how one signs in has to be corrected before trying again.
 *
 * Returns: %TRUE for %PALCO_ERROR_AUTHENTICATION, %PALCO_ERROR_FORBIDDEN,
 *   %PALCO_ERROR_KEY_MISSING, %PALCO_ERROR_TOKEN, %PALCO_ERROR_TOKEN_COMMAND and
 *   %PALCO_ERROR_TOKEN_COMMAND_DENIED
 *
 * Since: 1.0
 */
gboolean
palco_error_is_credentials (const GError *error)
{
  return palco_error_has_code (error, PALCO_ERROR_AUTHENTICATION) ||
         palco_error_has_code (error, PALCO_ERROR_FORBIDDEN) ||
         palco_error_has_code (error, PALCO_ERROR_KEY_MISSING) ||
         palco_error_has_code (error, PALCO_ERROR_TOKEN) ||
         palco_error_has_code (error, PALCO_ERROR_TOKEN_COMMAND) ||
         palco_error_has_code (error, PALCO_ERROR_TOKEN_COMMAND_DENIED);
}

/**
 * palco_error_is_keyring:
 * @error: (nullable): an error
 *
 * Whether the keyring, and not the service, is what stands in the way.
 *
 * Returns: %TRUE for %PALCO_ERROR_KEYRING_UNAVAILABLE and %PALCO_ERROR_KEYRING_LOCKED
 *
 * Since: 1.0
 */
gboolean
palco_error_is_keyring (const GError *error)
{
  return palco_error_has_code (error, PALCO_ERROR_KEYRING_UNAVAILABLE) ||
         palco_error_has_code (error, PALCO_ERROR_KEYRING_LOCKED);
}

/**
 * palco_error_is_transient:
 * @error: (nullable): an error
 *
 * Whether the same call may work a little later without anybody changing anything.
 *
 * Returns: %TRUE for %PALCO_ERROR_THROTTLED, %PALCO_ERROR_UNAVAILABLE and
 *   %PALCO_ERROR_CONNECTION
 *
 * Since: 1.0
 */
gboolean
palco_error_is_transient (const GError *error)
{
  return palco_error_has_code (error, PALCO_ERROR_THROTTLED) ||
         palco_error_has_code (error, PALCO_ERROR_UNAVAILABLE) ||
         palco_error_has_code (error, PALCO_ERROR_CONNECTION);
}

/**
 * palco_error_is_cancelled:
 * @error: (nullable): an error
 *
 * Whether the caller itself gave up, which is nothing to tell the user about.
 *
 * Returns: %TRUE for %G_IO_ERROR_CANCELLED
 *
 * Since: 1.0
 */
gboolean
palco_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/**
 * palco_error_get_correlation_vector:
 * @error: (nullable): an error
 *
 * The name (MS-CV) under which the service logged the request that failed.
 *
 * Returns: (nullable): the value, or %NULL when the service gave none
 *
 * Since: 1.0
 */
const char *
palco_error_get_correlation_vector (const GError *error)
{
  if (error == NULL || error->domain != PALCO_ERROR)
    return NULL;

  return palco_error_get_private (error)->correlation_vector;
}
