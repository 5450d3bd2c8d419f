/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

/**
 * PalcoLauncherPhase:
 * @PALCO_LAUNCHER_PHASE_IDLE: not begun
 * @PALCO_LAUNCHER_PHASE_CREATING: the service is being asked for a session
 * @PALCO_LAUNCHER_PHASE_WAITING: the session is starting
 * @PALCO_LAUNCHER_PHASE_ASKING: what comes next costs more; see [signal@Palco.Launcher::consent]
 * @PALCO_LAUNCHER_PHASE_STOPPING: cancelled; what was created is being stopped
 * @PALCO_LAUNCHER_PHASE_DONE: over, in one way or another
 *
 * How far a [class@Palco.Launcher] is.
 */
typedef enum
{
  PALCO_LAUNCHER_PHASE_IDLE,
  PALCO_LAUNCHER_PHASE_CREATING,
  PALCO_LAUNCHER_PHASE_WAITING,
  PALCO_LAUNCHER_PHASE_ASKING,
  PALCO_LAUNCHER_PHASE_STOPPING,
  PALCO_LAUNCHER_PHASE_DONE,
} PalcoLauncherPhase;

#define PALCO_TYPE_LAUNCHER (palco_launcher_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoLauncher, palco_launcher, PALCO, LAUNCHER, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoLauncher      *palco_launcher_new           (PalcoClient        *client,
                                                  PalcoLaunchPlan    *plan);
PALCO_AVAILABLE_IN_1_0
PalcoClient        *palco_launcher_get_client    (PalcoLauncher      *self);
PALCO_AVAILABLE_IN_1_0
PalcoLaunchPlan    *palco_launcher_get_plan      (PalcoLauncher      *self);
PALCO_AVAILABLE_IN_1_0
PalcoLauncherPhase  palco_launcher_get_phase     (PalcoLauncher      *self);
PALCO_AVAILABLE_IN_1_0
guint               palco_launcher_get_candidate (PalcoLauncher      *self);
PALCO_AVAILABLE_IN_1_0
PalcoSession       *palco_launcher_get_session   (PalcoLauncher      *self);
PALCO_AVAILABLE_IN_1_0
gint64              palco_launcher_get_seconds   (PalcoLauncher      *self);
PALCO_AVAILABLE_IN_1_0
void                palco_launcher_answer        (PalcoLauncher      *self,
                                                  gboolean            yes);
PALCO_AVAILABLE_IN_1_0
void                palco_launcher_run_async     (PalcoLauncher      *self,
                                                  GCancellable       *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
PalcoSession       *palco_launcher_run_finish    (PalcoLauncher      *self,
                                                  GAsyncResult       *result,
                                                  GError            **error);

G_END_DECLS
