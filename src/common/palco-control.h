/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What palcod and palco-host say to each other on the control WebSocket: JSON text
 * messages, each an object with a “type”. Unknown types and members are ignored, so that
 * either side may be the newer one.
 *
 *   host → palcod   ready, client, activity, ending
 *   palcod → host   welcome, lease, stop
 */
typedef enum
{
  PALCO_CONTROL_UNKNOWN,
  PALCO_CONTROL_READY,     /* hostname, handshake_port, inspector_port, gpu */
  PALCO_CONTROL_CLIENT,    /* connected */
  PALCO_CONTROL_ACTIVITY,  /* msecs_idle */
  PALCO_CONTROL_ENDING,    /* reason */
  PALCO_CONTROL_WELCOME,   /* token: the one to dial again with; msecs_left */
  PALCO_CONTROL_LEASE,     /* msecs_left */
  PALCO_CONTROL_STOP,      /* reason */
} PalcoControlType;

typedef struct
{
  PalcoControlType  type;
  char             *hostname;
  guint             handshake_port;
  guint             inspector_port;
  char             *gpu;         /* NULL when there is none */
  gboolean          connected;
  char             *reason;
  char             *token;
  gint64            msecs_left;  /* until the lease ends; -1 while it has not begun */
  gint64            msecs_idle;  /* since somebody last used the session */
} PalcoControlMessage;

PalcoControlMessage *palco_control_message_new       (PalcoControlType            type);
void                 palco_control_message_free      (PalcoControlMessage        *self);
char                *palco_control_message_to_json   (const PalcoControlMessage  *self);
PalcoControlMessage *palco_control_message_from_json (const char                 *json,
                                                      gssize                      length,
                                                      GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoControlMessage, palco_control_message_free)

/* What a host is told at birth, on a file descriptor (it holds a secret), as one JSON object. */
typedef struct
{
  char     *control_url;    /* ws: on loopback, wss: elsewhere */
  char     *control_ca;     /* PEM to trust for it besides the system's; NULL for none */
  char     *token;          /* good for one dial; each welcome brings the next */
  char     *session_id;
  char     *size;
  char     *hostname;       /* what clients are told to connect to */
  char     *bind_address;   /* where the ports of the session listen */
  gboolean  use_tls;        /* FALSE on loopback only */
  gint64    lease_msecs;    /* counted from ready */
} PalcoHostBootstrap;

void                palco_host_bootstrap_free      (PalcoHostBootstrap        *self);
char               *palco_host_bootstrap_to_json   (const PalcoHostBootstrap  *self);
PalcoHostBootstrap *palco_host_bootstrap_from_json (const char                *json,
                                                    gssize                     length,
                                                    GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcoHostBootstrap, palco_host_bootstrap_free)

G_END_DECLS
