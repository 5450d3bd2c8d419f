/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-launcher.h"

G_BEGIN_DECLS

struct _PalcoLauncher
{
  GObject             parent_instance;
  PalcoClient        *client;
  PalcoLaunchPlan    *plan;
  PalcoLauncherPhase  phase;
  guint               candidate;
  guint               agreed;         /* the candidate whose price was agreed to */
  gboolean            may_ask;
  PalcoSession       *session;        /* of the candidate; NULL until the service has it */
  char               *session_id;
  gint64              begun_usec;     /* monotonic */
  GTask              *task;           /* while it runs */
  GSource            *cancelled;
  GError             *error;          /* why the last candidate could not be had */
};

void     palco_launcher_set_phase     (PalcoLauncher      *self,
                                       PalcoLauncherPhase  phase);
void     palco_launcher_set_session   (PalcoLauncher      *self,
                                       PalcoSession       *session);
void     palco_launcher_set_candidate (PalcoLauncher      *self,
                                       guint               candidate,
                                       PalcoLauncherPhase  phase);
gboolean palco_launcher_emit_consent  (PalcoLauncher      *self);

G_END_DECLS
