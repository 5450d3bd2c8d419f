/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALCOD_ERROR (palcod_error_quark ())

/* What the HTTP layer maps to a status. */
typedef enum
{
  PALCOD_ERROR_INVALID,      /* 400 */
  PALCOD_ERROR_NOT_FOUND,    /* 404 */
  PALCOD_ERROR_CONFLICT,     /* 409 */
  PALCOD_ERROR_REFUSED,      /* 422 */
  PALCOD_ERROR_NO_CAPACITY,  /* no server is free: the session goes to Error (rule 34) */
  PALCOD_ERROR_STORAGE,      /* 503: nothing was changed */
  PALCOD_ERROR_CONFIG,       /* the configuration cannot be used */
  PALCOD_ERROR_ALLOCATION,   /* a host could not be started */
} PalcodError;

GQuark palcod_error_quark (void);

G_END_DECLS
