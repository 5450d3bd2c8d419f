/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-error-private.h"

typedef struct
{
  char *correlation_vector;
} PalcoErrorPrivate;

static void
palco_error_private_init (PalcoErrorPrivate *priv)
{
}

static void
palco_error_private_copy (const PalcoErrorPrivate *source,
                          PalcoErrorPrivate       *copy)
{
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

/**
 * palco_error_is_credentials:
 * @error: (nullable): an error
 *
 * Whether the account id or its key has to be corrected before trying again.
 *
 * Returns: %TRUE for %PALCO_ERROR_AUTHENTICATION, %PALCO_ERROR_FORBIDDEN and
 *   %PALCO_ERROR_KEY_MISSING
 *
 * Since: 1.0
 */
gboolean
palco_error_is_credentials (const GError *error)
{
  return g_error_matches (error, PALCO_ERROR, PALCO_ERROR_AUTHENTICATION) ||
         g_error_matches (error, PALCO_ERROR, PALCO_ERROR_FORBIDDEN) ||
         g_error_matches (error, PALCO_ERROR, PALCO_ERROR_KEY_MISSING);
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
  return g_error_matches (error, PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE) ||
         g_error_matches (error, PALCO_ERROR, PALCO_ERROR_KEYRING_LOCKED);
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
  return g_error_matches (error, PALCO_ERROR, PALCO_ERROR_THROTTLED) ||
         g_error_matches (error, PALCO_ERROR, PALCO_ERROR_UNAVAILABLE) ||
         g_error_matches (error, PALCO_ERROR, PALCO_ERROR_CONNECTION);
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
