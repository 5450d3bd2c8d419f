/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every wait of a client, in one place, so that tests need not wait. */
typedef struct
{
  guint request_msecs;         /* for a request with all its retries */
  guint retry_msecs;           /* before the first retry; doubled for each further one */
  guint retry_after_max_msecs; /* a service that asks for more gets its error shown */
  guint poll_first_msecs;      /* of a service of our own, which may be ready at once */
  guint poll_standard_msecs;   /* while a Standard session starts */
  guint poll_other_msecs;      /* while another one does */
  guint poll_idle_msecs;       /* between looks at the whole list */
  guint wait_msecs;            /* until a session that starts is given up on */
  guint stop_retry_msecs;      /* before a stop is delivered again; doubled up to… */
  guint stop_retry_max_msecs;
  guint preflight_msecs;       /* for all checks together */
  guint preflight_step_msecs;  /* for each of them: a second name server is asked after 5 s */
} PalcoTiming;

/* Polling and retries as in the vendor's own SDKs (rules 8.10 and 8.11). */
#define PALCO_TIMING_INIT {         \
  .request_msecs = 60 * 1000,       \
  .retry_msecs = 800,               \
  .retry_after_max_msecs = 30 * 1000, \
  .poll_first_msecs = 100,          \
  .poll_standard_msecs = 2 * 1000,  \
  .poll_other_msecs = 10 * 1000,    \
  .poll_idle_msecs = 30 * 1000,     \
  .wait_msecs = 30 * 60 * 1000,     \
  .stop_retry_msecs = 2 * 1000,     \
  .stop_retry_max_msecs = 60 * 1000, \
  .preflight_msecs = 15 * 1000,     \
  .preflight_step_msecs = 6 * 1000, \
}

G_END_DECLS
