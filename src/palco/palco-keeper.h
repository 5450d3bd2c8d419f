/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_KEEPER (palco_keeper_get_type ())

G_DECLARE_FINAL_TYPE (PalcoKeeper, palco_keeper, PALCO, KEEPER, GObject)

PalcoKeeper *palco_keeper_new           (void);
void         palco_keeper_start         (PalcoKeeper       *self,
                                         PalcoJournal      *journal,
                                         GListModel        *accounts,
                                         PalcoLocalService *local_service,
                                         PalcoAccount      *in_use);
void         palco_keeper_take_over     (PalcoKeeper       *self,
                                         PalcoClient       *client);
void         palco_keeper_let_go        (PalcoKeeper       *self,
                                         PalcoAccount      *account);
void         palco_keeper_check         (PalcoKeeper       *self);
GPtrArray   *palco_keeper_dup_lists     (PalcoKeeper       *self);
GPtrArray   *palco_keeper_dup_running   (PalcoKeeper       *self);
guint        palco_keeper_get_n_open    (PalcoKeeper       *self,
                                         PalcoAccount      *account);
guint        palco_keeper_get_n_running (PalcoKeeper       *self,
                                         PalcoAccount      *account);

G_END_DECLS
