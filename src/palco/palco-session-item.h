/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

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

/**
 * PalcoSessionEdge:
 * @PALCO_SESSION_EDGE_FIRST: the first of those that run, or of those that ended
 * @PALCO_SESSION_EDGE_LAST: the last of them
 *
 * Where a session stands among its like.
 */
typedef enum
{
  PALCO_SESSION_EDGE_FIRST = 1 << 0,
  PALCO_SESSION_EDGE_LAST  = 1 << 1,
} PalcoSessionEdge;

#define PALCO_TYPE_SESSION_ITEM (palco_session_item_get_type ())

G_DECLARE_FINAL_TYPE (PalcoSessionItem, palco_session_item, PALCO, SESSION_ITEM, GObject)

PalcoSessionItem     *palco_session_item_new               (PalcoClient       *client,
                                                            PalcoSession      *session,
                                                            PalcoHistoryEntry *entry);
PalcoClient          *palco_session_item_get_client        (PalcoSessionItem  *self);
PalcoSession         *palco_session_item_get_session       (PalcoSessionItem  *self);
PalcoHistoryEntry    *palco_session_item_get_entry         (PalcoSessionItem  *self);
void                  palco_session_item_set_entry         (PalcoSessionItem  *self,
                                                            PalcoHistoryEntry *entry);
gint64                palco_session_item_get_typical_start (PalcoSessionItem  *self);
void                  palco_session_item_set_typical_start (PalcoSessionItem  *self,
                                                            gint64             seconds);

const char           *palco_session_item_get_id            (PalcoSessionItem  *self);
const char           *palco_session_item_get_title         (PalcoSessionItem  *self);
const char           *palco_session_item_get_region_id     (PalcoSessionItem  *self);
PalcoRegion          *palco_session_item_get_region        (PalcoSessionItem  *self);
const char           *palco_session_item_get_size_id       (PalcoSessionItem  *self);
PalcoSessionState     palco_session_item_get_state         (PalcoSessionItem  *self);
gboolean              palco_session_item_is_live           (PalcoSessionItem  *self);
guint                 palco_session_item_get_lease_minutes (PalcoSessionItem  *self);
guint                 palco_session_item_get_cap_minutes   (PalcoSessionItem  *self);
guint                 palco_session_item_get_last_cap      (PalcoSessionItem  *self);
gboolean              palco_session_item_is_extending      (PalcoSessionItem  *self);
GDateTime            *palco_session_item_get_created       (PalcoSessionItem  *self);
GDateTime            *palco_session_item_get_ended         (PalcoSessionItem  *self);
const char           *palco_session_item_get_error_code    (PalcoSessionItem  *self);
const char           *palco_session_item_get_error_message (PalcoSessionItem  *self);
gint64                palco_session_item_get_seconds       (PalcoSessionItem  *self);
gboolean              palco_session_item_get_cost          (PalcoSessionItem  *self,
                                                            double            *cost,
                                                            const char       **currency,
                                                            gboolean          *is_estimate);

PalcoSessionOperation palco_session_item_get_operation    (PalcoSessionItem      *self);
void                  palco_session_item_set_operation    (PalcoSessionItem      *self,
                                                           PalcoSessionOperation  operation);
PalcoSessionEdge      palco_session_item_get_edge         (PalcoSessionItem *self);
void                  palco_session_item_set_edge         (PalcoSessionItem *self,
                                                           PalcoSessionEdge  edge);
gboolean              palco_session_item_get_selectable   (PalcoSessionItem *self);
void                  palco_session_item_set_selectable   (PalcoSessionItem *self,
                                                           gboolean          selectable);
gboolean              palco_session_item_get_selected     (PalcoSessionItem *self);
void                  palco_session_item_set_selected     (PalcoSessionItem *self,
                                                           gboolean          selected);

G_END_DECLS
