/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-reminder.h"

G_BEGIN_DECLS

#define PALCO_TYPE_NOTIFIER (palco_notifier_get_type ())

G_DECLARE_FINAL_TYPE (PalcoNotifier, palco_notifier, PALCO, NOTIFIER, GObject)

PalcoNotifier *palco_notifier_new           (GApplication     *application,
                                             GSettings        *settings);
void           palco_notifier_tell          (PalcoNotifier    *self,
                                             PalcoLiveSession *live,
                                             PalcoReminderNews news);
void           palco_notifier_tell_in_use   (PalcoNotifier    *self,
                                             PalcoLiveSession *live);
void           palco_notifier_tell_error    (PalcoNotifier    *self,
                                             GVariant         *target,
                                             const char       *name,
                                             const char       *title_format,
                                             const GError     *error);
void           palco_notifier_withdraw      (PalcoNotifier    *self,
                                             PalcoLiveSession *live);

G_END_DECLS
