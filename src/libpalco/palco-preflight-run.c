/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-run-private.h"

#include "palco-account.h"
#include "palco-address.h"
#include "palco-catalogue-private.h"
#include "palco-credentials.h"
#include "palco-error-private.h"
#include "palco-local-service.h"
#include "palco-preflight-fault-private.h"
#include "palco-preflight-route-private.h"
#include "palco-preflight-step-private.h"

static void
run_free (PalcoPreflightRun *run)
{
  palco_limit_clear (&run->limit);
  g_clear_pointer (&run->uri, g_uri_unref);
  g_hash_table_unref (run->hosts);
  g_clear_object (&run->token);
  g_clear_object (&run->catalogue);
  g_clear_object (&run->region);
  palco_key_free (run->access_token);
  g_free (run);
}

void
palco_preflight_run_add (GTask                *task,
                         PalcoPreflightCheck   check,
                         PalcoPreflightStatus  status,
                         PalcoPreflightFault   fault,
                         const char           *detail)
{
  PalcoPreflightRun *run = g_task_get_task_data (task);
  GUri *uri = check != PALCO_PREFLIGHT_CHECK_KEY ? run->uri : NULL;

  palco_preflight_add_step (g_task_get_source_object (task),
                            palco_preflight_step_new (check, status, fault,
                                                      uri != NULL ? g_uri_get_host (uri) : NULL,
                                                      uri != NULL ? g_uri_get_port (uri) : 0,
                                                      detail));
}

void
palco_preflight_run_pass (GTask               *task,
                          PalcoPreflightCheck  check)
{
  palco_preflight_run_add (task, check, PALCO_PREFLIGHT_STATUS_OK, PALCO_PREFLIGHT_FAULT_NONE, NULL);
}

static gboolean
has_step (PalcoPreflight      *self,
          PalcoPreflightCheck  check)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      if (palco_preflight_step_get_check (self->steps->pdata[i]) == check)
        return TRUE;
    }

  return FALSE;
}

/* What was not reached is listed as well. */
void
palco_preflight_run_end (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);

  for (PalcoPreflightCheck check = 0; check <= PALCO_PREFLIGHT_CHECK_SESSIONS; check++)
    {
      if (!has_step (self, check))
        palco_preflight_add_step (self, palco_preflight_step_new (check, PALCO_PREFLIGHT_STATUS_SKIPPED,
                                                                  PALCO_PREFLIGHT_FAULT_NONE,
                                                                  NULL, 0, NULL));
    }

  g_task_return_boolean (task, TRUE);
}

void
palco_preflight_run_fail (GTask               *task,
                          PalcoPreflightCheck  check,
                          PalcoPreflightFault  fault,
                          const char          *detail)
{
  palco_preflight_run_add (task, check, PALCO_PREFLIGHT_STATUS_FAILED, fault, detail);
  palco_preflight_run_end (task);
}

/* Also ends a run that the caller gave up. */
void
palco_preflight_run_fail_with (GTask               *task,
                               PalcoPreflightCheck  check,
                               const GError        *error)
{
  PalcoPreflightRun *run = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (palco_limit_has_passed (&run->limit))
    palco_preflight_run_fail (task, check, palco_preflight_fault_from_silence (check), NULL);
  else
    palco_preflight_run_fail (task, check, palco_preflight_fault_from_error (check, error), error->message);
}

static void
route_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_task_get_task_data (task);
  g_autoptr(GPtrArray) steps = palco_preflight_route_finish (result);
  PalcoPreflightStep *last = steps->pdata[steps->len - 1];

  if (g_task_return_error_if_cancelled (task))
    return;

  for (guint i = 0; i < steps->len; i++)
    palco_preflight_add_step (self, g_object_ref (steps->pdata[i]));

  if (palco_preflight_step_get_status (last) == PALCO_PREFLIGHT_STATUS_FAILED)
    palco_preflight_run_end (task);
  else
    run->next (task);
}

static gboolean
check_address (GTask      *task,
               const char *address)
{
  PalcoPreflightRun *run = g_task_get_task_data (task);
  PalcoPreflightFault fault;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&run->uri, g_uri_unref);
  run->uri = palco_address_parse (address, &error);

  if (palco_error_has_code (error, PALCO_ERROR_INSECURE))
    fault = PALCO_PREFLIGHT_FAULT_ADDRESS_INSECURE;
  else if (run->uri == NULL)
    fault = PALCO_PREFLIGHT_FAULT_ADDRESS_INVALID;
  else if (palco_catalogue_knows_host (g_uri_get_host (run->uri)))
    fault = PALCO_PREFLIGHT_FAULT_ADDRESS_RETIRED;
  else
    return TRUE;

  palco_preflight_run_fail (task, PALCO_PREFLIGHT_CHECK_ADDRESS, fault, address);

  return FALSE;
}

/* Looks at the way to the host of @address, unless that has been done. */
void
palco_preflight_run_check_way (GTask              *task,
                               const char         *address,
                               PalcoPreflightNext  next)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_task_get_task_data (task);

  if (!check_address (task, address))
    return;

  if (!g_hash_table_add (run->hosts, g_strdup_printf ("%s:%d", g_uri_get_host (run->uri),
                                                      g_uri_get_port (run->uri))))
    {
      next (task);
      return;
    }

  palco_preflight_run_pass (task, PALCO_PREFLIGHT_CHECK_ADDRESS);
  run->next = next;
  palco_preflight_route_async (run->uri, self->tls_database, self->timing.preflight_step_msecs,
                               run->limit.work, route_cb, g_object_ref (task));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (palco_local_service_open_finish (PALCO_LOCAL_SERVICE (source), result, &error))
    palco_preflight_run_check_service (task);
  else
    palco_preflight_run_fail_with (task, PALCO_PREFLIGHT_CHECK_ADDRESS, error);
}

void
palco_preflight_start (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_new0 (PalcoPreflightRun, 1);

  run->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->token = palco_token_new (self->http, self->account, self->credentials);
  palco_limit_start (&run->limit, self->timing.preflight_msecs, g_task_get_cancellable (task));
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);

  if (palco_account_is_local (self->account) && PALCO_IS_LOCAL_SERVICE (self->credentials))
    palco_local_service_open_async (PALCO_LOCAL_SERVICE (self->credentials), run->limit.work,
                                    opened_cb, g_object_ref (task));
  else
    palco_preflight_run_check_service (task);

  g_object_unref (task);
}
