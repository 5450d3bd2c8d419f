/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_SESSION_OPTIONS (palco_session_options_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoSessionOptions, palco_session_options, PALCO, SESSION_OPTIONS, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoSessionOptions  *palco_session_options_new               (const char *size_id,
                                                               guint       lease_minutes);
PALCO_AVAILABLE_IN_1_0
const char           *palco_session_options_get_size_id       (PalcoSessionOptions *self);
PALCO_AVAILABLE_IN_1_0
guint                 palco_session_options_get_lease_minutes (PalcoSessionOptions *self);
PALCO_AVAILABLE_IN_1_0
const char           *palco_session_options_get_session_id    (PalcoSessionOptions *self);
PALCO_AVAILABLE_IN_1_0
void                  palco_session_options_set_session_id    (PalcoSessionOptions *self,
                                                               const char          *session_id);
PALCO_AVAILABLE_IN_1_0
const char           *palco_session_options_get_title         (PalcoSessionOptions *self);
PALCO_AVAILABLE_IN_1_0
void                  palco_session_options_set_title         (PalcoSessionOptions *self,
                                                               const char          *title);
PALCO_AVAILABLE_IN_1_0
guint                 palco_session_options_get_cap_minutes   (PalcoSessionOptions *self);
PALCO_AVAILABLE_IN_1_0
void                  palco_session_options_set_cap_minutes   (PalcoSessionOptions *self,
                                                               guint                cap_minutes);

G_END_DECLS
