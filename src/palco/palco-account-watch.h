/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_ACCOUNT_WATCH (palco_account_watch_get_type ())

G_DECLARE_FINAL_TYPE (PalcoAccountWatch, palco_account_watch, PALCO, ACCOUNT_WATCH, GObject)

PalcoAccountWatch *palco_account_watch_new           (PalcoClient       *client);
void               palco_account_watch_check         (PalcoAccountWatch *self);
void               palco_account_watch_end           (PalcoAccountWatch *self);
PalcoAccount      *palco_account_watch_get_account   (PalcoAccountWatch *self);
PalcoSessionList  *palco_account_watch_get_sessions  (PalcoAccountWatch *self);
guint              palco_account_watch_get_n_open    (PalcoAccountWatch *self);
guint              palco_account_watch_get_n_running (PalcoAccountWatch *self);

G_END_DECLS
