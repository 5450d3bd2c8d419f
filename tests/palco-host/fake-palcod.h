/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <libsoup/soup.h>

#include "host-port.h"
#include "palco-control.h"

G_BEGIN_DECLS

/* The service's end of the control channel, for faults that the real one does not have: it
 * takes a dial with the token that it expects, then says only what the test tells it to. */
typedef struct
{
  HostPort                *port;
  SoupWebsocketConnection *connection;   /* NULL while no host is connected */
  char                    *url;
  char                    *token;        /* what the next dial must show */
  GPtrArray               *received;     /* PalcoControlMessage */
  guint                    n_dials;      /* refused ones too */
} FakePalcod;

FakePalcod                *fake_palcod_new        (GTlsCertificate     *certificate);
void                       fake_palcod_free       (FakePalcod          *self);
PalcoHostBootstrap        *fake_palcod_bootstrap  (FakePalcod          *self);
void                       fake_palcod_welcome    (FakePalcod          *self,
                                                   const char          *next_token,
                                                   gint64               msecs_left);
void                       fake_palcod_say        (FakePalcod          *self,
                                                   const char          *text);
void                       fake_palcod_hang_up    (FakePalcod          *self);
void                       fake_palcod_vanish     (FakePalcod          *self);
const PalcoControlMessage *fake_palcod_find       (FakePalcod          *self,
                                                   PalcoControlType     type);

/* Runs the main context until @condition holds; meson's time limit catches the rest. */
#define AWAIT(condition) \
  G_STMT_START { while (!(condition)) g_main_context_iteration (NULL, TRUE); } G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakePalcod, fake_palcod_free)

G_END_DECLS
