/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What palcod, palco-host and libpalco must agree on, and nothing else. Rule numbers
 * are those of the wire contract: the session REST API 2021-01-01. */

#define PALCO_API_VERSION           "2021-01-01"
#define PALCO_API_VERSION_PREVIEW   "2021-01-01-preview"

#define PALCO_LEASE_MAX_MINUTES     1440   /* rule 19 */
#define PALCO_SESSION_ID_MAX_LENGTH 256    /* rule 17 */
#define PALCO_PORT_MIN              49152  /* rule 28 */
#define PALCO_PORT_MAX              65534

#define PALCO_SERVICE_BUS_NAME      "io.github.palco.Palco.Service"
#define PALCO_SERVICE_OBJECT_PATH   "/io/github/palco/Palco/Service"
#define PALCO_SERVICE_INTERFACE     "io.github.palco.Palco.Service"

/* The life of a session. Values are stored by palcod: append only. */
typedef enum
{
  PALCO_STATE_UNKNOWN,
  PALCO_STATE_STARTING,
  PALCO_STATE_READY,
  PALCO_STATE_STOPPED,
  PALCO_STATE_EXPIRED,
  PALCO_STATE_ERROR,
} PalcoState;

const char *palco_state_to_string            (PalcoState  state);
PalcoState  palco_state_from_string          (const char *string);
gboolean    palco_state_is_ended             (PalcoState  state);

const char *palco_size_canonicalize          (const char *size);
gboolean    palco_session_id_is_valid        (const char *id);

char       *palco_correlation_vector_new     (void);

G_END_DECLS
