/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A network that is as broken as a test wants it: what GIO would ask the system for. */

typedef struct
{
  gboolean             hang;           /* names are never answered */
  int                  name_error;     /* a GResolverError, or -1: all names are 127.0.0.1 */
  const char          *proxy;          /* its URI; NULL for none */
  gboolean             is_portal;
} PalcoTestNetwork;

extern PalcoTestNetwork palco_test_network;

void            palco_test_network_install    (void);
void            palco_test_network_reset      (void);

/* Sends @greeting to whoever connects once it has read something, or at once; then nothing more. */
GSocketService *palco_test_listen             (const char *greeting,
                                               gboolean    reads_first,
                                               guint16    *port);

/* A port that takes no connection and refuses none. */
GSocket        *palco_test_listen_full        (GPtrArray  *clients,
                                               guint16    *port);

/* Until the next reset, or the next such port. */
guint16         palco_test_find_closed_port   (void);

G_END_DECLS
