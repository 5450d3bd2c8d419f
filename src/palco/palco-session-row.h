/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include <palco.h>

G_BEGIN_DECLS

/**
 * PalcoSessionOperation:
 * @PALCO_SESSION_OPERATION_NONE: nothing
 * @PALCO_SESSION_OPERATION_STOPPING: the service was asked to stop it and has not answered
 * @PALCO_SESSION_OPERATION_EXTENDING: the service was asked for a longer lease
 *
 * What this window has asked of a session and has no answer to.
 */
typedef enum
{
  PALCO_SESSION_OPERATION_NONE,
  PALCO_SESSION_OPERATION_STOPPING,
  PALCO_SESSION_OPERATION_EXTENDING,
} PalcoSessionOperation;

#define PALCO_TYPE_SESSION_ROW (palco_session_row_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionRow, palco_session_row, PALCO, SESSION_ROW, GtkListBoxRow)

GtkWidget    *palco_session_row_new         (PalcoSession    *session,
                                             PalcoClient     *client,
                                             GtkSizeGroup    *actions_group);
PalcoSession *palco_session_row_get_session (PalcoSessionRow *self);

G_END_DECLS
