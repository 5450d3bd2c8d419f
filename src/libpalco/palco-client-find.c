/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include "palco-account.h"
#include "palco-catalogue.h"
#include "palco-error-private.h"
#include "palco-region.h"

typedef struct
{
  char   *id;
  guint   n_pending;
  GError *error;      /* of a region that could not be asked */
  gboolean done;
} Finding;

static void
finding_free (Finding *finding)
{
  g_free (finding->id);
  g_clear_error (&finding->error);
  g_free (finding);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = g_task_get_source_object (task);
  Finding *finding = g_task_get_task_data (task);
  g_autoptr(GPtrArray) entries =
    palco_journal_load_finish (PALCO_JOURNAL (source), result, NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PalcoJournalEntry *entry = g_ptr_array_index (entries, i);

      if (entry->phase != PALCO_JOURNAL_PHASE_ENDED && g_str_equal (entry->id, finding->id))
        {
          g_task_return_pointer (task, palco_client_recall_session (self, entry), g_object_unref);
          return;
        }
    }

  g_task_return_error (task, g_steal_pointer (&finding->error));
}

/* Nobody could be asked. A session of the journal can still be told to stop. */
static void
recall (GTask *task)
{
  PalcoClient *self = g_task_get_source_object (task);
  Finding *finding = g_task_get_task_data (task);

  if (self->journal != NULL && !palco_error_is_cancelled (finding->error))
    palco_journal_load_async (self->journal, palco_account_get_uid (self->account), 0,
                              g_task_get_cancellable (task), loaded_cb, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&finding->error));
}

/* “Not found” is certain only if every region said so. */
static void
return_not_found (GTask   *task,
                  Finding *finding)
{
  if (finding->error != NULL)
    recall (task);
  else
    g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_NOT_FOUND,
                             "No region of the account has a session “%s”", finding->id);
}

static void
region_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Finding *finding = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session =
    palco_client_get_session_finish (PALCO_CLIENT (source), result, &error);

  finding->n_pending--;
  if (finding->done)
    return;

  if (session != NULL)
    {
      finding->done = TRUE;
      g_task_return_pointer (task, g_steal_pointer (&session), g_object_unref);
      return;
    }

  if (finding->error == NULL && !palco_error_has_code (error, PALCO_ERROR_NOT_FOUND))
    finding->error = g_steal_pointer (&error);

  if (finding->n_pending == 0)
    return_not_found (task, finding);
}

static void
catalogue_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  Finding *finding = g_task_get_task_data (task);
  g_autoptr(PalcoCatalogue) catalogue =
    palco_client_load_catalogue_finish (self, result, &finding->error);
  GListModel *regions;

  if (catalogue == NULL)
    {
      recall (task);
      return;
    }

  regions = palco_catalogue_get_regions (catalogue);
  finding->n_pending = g_list_model_get_n_items (regions);

  for (guint i = 0; i < g_list_model_get_n_items (regions); i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (regions, i);

      palco_client_get_session_async (self, region, finding->id, g_task_get_cancellable (task),
                                      region_cb, g_object_ref (task));
    }
}

/**
 * palco_client_find_session_async:
 * @self: a client
 * @id: an id of a session
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Asks all regions for a session. When they cannot be asked, one that this client started is
 * given as it was then, in the state %PALCO_SESSION_STATE_UNKNOWN: it can be stopped.
 *
 * Since: 1.0
 */
void
palco_client_find_session_async (PalcoClient         *self,
                                 const char          *id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Finding *finding;

  g_return_if_fail (PALCO_IS_CLIENT (self));
  g_return_if_fail (id != NULL);

  finding = g_new0 (Finding, 1);
  finding->id = g_strdup (id);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_find_session_async);
  g_task_set_task_data (task, finding, (GDestroyNotify) finding_free);
  palco_client_ensure_catalogue_async (self, cancellable, catalogue_cb, g_steal_pointer (&task));
}

/**
 * palco_client_find_session_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.find_session_async]. It fails with %PALCO_ERROR_NOT_FOUND when
 * no region knows the id; when one could not be asked, with why.
 *
 * Returns: (transfer full): the session
 *
 * Since: 1.0
 */
PalcoSession *
palco_client_find_session_finish (PalcoClient   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) sessions = palco_client_list_sessions_finish (PALCO_CLIENT (source), result,
                                                                     &error);

  if (sessions != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
test_catalogue_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  GError *error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = palco_client_load_catalogue_finish (self, result, &error);
  g_autoptr(PalcoRegion) region = NULL;

  if (catalogue == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Every catalogue has one. */
  region = g_list_model_get_item (palco_catalogue_get_regions (catalogue), 0);
  palco_client_list_sessions_async (self, region, g_task_get_cancellable (task),
                                    tested_cb, g_object_ref (task));
}

/**
 * palco_client_test_async:
 * @self: a client
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Tries whether the account works: reads what the service says of itself, gets a token, and
 * lists the sessions of the first region.
 *
 * Since: 1.0
 */
void
palco_client_test_async (PalcoClient         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_test_async);
  palco_client_load_catalogue_async (self, cancellable, test_catalogue_cb, g_steal_pointer (&task));
}

/**
 * palco_client_test_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.test_async].
 *
 * Returns: %TRUE if it works
 *
 * Since: 1.0
 */
gboolean
palco_client_test_finish (PalcoClient   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
