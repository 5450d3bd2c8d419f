/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-protocol.h"

#include <string.h>

#include "palco-secret.h"

#define CORRELATION_BYTES 16

static const char * const state_names[] = {
  [PALCO_STATE_UNKNOWN]  = "Unknown",
  [PALCO_STATE_STARTING] = "Starting",
  [PALCO_STATE_READY]    = "Ready",
  [PALCO_STATE_STOPPED]  = "Stopped",
  [PALCO_STATE_EXPIRED]  = "Expired",
  [PALCO_STATE_ERROR]    = "Error",
};

/* The sizes of the contract, in the spelling that the service answers with (rule 20). */
static const char * const size_names[] = { "Standard", "Premium" };

const char *
palco_state_to_string (PalcoState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_names), state_names[PALCO_STATE_UNKNOWN]);

  return state_names[state];
}

/* Tolerant: a client must survive states that do not exist yet. */
PalcoState
palco_state_from_string (const char *string)
{
  for (guint i = PALCO_STATE_STARTING; string != NULL && i < G_N_ELEMENTS (state_names); i++)
    {
      if (g_ascii_strcasecmp (state_names[i], string) == 0)
        return i;
    }

  return PALCO_STATE_UNKNOWN;
}

gboolean
palco_state_is_ended (PalcoState state)
{
  return state == PALCO_STATE_STOPPED ||
         state == PALCO_STATE_EXPIRED ||
         state == PALCO_STATE_ERROR;
}

/* Returns the canonical spelling, or NULL for a size that the contract does not know. */
const char *
palco_size_canonicalize (const char *size)
{
  for (guint i = 0; size != NULL && i < G_N_ELEMENTS (size_names); i++)
    {
      if (g_ascii_strcasecmp (size_names[i], size) == 0)
        return size_names[i];
    }

  return NULL;
}

/* Rule 17. */
gboolean
palco_session_id_is_valid (const char *id)
{
  gsize length = strspn (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-");

  return length > 0 && length <= PALCO_SESSION_ID_MAX_LENGTH && id[length] == '\0';
}

/* A new MS-CV: 22 base64 characters of 16 random bytes, then the first hop (rule 4). */
char *
palco_correlation_vector_new (void)
{
  g_autofree char *base64 = palco_secret_new_random (CORRELATION_BYTES);

  return g_strdup_printf ("%.22s.0", base64);
}
