/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-list-private.h"

#include "palco-catalogue.h"
#include "palco-client-private.h"
#include "palco-error-private.h"
#include "palco-region.h"
#include "palco-session.h"

static gboolean
is_in_region (PalcoSession *session,
              PalcoRegion  *region)
{
  return g_strcmp0 (palco_region_get_id (palco_session_get_region (session)),
                    palco_region_get_id (region)) == 0;
}

/* New sessions go to the top, all at once; those that are there stay where they are, and
 * tell by themselves what changed about them. */
static void
merge (PalcoSessionList *self,
       GPtrArray        *listed)
{
  guint n_added = 0;

  for (guint i = 0; i < listed->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (listed, i);

      if (!g_ptr_array_find (self->sessions, session, NULL))
        g_ptr_array_insert (self->sessions, n_added++, g_object_ref (session));
    }

  if (n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_added);
}

/* One look at the whole list. */
typedef struct
{
  guint   n_pending;
  GError *error;
} Refreshing;

static void
refreshing_free (Refreshing *refreshing)
{
  g_clear_error (&refreshing->error);
  g_free (refreshing);
}

static void
finish_refresh (GTask *task)
{
  PalcoSessionList *self = g_task_get_source_object (task);
  Refreshing *refreshing = g_task_get_task_data (task);

  palco_session_list_add_loading (self, -1);

  if (!palco_error_is_cancelled (refreshing->error))
    palco_session_list_set_error (self, refreshing->error);

  if (refreshing->error != NULL)
    g_task_return_error (task, g_steal_pointer (&refreshing->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
finish_part (GTask  *task,
             GError *error)
{
  Refreshing *refreshing = g_task_get_task_data (task);

  if (refreshing->error == NULL)
    refreshing->error = error;
  else
    g_clear_error (&error);

  if (--refreshing->n_pending == 0)
    finish_refresh (task);
}

typedef struct
{
  GTask        *task;
  PalcoRegion  *region;    /* of a part of the list, or… */
  PalcoSession *session;   /* …a session that is not in it any more */
} Part;

static Part *
part_new (GTask        *task,
          PalcoRegion  *region,
          PalcoSession *session)
{
  Part *part = g_new0 (Part, 1);
  Refreshing *refreshing = g_task_get_task_data (task);

  refreshing->n_pending++;
  part->task = g_object_ref (task);
  g_set_object (&part->region, region);
  g_set_object (&part->session, session);

  return part;
}

static void
part_free (Part *part)
{
  g_clear_object (&part->region);
  g_clear_object (&part->session);
  g_object_unref (part->task);
  g_free (part);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Part, part_free)

static void
vanished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Part) part = user_data;
  PalcoSessionList *self = g_task_get_source_object (part->task);
  GError *error = NULL;

  if (!palco_client_refresh_session_finish (PALCO_CLIENT (source), result, &error) &&
      palco_error_has_code (error, PALCO_ERROR_NOT_FOUND))
    {
      palco_session_list_remove (self, part->session);
      g_clear_error (&error);
    }

  finish_part (part->task, error);
}

/* Lists have live sessions only: how the others ended has to be asked for. */
static void
look_up_vanished (GTask       *task,
                  PalcoRegion *region,
                  GPtrArray   *listed)
{
  PalcoSessionList *self = g_task_get_source_object (task);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (self->sessions, i);

      if (is_in_region (session, region) && !palco_session_is_ended (session) &&
          !g_ptr_array_find (listed, session, NULL))
        palco_client_refresh_session_async (self->client, session, g_task_get_cancellable (task),
                                            vanished_cb, part_new (task, NULL, session));
    }
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Part) part = user_data;
  PalcoSessionList *self = g_task_get_source_object (part->task);
  GError *error = NULL;
  g_autoptr(GPtrArray) listed = palco_client_list_sessions_finish (PALCO_CLIENT (source), result,
                                                                   &error);

  if (listed != NULL)
    {
      merge (self, listed);
      look_up_vanished (part->task, part->region, listed);
    }

  finish_part (part->task, error);
}

static void
catalogue_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Part) part = user_data;
  PalcoClient *client = PALCO_CLIENT (source);
  GError *error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = palco_client_load_catalogue_finish (client, result, &error);
  GListModel *regions = catalogue != NULL ? palco_catalogue_get_regions (catalogue) : NULL;

  for (guint i = 0; regions != NULL && i < g_list_model_get_n_items (regions); i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (regions, i);

      palco_client_list_sessions_async (client, region, g_task_get_cancellable (part->task),
                                        listed_cb, part_new (part->task, region, NULL));
    }

  finish_part (part->task, error);
}

static GTask *
start_refresh (PalcoSessionList    *self,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_session_list_refresh_async);
  g_task_set_task_data (task, g_new0 (Refreshing, 1), (GDestroyNotify) refreshing_free);
  palco_session_list_add_loading (self, 1);

  return task;
}

/* Like palco_session_list_refresh_async(), and ends like it, but asks only for sessions that
 * start, of which there has to be one. */
void
palco_session_list_refresh_starting_async (PalcoSessionList    *self,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  g_autoptr(GTask) task = start_refresh (self, cancellable, callback, user_data);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (self->sessions, i);

      if (palco_session_get_state (session) == PALCO_SESSION_STATE_STARTING)
        palco_client_refresh_session_async (self->client, session, cancellable,
                                            vanished_cb, part_new (task, NULL, session));
    }
}

/**
 * palco_session_list_refresh_async:
 * @self: a list
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Asks all regions for their sessions. Those that have ended stay in the list, with how
 * they ended; a region that cannot be asked keeps its sessions as they were.
 *
 * Since: 1.0
 */
void
palco_session_list_refresh_async (PalcoSessionList    *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_SESSION_LIST (self));

  task = start_refresh (self, cancellable, callback, user_data);
  palco_client_ensure_catalogue_async (self->client, cancellable, catalogue_cb,
                                       part_new (task, NULL, NULL));
}

/**
 * palco_session_list_refresh_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.SessionList.refresh_async].
 *
 * Returns: %TRUE if every region answered; else [property@Palco.SessionList:error] is set too
 *
 * Since: 1.0
 */
gboolean
palco_session_list_refresh_finish (PalcoSessionList  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
