/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-step-private.h"

/**
 * PalcoPreflightStep:
 *
 * How one check of a [class@Palco.Preflight] ended. It never changes.
 *
 * Since: 1.0
 */

struct _PalcoPreflightStep
{
  GObject               parent_instance;
  PalcoPreflightCheck   check;
  PalcoPreflightStatus  status;
  PalcoPreflightFault   fault;
  char                 *host;
  guint                 port;
  char                 *detail;
};

G_DEFINE_FINAL_TYPE (PalcoPreflightStep, palco_preflight_step, G_TYPE_OBJECT)

static void
palco_preflight_step_finalize (GObject *object)
{
  PalcoPreflightStep *self = PALCO_PREFLIGHT_STEP (object);

  g_free (self->host);
  g_free (self->detail);

  G_OBJECT_CLASS (palco_preflight_step_parent_class)->finalize (object);
}

static void
palco_preflight_step_class_init (PalcoPreflightStepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_preflight_step_finalize;
}

static void
palco_preflight_step_init (PalcoPreflightStep *self)
{
}

PalcoPreflightStep *
palco_preflight_step_new (PalcoPreflightCheck   check,
                          PalcoPreflightStatus  status,
                          PalcoPreflightFault   fault,
                          const char           *host,
                          guint                 port,
                          const char           *detail)
{
  PalcoPreflightStep *self = g_object_new (PALCO_TYPE_PREFLIGHT_STEP, NULL);

  self->check = check;
  self->status = status;
  self->fault = fault;
  self->host = g_strdup (host);
  self->port = port;
  self->detail = g_strdup (detail);

  return self;
}

/**
 * palco_preflight_step_get_check:
 * @self: a step
 *
 * Returns: what was looked at
 *
 * Since: 1.0
 */
PalcoPreflightCheck
palco_preflight_step_get_check (PalcoPreflightStep *self)
{
  g_return_val_if_fail (PALCO_IS_PREFLIGHT_STEP (self), PALCO_PREFLIGHT_CHECK_ADDRESS);

  return self->check;
}

/**
 * palco_preflight_step_get_status:
 * @self: a step
 *
 * Returns: how it ended
 *
 * Since: 1.0
 */
PalcoPreflightStatus
palco_preflight_step_get_status (PalcoPreflightStep *self)
{
  g_return_val_if_fail (PALCO_IS_PREFLIGHT_STEP (self), PALCO_PREFLIGHT_STATUS_SKIPPED);

  return self->status;
}

/**
 * palco_preflight_step_get_fault:
 * @self: a step
 *
 * Returns: what is wrong; %PALCO_PREFLIGHT_FAULT_NONE unless it failed or warns
 *
 * Since: 1.0
 */
PalcoPreflightFault
palco_preflight_step_get_fault (PalcoPreflightStep *self)
{
  g_return_val_if_fail (PALCO_IS_PREFLIGHT_STEP (self), PALCO_PREFLIGHT_FAULT_NONE);

  return self->fault;
}

/**
 * palco_preflight_step_get_host:
 * @self: a step
 *
 * Returns: (nullable): the host it is about: that of the proxy, of the token service or of a
 *   region; %NULL when it is about none
 *
 * Since: 1.0
 */
const char *
palco_preflight_step_get_host (PalcoPreflightStep *self)
{
  g_return_val_if_fail (PALCO_IS_PREFLIGHT_STEP (self), NULL);

  return self->host;
}

/**
 * palco_preflight_step_get_port:
 * @self: a step
 *
 * Returns: the port of the host, or 0
 *
 * Since: 1.0
 */
guint
palco_preflight_step_get_port (PalcoPreflightStep *self)
{
  g_return_val_if_fail (PALCO_IS_PREFLIGHT_STEP (self), 0);

  return self->port;
}

/**
 * palco_preflight_step_get_detail:
 * @self: a step
 *
 * What somebody who helps wants to read besides: not a sentence to show alone.
 *
 * Returns: (nullable): the detail
 *
 * Since: 1.0
 */
const char *
palco_preflight_step_get_detail (PalcoPreflightStep *self)
{
  g_return_val_if_fail (PALCO_IS_PREFLIGHT_STEP (self), NULL);

  return self->detail;
}
