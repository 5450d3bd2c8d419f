/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-launcher-private.h"

#include "palco-client.h"
#include "palco-enums.h"
#include "palco-launch-plan.h"
#include "palco-session.h"

/**
 * PalcoLauncher:
 *
 * Starts one session as a [class@Palco.LaunchPlan] says and waits until it is ready. When all
 * servers of one candidate are in use it takes the next. What costs more than what was agreed
 * to is taken only after [signal@Palco.Launcher::consent].
 *
 * Cancelling stops what was created, and is over when that is done. What cannot be stopped
 * now, [class@Palco.Client] and its journal remember.
 *
 * Since: 1.0
 */

enum {
  PROP_CLIENT = 1,
  PROP_PLAN,
  PROP_PHASE,
  PROP_CANDIDATE,
  PROP_SESSION,
  N_PROPS
};

enum {
  CONSENT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoLauncher, palco_launcher, G_TYPE_OBJECT)

void
palco_launcher_set_phase (PalcoLauncher      *self,
                          PalcoLauncherPhase  phase)
{
  if (self->phase == phase)
    return;

  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

void
palco_launcher_set_session (PalcoLauncher *self,
                            PalcoSession  *session)
{
  if (g_set_object (&self->session, session))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/* Whoever is told of the phase finds the candidate that it is about. */
void
palco_launcher_set_candidate (PalcoLauncher      *self,
                              guint               candidate,
                              PalcoLauncherPhase  phase)
{
  self->candidate = candidate;
  palco_launcher_set_phase (self, phase);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CANDIDATE]);
}

/* Returns FALSE when nobody listens. */
gboolean
palco_launcher_emit_consent (PalcoLauncher *self)
{
  if (!g_signal_has_handler_pending (self, signals[CONSENT], 0, TRUE))
    return FALSE;

  g_signal_emit (self, signals[CONSENT], 0, self->candidate);

  return TRUE;
}

static void
palco_launcher_finalize (GObject *object)
{
  PalcoLauncher *self = PALCO_LAUNCHER (object);

  g_clear_object (&self->client);
  g_clear_object (&self->plan);
  g_clear_object (&self->session);
  g_clear_error (&self->error);
  g_free (self->session_id);

  G_OBJECT_CLASS (palco_launcher_parent_class)->finalize (object);
}

static void
palco_launcher_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PalcoLauncher *self = PALCO_LAUNCHER (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;

    case PROP_PLAN:
      g_value_set_object (value, self->plan);
      break;

    case PROP_PHASE:
      g_value_set_enum (value, self->phase);
      break;

    case PROP_CANDIDATE:
      g_value_set_uint (value, self->candidate);
      break;

    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_launcher_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PalcoLauncher *self = PALCO_LAUNCHER (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      self->client = g_value_dup_object (value);
      break;

    case PROP_PLAN:
      self->plan = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /**
   * PalcoLauncher:client:
   *
   * Whose session it will be.
   *
   * Since: 1.0
   */
  properties[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, PALCO_TYPE_CLIENT, once);

  /**
   * PalcoLauncher:plan:
   *
   * What to start.
   *
   * Since: 1.0
   */
  properties[PROP_PLAN] =
    g_param_spec_object ("plan", NULL, NULL, PALCO_TYPE_LAUNCH_PLAN, once);

  /**
   * PalcoLauncher:phase:
   *
   * How far it is.
   *
   * Since: 1.0
   */
  properties[PROP_PHASE] =
    g_param_spec_enum ("phase", NULL, NULL, PALCO_TYPE_LAUNCHER_PHASE, PALCO_LAUNCHER_PHASE_IDLE,
                       read);

  /**
   * PalcoLauncher:candidate:
   *
   * Which candidate of the plan is being tried. A change means that all servers of the one
   * before are in use.
   *
   * Since: 1.0
   */
  properties[PROP_CANDIDATE] =
    g_param_spec_uint ("candidate", NULL, NULL, 0, G_MAXUINT, 0, read);

  /**
   * PalcoLauncher:session:
   *
   * The session of the candidate being tried, or %NULL until the service has it. When nothing
   * could be had it is the one that was tried last.
   *
   * Since: 1.0
   */
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, PALCO_TYPE_SESSION, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_launcher_class_init (PalcoLauncherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_launcher_finalize;
  object_class->get_property = palco_launcher_get_property;
  object_class->set_property = palco_launcher_set_property;

  install_properties (object_class);

  /**
   * PalcoLauncher::consent:
   * @self: the launcher
   * @candidate: which candidate of the plan
   *
   * What can be had costs more than what was agreed to, or may do so. The launcher waits for
   * [method@Palco.Launcher.answer]; where nobody listens, the answer is no.
   *
   * Since: 1.0
   */
  signals[CONSENT] =
    g_signal_new ("consent", PALCO_TYPE_LAUNCHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
palco_launcher_init (PalcoLauncher *self)
{
  self->may_ask = TRUE;
}

/**
 * palco_launcher_new:
 * @client: whose session it will be
 * @plan: what to start
 *
 * Creates a launcher for one start.
 *
 * Returns: (transfer full): a new launcher
 *
 * Since: 1.0
 */
PalcoLauncher *
palco_launcher_new (PalcoClient     *client,
                    PalcoLaunchPlan *plan)
{
  g_return_val_if_fail (PALCO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (PALCO_IS_LAUNCH_PLAN (plan), NULL);

  return g_object_new (PALCO_TYPE_LAUNCHER,
                       "client", client,
                       "plan", plan,
                       NULL);
}

/**
 * palco_launcher_get_client:
 * @self: a launcher
 *
 * Whose session it will be.
 *
 * Returns: (transfer none): the client
 *
 * Since: 1.0
 */
PalcoClient *
palco_launcher_get_client (PalcoLauncher *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCHER (self), NULL);

  return self->client;
}

/**
 * palco_launcher_get_plan:
 * @self: a launcher
 *
 * What to start.
 *
 * Returns: (transfer none): the plan
 *
 * Since: 1.0
 */
PalcoLaunchPlan *
palco_launcher_get_plan (PalcoLauncher *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCHER (self), NULL);

  return self->plan;
}

/**
 * palco_launcher_get_phase:
 * @self: a launcher
 *
 * How far it is.
 *
 * Returns: the phase
 *
 * Since: 1.0
 */
PalcoLauncherPhase
palco_launcher_get_phase (PalcoLauncher *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCHER (self), PALCO_LAUNCHER_PHASE_IDLE);

  return self->phase;
}

/**
 * palco_launcher_get_candidate:
 * @self: a launcher
 *
 * Which candidate of the plan is being tried, or asked about.
 *
 * Returns: its index
 *
 * Since: 1.0
 */
guint
palco_launcher_get_candidate (PalcoLauncher *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCHER (self), 0);

  return self->candidate;
}

/**
 * palco_launcher_get_session:
 * @self: a launcher
 *
 * The session of the candidate being tried.
 *
 * Returns: (transfer none) (nullable): the session, or %NULL until the service has it
 *
 * Since: 1.0
 */
PalcoSession *
palco_launcher_get_session (PalcoLauncher *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCHER (self), NULL);

  return self->session;
}

/**
 * palco_launcher_get_seconds:
 * @self: a launcher
 *
 * How long it has been running.
 *
 * Returns: seconds since [method@Palco.Launcher.run_async], or 0 before
 *
 * Since: 1.0
 */
gint64
palco_launcher_get_seconds (PalcoLauncher *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCHER (self), 0);

  return self->begun_usec > 0 ? (g_get_monotonic_time () - self->begun_usec) / G_USEC_PER_SEC : 0;
}
