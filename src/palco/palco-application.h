/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PALCO_TYPE_APPLICATION (palco_application_get_type ())

G_DECLARE_FINAL_TYPE (PalcoApplication, palco_application, PALCO, APPLICATION, AdwApplication)

GApplication *palco_application_new         (void);
void          palco_application_use_account (PalcoApplication *self,
                                             const char       *account_uid);

G_END_DECLS
