/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-private.h"

#include "palco-account.h"
#include "palco-credentials.h"
#include "palco-preflight-step-private.h"

/**
 * PalcoPreflight:
 *
 * Looks step by step at the way from an account to its service, and names what is wrong with
 * host and port: a port that is blocked is not told as a wrong key.
 *
 * It is a [iface@Gio.ListModel] of [class@Palco.PreflightStep] that grows while it runs. One check
 * may come several times, for the hosts of the service, of its token service and of a region.
 *
 * Since: 1.0
 */

static void palco_preflight_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoPreflight, palco_preflight, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, palco_preflight_model_init))

static GType
palco_preflight_get_item_type (GListModel *model)
{
  return PALCO_TYPE_PREFLIGHT_STEP;
}

static guint
palco_preflight_get_n_items (GListModel *model)
{
  return PALCO_PREFLIGHT (model)->steps->len;
}

static gpointer
palco_preflight_get_item (GListModel *model,
                          guint       position)
{
  PalcoPreflight *self = PALCO_PREFLIGHT (model);

  return position < self->steps->len ? g_object_ref (self->steps->pdata[position]) : NULL;
}

static void
palco_preflight_model_init (GListModelInterface *iface)
{
  iface->get_item_type = palco_preflight_get_item_type;
  iface->get_n_items = palco_preflight_get_n_items;
  iface->get_item = palco_preflight_get_item;
}

static void
palco_preflight_finalize (GObject *object)
{
  PalcoPreflight *self = PALCO_PREFLIGHT (object);

  g_ptr_array_unref (self->steps);
  g_clear_object (&self->tls_database);
  g_clear_object (&self->http);
  g_clear_object (&self->credentials);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (palco_preflight_parent_class)->finalize (object);
}

static void
palco_preflight_class_init (PalcoPreflightClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_preflight_finalize;
}

static void
palco_preflight_init (PalcoPreflight *self)
{
  self->timing = (PalcoTiming) PALCO_TIMING_INIT;
  self->timing.request_msecs = self->timing.preflight_step_msecs;
  self->timing.retry_after_max_msecs = 0;   /* a second try would hide what the first one met */
  self->http = palco_http_new (&self->timing);
  self->steps = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * palco_preflight_new:
 * @account: an account; it need not be stored
 * @credentials: who knows its key
 *
 * Returns: (transfer full): a new preflight without any step
 *
 * Since: 1.0
 */
PalcoPreflight *
palco_preflight_new (PalcoAccount     *account,
                     PalcoCredentials *credentials)
{
  PalcoPreflight *self;

  g_return_val_if_fail (PALCO_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (PALCO_IS_CREDENTIALS (credentials), NULL);

  self = g_object_new (PALCO_TYPE_PREFLIGHT, NULL);
  self->account = g_object_ref (account);
  self->credentials = g_object_ref (credentials);

  return self;
}

PalcoTiming *
palco_preflight_get_timing (PalcoPreflight *self)
{
  return &self->timing;
}

/* Instead of what the system trusts; tests do this. */
void
palco_preflight_set_tls_database (PalcoPreflight *self,
                                  GTlsDatabase   *database)
{
  g_set_object (&self->tls_database, database);
  palco_http_set_tls_database (self->http, database);
}

/* Takes the step. */
void
palco_preflight_add_step (PalcoPreflight     *self,
                          PalcoPreflightStep *step)
{
  g_ptr_array_add (self->steps, step);
  g_list_model_items_changed (G_LIST_MODEL (self), self->steps->len - 1, 0, 1);
}

static void
forget_steps (PalcoPreflight *self)
{
  guint n_steps = self->steps->len;

  g_ptr_array_set_size (self->steps, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_steps, 0);
}

/**
 * palco_preflight_run_async:
 * @self: a preflight that does not run
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Forgets the steps of the last run and goes through all checks, up to the first one that fails.
 * It takes 15 seconds at most.
 *
 * Since: 1.0
 */
void
palco_preflight_run_async (PalcoPreflight      *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PALCO_IS_PREFLIGHT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_preflight_run_async);
  forget_steps (self);
  palco_preflight_start (task);
}

/**
 * palco_preflight_run_finish:
 * @self: a preflight
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Preflight.run_async]. A fault that was found is no error here; see
 * [method@Palco.Preflight.get_fault_step].
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_CANCELLED
 *
 * Since: 1.0
 */
gboolean
palco_preflight_run_finish (PalcoPreflight  *self,
                            GAsyncResult    *result,
                            GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static PalcoPreflightStep *
find_step (PalcoPreflight       *self,
           PalcoPreflightStatus  status)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      PalcoPreflightStep *step = self->steps->pdata[i];

      if (palco_preflight_step_get_status (step) == status)
        return step;
    }

  return NULL;
}

/**
 * palco_preflight_get_fault_step:
 * @self: a preflight that has run
 *
 * Returns: (transfer none) (nullable): the step that failed, else the first that warns, else %NULL:
 *   all is well
 *
 * Since: 1.0
 */
PalcoPreflightStep *
palco_preflight_get_fault_step (PalcoPreflight *self)
{
  PalcoPreflightStep *step;

  g_return_val_if_fail (PALCO_IS_PREFLIGHT (self), NULL);

  step = find_step (self, PALCO_PREFLIGHT_STATUS_FAILED);

  return step != NULL ? step : find_step (self, PALCO_PREFLIGHT_STATUS_WARNING);
}
