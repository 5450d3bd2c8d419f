/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-session-list.h"

G_BEGIN_DECLS

struct _PalcoSessionList
{
  GObject      parent_instance;
  PalcoClient *client;
  GPtrArray   *sessions;
  GError      *error;
  gboolean     polling;
  guint        n_loading;
  gint64       next_look;     /* monotonic: when the whole list is due */
  GSource     *timer;
  GCancellable *polls;        /* ends what polling began */
};

void palco_session_list_set_error     (PalcoSessionList *self,
                                       const GError     *error);
void palco_session_list_add_loading   (PalcoSessionList *self,
                                       int               n);
void palco_session_list_remove        (PalcoSessionList *self,
                                       PalcoSession     *session);

void palco_session_list_refresh_starting_async (PalcoSessionList    *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);

void palco_session_list_start_polling (PalcoSessionList *self);
void palco_session_list_stop_polling  (PalcoSessionList *self);
void palco_session_list_schedule_poll (PalcoSessionList *self);

G_END_DECLS
