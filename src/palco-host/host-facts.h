/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "host-lease.h"
#include "palco-control.h"

G_BEGIN_DECLS

/* What this session can tell about itself to anybody: no secrets. The session keeps state
 * and client up to date; the rest is as of the last host_facts_update(). */
typedef struct
{
  char       *session_id;
  char       *size;
  char       *hostname;
  char       *gpu;           /* NULL when there is none */
  const char *state;
  gboolean    has_client;
  HostLease  *lease;
  gint64      msecs_left;    /* -1 before the lease begins */
  int         process_id;
  gint64      uptime_secs;
  double      cpu_percent;   /* of one core */
  gint64      memory_bytes;  /* resident */

  gint64      start_time;
  gint64      sample_time;
  gint64      sample_cpu_usecs;
} HostFacts;

HostFacts *host_facts_new     (const PalcoHostBootstrap *bootstrap,
                               HostLease                *lease);
void       host_facts_free    (HostFacts                *self);
void       host_facts_update  (HostFacts                *self);
char      *host_facts_to_json (const HostFacts          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HostFacts, host_facts_free)

G_END_DECLS
