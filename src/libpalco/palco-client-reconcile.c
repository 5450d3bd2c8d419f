/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include "palco-account.h"
#include "palco-catalogue.h"
#include "palco-error-private.h"
#include "palco-region-private.h"
#include "palco-session-private.h"

/* The journal against the service: each entry that has not ended is asked for. */

typedef struct
{
  GPtrArray *entries;
  GPtrArray *sessions;    /* what is alive, for the caller */
  guint      n_pending;
  guint      n_answered;
  GError    *error;
} Reconciling;

/* One entry of it. */
typedef struct
{
  GTask             *task;
  PalcoSession      *session;
  PalcoJournalPhase  phase;
  gboolean           in_flight;
  gboolean           is_ours;
} Settling;

static void
reconciling_free (Reconciling *reconciling)
{
  g_clear_pointer (&reconciling->entries, g_ptr_array_unref);
  g_clear_pointer (&reconciling->sessions, g_ptr_array_unref);
  g_clear_error (&reconciling->error);
  g_free (reconciling);
}

static void
settling_free (Settling *settling)
{
  g_object_unref (settling->session);
  g_object_unref (settling->task);
  g_free (settling);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Settling, settling_free)

/* Nobody answered: then there is nothing to tell but why. */
static void
finish_one (GTask *task)
{
  Reconciling *reconciling = g_task_get_task_data (task);

  if (--reconciling->n_pending > 0)
    return;

  if (reconciling->error != NULL && reconciling->n_answered == 0)
    g_task_return_error (task, g_steal_pointer (&reconciling->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&reconciling->sessions),
                           (GDestroyNotify) g_ptr_array_unref);
}

/* What others started is of no concern to the caller: only how it ended is to be known. */
static void
add_alive (Reconciling *reconciling,
           Settling    *settling)
{
  if (settling->is_ours && !palco_session_is_ended (settling->session))
    g_ptr_array_add (reconciling->sessions, g_object_ref (settling->session));
}

static void
take_error (Reconciling *reconciling,
            GError      *error)
{
  if (reconciling->error == NULL)
    reconciling->error = error;
  else
    g_error_free (error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Settling) settling = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  Reconciling *reconciling = g_task_get_task_data (settling->task);
  GError *error = NULL;

  if (palco_client_refresh_session_finish (self, result, &error))
    {
      reconciling->n_answered++;
      palco_client_note_in_journal (self, PALCO_JOURNAL_CONFIRM, settling->session);
      add_alive (reconciling, settling);
    }
  else if (palco_error_has_code (error, PALCO_ERROR_NOT_FOUND))
    {
      reconciling->n_answered++;
      g_error_free (error);

      /* Another process may be sending the PUT right now. */
      if (!settling->in_flight)
        palco_client_note_in_journal (self,
                                      settling->phase == PALCO_JOURNAL_PHASE_PENDING
                                        ? PALCO_JOURNAL_FORGET : PALCO_JOURNAL_END,
                                      settling->session);
    }
  else
    {
      take_error (reconciling, error);
    }

  finish_one (settling->task);
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Settling) settling = user_data;
  Reconciling *reconciling = g_task_get_task_data (settling->task);
  GError *error = NULL;

  if (palco_client_stop_session_finish (PALCO_CLIENT (source), result, &error))
    reconciling->n_answered++;
  else
    {
      take_error (reconciling, error);
      add_alive (reconciling, settling);
    }

  finish_one (settling->task);
}

static void
settle (GTask                   *task,
        const PalcoJournalEntry *entry)
{
  PalcoClient *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Settling *settling = g_new0 (Settling, 1);

  settling->task = g_object_ref (task);
  settling->session = palco_client_recall_session (self, entry);
  settling->phase = entry->phase;
  settling->in_flight = entry->in_flight;
  settling->is_ours = entry->started_here || entry->stop_pending;

  if (entry->stop_pending)
    palco_client_stop_session_async (self, settling->session, cancellable, stopped_cb, settling);
  else
    palco_client_refresh_session_async (self, settling->session, cancellable, looked_up_cb,
                                        settling);
}

static void
catalogue_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Reconciling *reconciling = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(PalcoCatalogue) catalogue =
    palco_client_load_catalogue_finish (PALCO_CLIENT (source), result, &error);

  if (catalogue == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < reconciling->entries->len; i++)
    {
      const PalcoJournalEntry *entry = g_ptr_array_index (reconciling->entries, i);

      if (entry->phase != PALCO_JOURNAL_PHASE_ENDED)
        settle (task, entry);
    }
}

static guint
count_unended (GPtrArray *entries)
{
  guint n_unended = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const PalcoJournalEntry *entry = g_ptr_array_index (entries, i);

      n_unended += entry->phase != PALCO_JOURNAL_PHASE_ENDED;
    }

  return n_unended;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = g_task_get_source_object (task);
  Reconciling *reconciling = g_task_get_task_data (task);
  GError *error = NULL;

  reconciling->entries = palco_journal_load_finish (PALCO_JOURNAL (source), result, &error);
  if (reconciling->entries == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  reconciling->n_pending = count_unended (reconciling->entries);
  if (reconciling->n_pending == 0)
    g_task_return_pointer (task, g_steal_pointer (&reconciling->sessions),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    palco_client_ensure_catalogue_async (self, g_task_get_cancellable (task),
                                         catalogue_cb, g_object_ref (task));
}

/**
 * palco_client_reconcile_async:
 * @self: a client
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Compares the journal with the service, which a program does when it starts: sessions that
 * an earlier run started are looked up, stops that it could not deliver are delivered.
 * Without anything left open the service is not asked.
 *
 * Since: 1.0
 */
void
palco_client_reconcile_async (PalcoClient         *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Reconciling *reconciling;

  g_return_if_fail (PALCO_IS_CLIENT (self));

  reconciling = g_new0 (Reconciling, 1);
  reconciling->sessions = g_ptr_array_new_with_free_func (g_object_unref);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_reconcile_async);
  g_task_set_task_data (task, reconciling, (GDestroyNotify) reconciling_free);

  if (self->journal != NULL)
    palco_journal_load_async (self->journal, palco_account_get_uid (self->account), 0, cancellable,
                              loaded_cb, g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_steal_pointer (&reconciling->sessions),
                           (GDestroyNotify) g_ptr_array_unref);
}

/**
 * palco_client_reconcile_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.reconcile_async]. It fails when nothing could be found out;
 * the journal then still knows everything.
 *
 * Returns: (transfer full) (element-type PalcoSession): the sessions that were started here and live
 *
 * Since: 1.0
 */
GPtrArray *
palco_client_reconcile_finish (PalcoClient   *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
